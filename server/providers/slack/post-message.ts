import { readWebmailUrl } from '#shared/email/webmail-url.ts';
import type { KnownBlock, WebClient } from '@slack/web-api';
import type { Chat } from '#server/ports/chat.ts';
import type { ChatCard } from '#server/ports/chat-news.ts';
import { refuse } from './outcome.ts';
import { mapDone, permalink, type SlackClient } from './slack-client.ts';
import { escapeText, splitMrkdwn, toMrkdwn } from './to-mrkdwn.ts';

type Posting = Pick<Chat, 'postCard' | 'postMessage' | 'editMessage' | 'deleteMessage'>;

/** Longest text that Slack also takes in an edit, in UTF-8 bytes; longer ones go as blocks (see `contentOf`). */
const mostPlainBytes = 3_900;
/** Slack refuses messages whose texts together pass about 13,200 characters; blocks count besides. */
const mostAllBytes = 12_600;
const mostInSection = 2_900;

/** Posts, edits and deletes. Never unfurls; never lets text mention a whole channel. */
export function createPosting(client: SlackClient): Posting {
  return {
    postCard: async (access, { channelId }, id, card) => {
      const posted = await client.call(access.token, (web) =>
        postIn(web)({
          channel: channelId,
          text: cardText(card),
          blocks: cardBlocks(card),
          ...always(id),
        }),
      );
      return mapDone(posted, ({ ts = '' }) => ({ ts, url: permalink(access.workspaceUrl, channelId, ts, null) }));
    },
    postMessage: async (access, { channelId, threadTs }, id, author, body) => {
      const content = contentOf(body);
      if (content === undefined) return refuse('too-long', 'msg_too_long');
      const posted = await client.call(access.token, (web) =>
        postIn(web)({
          channel: channelId,
          ...(threadTs === null ? {} : { thread_ts: threadTs }),
          ...content,
          ...(access.asPerson || author === null ? {} : faceOf(author)),
          ...always(id),
        }),
      );
      return mapDone(posted, ({ ts = '' }) => ({ ts, url: permalink(access.workspaceUrl, channelId, ts, threadTs) }));
    },
    editMessage: async (access, { channelId, ts }, id, body, footer) => {
      const content = contentOf(body, footer);
      if (content === undefined) return refuse('too-long', 'msg_too_long');
      const edited = await client.call(access.token, (web) =>
        web.chat.update({ channel: channelId, ts, ...content, metadata: metadataOf(id), link_names: false }),
      );
      return mapDone(edited, () => null);
    },
    deleteMessage: async (access, { channelId, ts }) => {
      const deleted = await client.call(access.token, (web) => web.chat.delete({ channel: channelId, ts }));
      return mapDone(deleted, () => null);
    },
  };
}

/** The client's method by another name: the linter takes `x.postMessage(…)` for a window's. */
export function postIn(web: WebClient): WebClient['chat']['postMessage'] {
  return web.chat.postMessage;
}

export const metadataType = 'sidethread_message';

export function metadataOf(id: string) {
  return { event_type: metadataType, event_payload: { id } };
}

export function always(id: string) {
  return {
    client_msg_id: id,
    metadata: metadataOf(id),
    unfurl_links: false,
    unfurl_media: false,
    link_names: false,
  };
}

function faceOf(author: { name: string; pictureUrl: string | null }): { username: string; icon_url?: string } {
  const username = author.name.trim().slice(0, 80) || 'A teammate';
  // Slack fetches the picture itself: a data: address or a local one is of no use to it.
  const picture = author.pictureUrl;
  return picture?.startsWith('https://') === true ? { username, icon_url: picture } : { username };
}

/**
 * Text of a message, with blocks where it is too long for a plain edit: several sections under 3,000 characters,
 * the text then being what notifications show. Undefined when Slack would refuse it as too long.
 */
function contentOf(
  body: string,
  footer: string | null = null,
): { text: string; blocks: KnownBlock[] } | { text: string } | undefined {
  const text = toMrkdwn(body);
  const isPlain = Buffer.byteLength(text) <= mostPlainBytes;
  if (isPlain && footer === null) return { text: text === '' ? ' ' : text };
  if (text.length > mostAllBytes) return undefined;
  const parts = splitMrkdwn(text === '' ? ' ' : text, mostInSection);
  const blocks = parts.map((part): KnownBlock => ({ type: 'section', text: mrkdwn(part) }));
  if (footer !== null) blocks.push({ type: 'context', elements: [mrkdwn(escapeText(footer))] });
  return { text: isPlain ? text : `${text.slice(0, 150).toWellFormed()}…`, blocks };
}

export function mrkdwn(text: string) {
  return { type: 'mrkdwn' as const, text };
}

function cardText(card: ChatCard): string {
  const from = card.senderName === '' ? card.senderAddress : card.senderName;
  return escapeText(`${card.subject} — ${from}`);
}

function cardBlocks(card: ChatCard): KnownBlock[] {
  const name = card.senderName === '' ? '' : `*${escapeText(card.senderName)}* `;
  const company = card.companyName === null ? '' : ` · ${escapeText(card.companyName)}`;
  const title = escapeText(card.subject === '' ? '(no subject)' : card.subject);
  const heading = card.url === null ? `*${title}*` : `*<${escapeUrl(card.url)}|${title.replaceAll('|', '¦')}>*`;
  const blocks: KnownBlock[] = [
    { type: 'section', text: mrkdwn(`${heading}\n${name}${escapeText(card.senderAddress)}${company}`) },
    {
      type: 'context',
      elements: [mrkdwn(`Started by ${escapeText(card.startedBy)} · replies in this thread show beside the e-mail`)],
    },
  ];
  if (card.url === null) return blocks;
  return [...blocks, { type: 'actions', elements: [openButton(card.url)] }];
}

/** Leads to the thread in webmail. */
export function openButton(url: string) {
  const text = `Open in ${webmailNames[readWebmailUrl(url).webmail ?? 'gmail']}`;
  return { type: 'button' as const, text: { type: 'plain_text' as const, text }, url, action_id: 'open_email' };
}

const webmailNames = { gmail: 'Gmail', outlook: 'Outlook' } as const;

function escapeUrl(url: string): string {
  return url.replace(/[<>|\s]/g, encodeURIComponent).replaceAll('&', '&amp;');
}
