import type { gmail_v1 } from '@googleapis/gmail';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { createIdleSignal } from '#server/kernel/idle-signal.ts';
import { release, sizeOf, type HoldBytes } from '#server/ports/mail-bytes.ts';
import {
  MailTrouble,
  type MailChanges,
  type MailPage,
  type MailReader,
  type MailState,
  type MailTouch,
  type RawMail,
} from '#server/ports/mail-reader.ts';
import { callGmail, type GmailClient } from './gmail-client.ts';
import { RawAnswer } from './read-raw-answer.ts';

const userId = 'me';

/** Where changes are read from; `page` while a listing of them is under way. */
const Cursor = z.object({ historyId: z.string().regex(/^\d+$/), page: z.string().optional() });

/** Gmail's own labels that the port has a role for. */
const roles: Readonly<Record<string, string>> = {
  INBOX: 'inbox',
  SENT: 'sent',
  SPAM: 'spam',
  TRASH: 'trash',
  DRAFT: 'draft',
};

export interface GmailReaderOptions {
  /** Where Gmail announces changes. */
  readonly topic: string | undefined;
  /** How long a mail that is being read may stand still. */
  readonly idleMs: number;
}

/** One Gmail mailbox. */
export function createGmailReader(client: GmailClient, { topic, idleMs }: GmailReaderOptions): MailReader {
  const { messages, threads, history } = client.users;
  return {
    readAddress: async () => {
      const { emailAddress } = await callGmail(() => client.users.getProfile({ userId }));
      if (!emailAddress) throw new MailTrouble('refused', 'Gmail does not say which address this is.');
      return emailAddress.toLowerCase();
    },
    begin: async () => {
      const { historyId } = await callGmail(() => client.users.getProfile({ userId }));
      return JSON.stringify({ historyId: historyId ?? '' });
    },
    list: async ({ from, page, size, isUnread = false }) => {
      const q = `after:${Math.floor(from.getTime() / 1000)} -in:drafts -in:chats${isUnread ? ' is:unread' : ''}`;
      const pageToken = page === null ? {} : { pageToken: page };
      return toPage(await callGmail(() => messages.list({ userId, q, maxResults: Math.min(size, 500), ...pageToken })));
    },
    changes: (cursor, size) => readChanges(history, Cursor.parse(JSON.parse(cursor)), size),
    read: (id, _known, hold) => readRaw(messages, id, hold, idleMs),
    state: async (id) => toState(await callGmail(() => messages.get({ userId, id, format: 'minimal' }))),
    thread: async (id) => {
      const found = await callGmail(() => threads.get({ userId, id, format: 'minimal' }));
      return (found.messages ?? []).flatMap(toTouch).map((touch) => ({ ...touch, threadId: id }));
    },
    watch: async () => {
      if (topic === undefined) throw new MailTrouble('refused', 'This server has no topic for Gmail’s notifications.');
      const answer = await callGmail(() => client.users.watch({ userId, requestBody: { topicName: topic } }));
      return { id: topic, expiresAt: new Date(Number(answer.expiration)) };
    },
    unwatch: async () => {
      await callGmail(() => client.users.stop({ userId }));
    },
  };
}

/** However large it is, the mail goes through in pieces. */
async function readRaw(
  messages: gmail_v1.Resource$Users$Messages,
  id: string,
  hold: HoldBytes,
  idleMs: number,
): Promise<RawMail> {
  const idle = createIdleSignal(idleMs);
  try {
    const options = { responseType: 'stream', timeout: 0, signal: idle.signal } as const;
    const stream: Readable = await callGmail(() => messages.get({ userId, id, format: 'raw' }, options));
    const answer = new RawAnswer(idle.watch(stream));
    const raw = await hold(answer.raw());
    try {
      if (sizeOf(raw) === 0) throw new MailTrouble('refused', 'Gmail gave this mail without its content.');
      return { raw, state: toState(answer.message()) };
    } catch (error) {
      await release(raw);
      throw error;
    }
  } finally {
    idle.end();
  }
}

function toPage(answer: gmail_v1.Schema$ListMessagesResponse): MailPage {
  return {
    items: (answer.messages ?? []).flatMap(toTouch),
    next: answer.nextPageToken ?? undefined,
    estimate: answer.resultSizeEstimate ?? undefined,
  };
}

/**
 * One page of history. Whatever a record names is looked at again, in whatever order and how often it comes: pages
 * overlap, and `messagesAdded` alone misses some.
 */
async function readChanges(
  history: gmail_v1.Resource$Users$History,
  cursor: z.infer<typeof Cursor>,
  size: number,
): Promise<MailChanges> {
  const { historyId: startHistoryId, page: pageToken } = cursor;
  const maxResults = Math.min(size, 500);
  const answer = await callGmail(() =>
    history.list({ userId, startHistoryId, maxResults, ...(pageToken !== undefined && { pageToken }) }),
  ).catch((error: unknown) => {
    const isLost = error instanceof MailTrouble && error.kind === 'missing';
    throw isLost ? new MailTrouble('cursor-lost', 'Gmail no longer tells what changed since then.') : error;
  });
  const touches = new Map<string, MailTouch>();
  for (const record of answer.history ?? []) {
    for (const touch of (record.messages ?? []).flatMap(toTouch)) touches.set(touch.id, touch);
    for (const { message } of [
      ...(record.messagesAdded ?? []),
      ...(record.labelsAdded ?? []),
      ...(record.labelsRemoved ?? []),
    ])
      for (const touch of message === undefined ? [] : toTouch(message)) touches.set(touch.id, touch);
    for (const { message } of record.messagesDeleted ?? [])
      for (const touch of message === undefined ? [] : toTouch(message))
        touches.set(touch.id, { ...touch, isGone: true });
  }
  const next = answer.nextPageToken ?? undefined;
  const reached = { historyId: answer.historyId ?? startHistoryId };
  return {
    items: [...touches.values()],
    cursor: JSON.stringify(next === undefined ? reached : { historyId: startHistoryId, page: next }),
    hasMore: next !== undefined,
  };
}

function toTouch({ id, threadId }: gmail_v1.Schema$Message): MailTouch[] {
  return id ? [{ id, threadId: threadId ?? null }] : [];
}

function toState(message: gmail_v1.Schema$Message): MailState {
  const labels = message.labelIds ?? [];
  const received = Number(message.internalDate);
  return {
    threadId: message.threadId ?? null,
    labels: labels.map((label) => roles[label] ?? label),
    isRead: !labels.includes('UNREAD'),
    receivedAt: received > 0 ? new Date(received).toISOString() : null,
  };
}
