import type { KnownBlock } from '@slack/web-api';
import type { Chat, ChatAnswer, ChatMail, ChatNews } from '#server/ports/chat.ts';
import { always, openButton, postIn } from './post-message.ts';
import { mapDone, permalink, type SlackClient } from './slack-client.ts';
import { escapeText } from './to-mrkdwn.ts';

/** Shows what happens with the customer. Nothing that a customer wrote is ever read as Slack's markup. */
export function createNews(client: SlackClient): Pick<Chat, 'postNews'> {
  return {
    postNews: async (access, { channelId, threadTs }, id, news) => {
      const posted = await client.call(access.token, (web) =>
        postIn(web)({ channel: channelId, thread_ts: threadTs, ...contentOf(news), ...always(id) }),
      );
      return mapDone(posted, ({ ts = '' }) => ({ ts, url: permalink(access.workspaceUrl, channelId, ts, threadTs) }));
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
  const line: KnownBlock = { type: 'context', elements: [{ type: 'plain_text', text: news.text }] };
  return news.url === null ? [line] : [line, { type: 'actions', elements: [openButton(news.url)] }];
}

/** As rich text, whose parts Slack shows as they are: no mention, link or format can stand in them. */
function mailBlocks(mail: ChatMail): KnownBlock[] {
  const { senderName, senderAddress, subject, text, files, url } = mail;
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
  if (files.length > 0)
    blocks.push({ type: 'context', elements: [{ type: 'plain_text', text: `Attached: ${files.join(' · ')}` }] });
  if (url !== null) blocks.push({ type: 'actions', elements: [openButton(url)] });
  return blocks;
}

function words(text: string, style?: { bold: true }) {
  return { type: 'text' as const, text, ...(style && { style }) };
}
