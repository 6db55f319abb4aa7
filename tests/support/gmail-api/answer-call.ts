import type { Context } from 'hono';
import type { GmailMailbox, GmailMessage, HistoryRecord } from './mailbox.ts';
import { headersOf } from '../mail-headers.ts';
import type { Meter } from './metering.ts';
import type { GmailStandIn } from './stand-in.ts';

/** What each method takes from the allowance, for projects made since May 2026. */
const units: Readonly<Record<string, number>> = {
  getProfile: 1,
  'messages.list': 5,
  'messages.get': 20,
  'threads.get': 40,
  'history.list': 2,
  'messages.send': 100,
  'settings.sendAs.list': 1,
  watch: 100,
  stop: 50,
};

const readScopes = ['https://www.googleapis.com/auth/gmail.readonly', 'https://mail.google.com/'];
const sendScopes = ['https://www.googleapis.com/auth/gmail.send', 'https://mail.google.com/'];

/** A refusal in the shape of Google's APIs. */
export class GmailRefusal extends Error {
  readonly status: number;
  readonly reason: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, reason: string, retryAfterSeconds?: number) {
    super(reason);
    this.status = status;
    this.reason = reason;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Of the project's allowance first, then of the mailbox's; what was taken and refused stays taken. */
function takeUnits({ project }: GmailStandIn, meter: Meter, cost: number): void {
  const waitMs = project.take(cost);
  if (waitMs !== undefined) throw new GmailRefusal(403, 'rateLimitExceeded', Math.ceil(waitMs / 1000));
  const ownWaitMs = meter.take(cost);
  if (ownWaitMs === undefined) return;
  project.end();
  throw new GmailRefusal(429, 'userRateLimitExceeded', Math.ceil(ownWaitMs / 1000));
}

/** Answers one call: who calls, whether they may, whether there is room, what goes wrong, then the answer itself. */
export async function answerCall(
  standIn: GmailStandIn,
  c: Context,
  method: string,
  answer: (mailbox: GmailMailbox) => object,
): Promise<Response> {
  try {
    const mailbox = findMailbox(standIn, c, method);
    const meter = standIn.meterOf(mailbox.address);
    takeUnits(standIn, meter, units[method] ?? 1000);
    try {
      await standIn.delay();
      const fault = standIn.faults.take(method, mailbox.address, c.req.param('id'));
      if (fault?.status === 'drop') return standIn.dropConnection(c);
      if (fault?.status === 'lose' || fault?.status === 'late') {
        const act = () => void answer(mailbox);
        if (fault.status === 'late') setTimeout(act, fault.lateMs ?? 0);
        else act();
        return standIn.dropConnection(c);
      }
      if (fault?.status === 'held') await fault.until;
      else if (fault !== undefined) {
        if (fault.status === 429 || fault.status === 403) meter.total.injected += 1;
        const reasons: Record<number, string> = {
          403: 'userRateLimitExceeded',
          404: 'notFound',
          429: 'rateLimitExceeded',
        };
        throw new GmailRefusal(fault.status, reasons[fault.status] ?? 'backendError', fault.retryAfterSeconds);
      }
      return c.json(answer(mailbox));
    } finally {
      meter.end();
      standIn.project.end();
    }
  } catch (error) {
    if (!(error instanceof GmailRefusal)) throw error;
    return refuse(error);
  }
}

function findMailbox(standIn: GmailStandIn, c: Context, method: string): GmailMailbox {
  const caller = standIn.authority.findCaller(c.req.header('authorization'));
  if (caller === undefined) throw new GmailRefusal(401, 'authError');
  const mailbox = standIn.mailbox(caller.address);
  if (c.req.param('user') !== 'me' && c.req.param('user') !== caller.address) throw new GmailRefusal(403, 'forbidden');
  const needed = method === 'messages.send' ? sendScopes : readScopes;
  if (!caller.scopes.some((scope) => needed.includes(scope))) throw new GmailRefusal(403, 'insufficientPermissions');
  if (mailbox.isDisabled) throw new GmailRefusal(400, 'failedPrecondition');
  return mailbox;
}

function refuse({ status, reason, retryAfterSeconds }: GmailRefusal): Response {
  const error = { code: status, message: reason, errors: [{ message: reason, domain: 'global', reason }] };
  const headers = { 'content-type': 'application/json' };
  const retry = retryAfterSeconds === undefined ? undefined : { 'retry-after': String(retryAfterSeconds) };
  return new Response(JSON.stringify({ error }), { status, headers: { ...headers, ...retry } });
}

/** `messages.list`: newest first; spam and the bin only when asked for. */
export function listMessages(mailbox: GmailMailbox, query: URLSearchParams): object {
  const q = query.get('q') ?? '';
  const after = Number(/\bafter:(\d+)/.exec(q)?.[1] ?? 0) * 1000;
  const messageId = /\brfc822msgid:(\S+)/.exec(q)?.[1];
  const hidden = query.get('includeSpamTrash') === 'true' ? [] : ['SPAM', 'TRASH'];
  if (q.includes('-in:drafts')) hidden.push('DRAFT');
  const all = [...mailbox.messages.values()]
    .filter((message) => message.internalDate > after && !message.labelIds.some((label) => hidden.includes(label)))
    .filter((message) => !q.includes('is:unread') || message.labelIds.includes('UNREAD'))
    .filter((message) => !q.includes('in:sent') || message.labelIds.includes('SENT'))
    .filter((message) => messageId === undefined || headersOf(message.raw).get('message-id') === `<${messageId}>`)
    .toSorted((a, b) => b.internalDate - a.internalDate || (a.id < b.id ? 1 : -1));
  const size = Math.min(Number(query.get('maxResults') ?? 100), 500);
  const from = readPage(query.get('pageToken'), 'list');
  const next = from + size < all.length ? { nextPageToken: writePage('list', from + size) } : {};
  const messages = all.slice(from, from + size).map(({ id, threadId }) => ({ id, threadId }));
  // Gmail's guess is no more than that.
  const estimate = { resultSizeEstimate: Math.min(201, all.length) };
  return messages.length === 0 ? { ...estimate } : { messages, ...next, ...estimate };
}

export function getMessage(mailbox: GmailMailbox, id: string, format: string): object {
  const message = mailbox.messages.get(id);
  if (message === undefined) throw new GmailRefusal(404, 'notFound');
  if (format === 'raw') return { ...describe(mailbox, message), raw: message.raw.toString('base64url') };
  if (format === 'minimal') return describe(mailbox, message);
  if (format === 'metadata') {
    const headers = [...headersOf(message.raw)].map(([name, value]) => ({ name, value }));
    return { ...describe(mailbox, message), payload: { headers } };
  }
  throw new GmailRefusal(400, 'invalidArgument');
}

function describe(mailbox: GmailMailbox, { id, threadId, labelIds, internalDate, raw }: GmailMessage) {
  return {
    id,
    threadId,
    labelIds,
    snippet: '',
    historyId: String(mailbox.historyId),
    internalDate: String(internalDate),
    sizeEstimate: raw.length,
  };
}

export function getThread(mailbox: GmailMailbox, id: string): object {
  const messages = [...mailbox.messages.values()].filter(({ threadId }) => threadId === id);
  if (messages.length === 0) throw new GmailRefusal(404, 'notFound');
  return { id, historyId: String(mailbox.historyId), messages: messages.map((message) => describe(mailbox, message)) };
}

/** How many records of the page before each page repeats. */
const overlap = 3;

/** `history.list`: pages overlap, and now and then a new mail is named without `messagesAdded`. */
export function listHistory(mailbox: GmailMailbox, query: URLSearchParams): object {
  const start = Number(query.get('startHistoryId'));
  if (!(start > 0)) throw new GmailRefusal(400, 'invalidArgument');
  if (start < mailbox.forgottenUpTo) throw new GmailRefusal(404, 'notFound');
  const all = mailbox.history.filter((record) => record.id > start);
  const size = Math.min(Number(query.get('maxResults') ?? 100), 500);
  const from = readPage(query.get('pageToken'), 'history');
  const next = from + size < all.length ? { nextPageToken: writePage('history', from + size) } : {};
  const records = all.slice(Math.max(0, from - overlap), from + size).map(writeRecord);
  const historyId = String(mailbox.historyId);
  return records.length === 0 ? { historyId } : { history: records, ...next, historyId };
}

function writeRecord({ id, kind, message, labelIds }: HistoryRecord): object {
  const named = { id: String(id), messages: [{ id: message.id, threadId: message.threadId }] };
  if (kind === 'messagesAdded' && id % 7 === 0) return named;
  return { ...named, [kind]: [{ message, ...(labelIds && { labelIds }) }] };
}

function writePage(kind: string, at: number): string {
  return Buffer.from(`${kind}:${at}`).toString('base64url');
}

function readPage(token: string | null, kind: string): number {
  if (token === null) return 0;
  const [found, at] = Buffer.from(token, 'base64url').toString().split(':');
  if (found !== kind) throw new GmailRefusal(400, 'invalidArgument');
  return Number(at);
}
