import type { KnownBlock } from '@slack/web-api';
import type { Chat } from '#server/ports/chat.ts';
import type { ChatAnswer, ChatMail, ChatNews } from '#server/ports/chat-news.ts';
import { always, metadataOf, openButton, postIn } from './post-message.ts';
import { ours } from './read-press.ts';
import { mapDone, permalink, type SlackClient } from './slack-client.ts';
import { escapeText, toMrkdwn } from './to-mrkdwn.ts';

/** Shows what happens with the customer. Nothing that a customer wrote is ever read as Slack's markup. */
export function createNews(client: SlackClient): Pick<Chat, 'postNews' | 'redrawNews' | 'tellOnly'> {
  return {
    postNews: async (access, { channelId, threadTs }, id, news) => {
      const posted = await client.call(access.token, (web) =>
        postIn(web)({ channel: channelId, thread_ts: threadTs, ...contentOf(news), ...always(id) }),
      );
      return mapDone(posted, ({ ts = '' }) => ({ ts, url: permalink(access.workspaceUrl, channelId, ts, threadTs) }));
    },
    redrawNews: async (access, { channelId, ts }, id, news) => {
      const drawn = await client.call(access.token, (web) =>
        web.chat.update({ channel: channelId, ts, ...contentOf(news), metadata: metadataOf(id), link_names: false }),
      );
      return mapDone(drawn, () => null);
    },
    tellOnly: async (access, { channelId, threadTs, chatUserId }, body) => {
      const told = await client.call(access.token, (web) =>
        web.chat.postEphemeral({ channel: channelId, thread_ts: threadTs, user: chatUserId, text: toMrkdwn(body) }),
      );
      return mapDone(told, () => null);
    },
  };
}

/** What notifications show of a mail. */
const mostInNotice = 150;

function contentOf(news: ChatNews): { text: string; blocks: KnownBlock[] } {
  if (news.kind === 'answer') return { text: escapeText(news.text), blocks: answerBlocks(news) };
  const from = news.senderName === '' ? news.senderAddress : news.senderName;
  const text = `${from}: ${news.text.slice(0, mostInNotice).toWellFormed()}`;
  return { text: escapeText(text), blocks: mailBlocks(news) };
}

function answerBlocks(news: ChatAnswer): KnownBlock[] {
  const line: KnownBlock = { type: 'context', elements: [plain(news.text)] };
  const buttons = [
    ...(news.canUndo ? [button('undo', 'Undo')] : []),
    ...(news.url === null ? [] : [openButton(news.url)]),
  ];
  return buttons.length === 0 ? [line] : [line, { type: 'actions', block_id: news.subjectId, elements: buttons }];
}

/** As rich text, whose parts Slack shows as they are: no mention, link or format can stand in them. */
function mailBlocks(mail: ChatMail): KnownBlock[] {
  const { senderName, senderAddress, subject, text, files } = mail;
  const from = senderName === '' ? [] : [words(senderName, { bold: true }), words(' ')];
  const heading = [...from, words(senderAddress), words(`\n${subject === '' ? '(no subject)' : subject}`)];
  const blocks: KnownBlock[] = [
    {
      type: 'rich_text',
      elements: [
        { type: 'rich_text_section', elements: heading },
        { type: 'rich_text_quote', elements: [words(text === '' ? '(no text)' : text)] },
      ],
    },
  ];
  if (files.length > 0) blocks.push({ type: 'context', elements: [plain(`Attached: ${files.join(' · ')}`)] });
  if (mail.notes.length > 0) blocks.push({ type: 'context', elements: [plain(mail.notes.join(' '))] });
  blocks.push(mailButtons(mail));
  return blocks;
}

function mailButtons({ subjectId, isClosed, url, reminders, filesToShow }: ChatMail): KnownBlock {
  return {
    type: 'actions',
    block_id: subjectId,
    elements: [
      { ...button('reply', 'Reply to customer'), style: 'primary' },
      button('assign', 'Assign to me'),
      isClosed ? button('reopen', 'Open again') : button('close', 'Close'),
      {
        type: 'static_select',
        action_id: `${ours}remind`,
        placeholder: plain('Remind me…'),
        options: reminders.map(({ value, label }) => ({ value, text: plain(label) })),
      },
      ...(filesToShow === null ? [] : [button('files', `Show files here (${filesToShow})`)]),
      ...(url === null ? [] : [openButton(url)]),
    ],
  };
}

function button(action: string, label: string) {
  return { type: 'button' as const, action_id: `${ours}${action}`, text: plain(label) };
}

export function plain(text: string) {
  return { type: 'plain_text' as const, text };
}

function words(text: string, style?: { bold: true }) {
  return { type: 'text' as const, text, ...(style && { style }) };
}
