import type { Context } from 'hono';
import { headersOf } from '../mail-headers.ts';
import type { GraphMailbox, GraphMessage } from './mailbox.ts';
import { GraphRefusal } from './refusal.ts';
import type { GraphStandIn } from './stand-in.ts';

const neededScopes: Readonly<Record<string, readonly string[]>> = {
  me: ['user.read'],
  draft: ['mail.readwrite'],
  attach: ['mail.readwrite'],
  remove: ['mail.readwrite'],
  send: ['mail.send'],
};
const readScopes = ['mail.read', 'mail.readwrite'];
/** Of these another's mailbox has none: its changes are told to no delegate. */
const ownOnly = new Set(['me', 'subscribe', 'renew', 'unsubscribe']);

/** Answers one call: who calls, whether they may, whether there is room, what goes wrong, then the answer itself. */
export async function answerCall(
  standIn: GraphStandIn,
  c: Context,
  method: string,
  answer: (mailbox: GraphMailbox) => Response | object | Promise<Response | object>,
): Promise<Response> {
  try {
    const mailbox = findMailbox(standIn, c, method);
    const meter = standIn.meterOf(mailbox.address);
    const waitMs = meter.take(1);
    if (waitMs !== undefined)
      throw new GraphRefusal(429, 'ApplicationThrottled', Math.ceil((waitMs * standIn.clockScale) / 1000));
    try {
      const fault = standIn.faults.take(method, mailbox.address, c.req.param('id'));
      if (fault?.status === 'drop') return standIn.dropConnection(c);
      if (fault?.status === 'lose' || fault?.status === 'late') {
        if (fault.status === 'late') setTimeout(() => void answer(mailbox), fault.lateMs ?? 0);
        else await answer(mailbox);
        return standIn.dropConnection(c);
      }
      if (fault?.status === 'held') await fault.until;
      else if (fault !== undefined) {
        if (fault.status === 429) meter.total.injected += 1;
        throw new GraphRefusal(fault.status, codes[fault.status] ?? 'generalException', fault.retryAfterSeconds);
      }
      const answered = await answer(mailbox);
      return answered instanceof Response ? answered : c.json(answered);
    } finally {
      meter.end();
    }
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error;
    return refuse(error);
  }
}

const codes: Readonly<Record<number, string>> = {
  403: 'ErrorAccessDenied',
  404: 'ErrorItemNotFound',
  410: 'syncStateNotFound',
  429: 'ApplicationThrottled',
  500: 'ErrorInternalServerError',
  503: 'ServiceNotAvailable',
  507: 'ErrorQuotaExceeded',
};

function findMailbox(standIn: GraphStandIn, c: Context, method: string): GraphMailbox {
  const caller = standIn.authority.findCaller(c.req.header('authorization'));
  if (caller === undefined) throw new GraphRefusal(401, 'InvalidAuthenticationToken');
  const named = c.req.param('user');
  const mailbox = named === undefined ? standIn.mailbox(caller.address) : standIn.findMailbox(named);
  if (mailbox === undefined) throw new GraphRefusal(404, 'ErrorInvalidUser');
  const isOwn = mailbox.address === caller.address;
  if (!isOwn && (ownOnly.has(method) || !mailbox.delegates.has(caller.address)))
    throw new GraphRefusal(403, 'ErrorAccessDenied');
  const scopes = caller.scopes.map((scope) => scope.toLowerCase());
  const needed = (neededScopes[method] ?? readScopes).map((scope) => (isOwn ? scope : `${scope}.shared`));
  if (!scopes.some((scope) => needed.includes(scope))) throw new GraphRefusal(403, 'ErrorAccessDenied');
  if (mailbox.isDisabled && method !== 'me') throw new GraphRefusal(404, 'MailboxNotEnabledForRESTAPI');
  if (c.req.method === 'GET' && method !== 'me' && !/ImmutableId/.test(c.req.header('prefer') ?? ''))
    throw new GraphRefusal(400, 'this stand-in gives immutable ids only');
  return mailbox;
}

function refuse({ status, code, retryAfterSeconds }: GraphRefusal): Response {
  const headers = { 'content-type': 'application/json' };
  const retry = retryAfterSeconds === undefined ? undefined : { 'retry-after': String(retryAfterSeconds) };
  return new Response(JSON.stringify({ error: { code, message: code } }), {
    status,
    headers: { ...headers, ...retry },
  });
}

export function describe(message: GraphMessage): object {
  const { id, conversationId, receivedDateTime, isRead, parentFolderId, categories } = message;
  return { id, conversationId, receivedDateTime, isRead, isDraft: message.isDraft, parentFolderId, categories };
}

export function getMessage(mailbox: GraphMailbox, id: string): GraphMessage {
  const message = mailbox.messages.get(id);
  if (message === undefined) throw new GraphRefusal(404, 'ErrorItemNotFound');
  return message;
}

/** `GET /me/messages`: all folders, by time or by conversation. */
export function listMessages(standIn: GraphStandIn, mailbox: GraphMailbox, url: URL): object {
  const query = url.searchParams;
  const matching = filterMessages(mailbox, query.get('$filter') ?? '');
  if (query.get('$orderby') === 'receivedDateTime desc')
    matching.sort((a, b) => b.receivedDateTime.localeCompare(a.receivedDateTime) || a.id.localeCompare(b.id));
  const size = Math.min(Number(query.get('$top') ?? 10), 1000);
  const skip = Number(query.get('$skip') ?? 0);
  const next =
    skip + size < matching.length ? { '@odata.nextLink': withQuery(standIn, url, '$skip', skip + size) } : {};
  const count = query.get('$count') === 'true' ? { '@odata.count': matching.length } : {};
  return { ...count, value: matching.slice(skip, skip + size).map(describe), ...next };
}

function filterMessages(mailbox: GraphMailbox, filter: string): GraphMessage[] {
  const all = [...mailbox.messages.values()];
  const since = /^receivedDateTime ge (\S+)$/.exec(filter)?.[1];
  if (since !== undefined)
    return all.filter(({ receivedDateTime }) => Date.parse(receivedDateTime) >= Date.parse(since));
  const conversation = /^conversationId eq '(.+)'$/.exec(filter)?.[1];
  if (conversation !== undefined) return all.filter(({ conversationId }) => conversationId === conversation);
  const messageId = /^internetMessageId eq '(.+)'$/.exec(filter)?.[1];
  if (messageId !== undefined)
    return all.filter(({ raw }) => headersOf(raw).get('message-id') === messageId.replaceAll("''", "'"));
  throw new GraphRefusal(400, 'ErrorInvalidUrlQueryFilter');
}

function withQuery(standIn: GraphStandIn, url: URL, name: string, value: number | string): string {
  const next = new URL(url.pathname + url.search, standIn.url);
  next.searchParams.set(name, String(value));
  return next.href;
}

/** How many entries of the page before each page repeats. */
const overlap = 2;

/**
 * `…/messages/delta`: first everything in the folder, then what changed since. Links carry the change from which on
 * they tell, and up to which the pages of one round go.
 */
export function readDelta(
  standIn: GraphStandIn,
  mailbox: GraphMailbox,
  folderId: string,
  url: URL,
  prefer: string,
): object {
  if (!mailbox.folders.has(folderId)) throw new GraphRefusal(404, 'ErrorItemNotFound');
  const query = url.searchParams;
  const token = readToken(query.get('$skiptoken') ?? query.get('$deltatoken'));
  if (token !== undefined && token.upTo < mailbox.forgottenBefore) throw new GraphRefusal(410, 'syncStateNotFound');
  const since = token?.since ?? 0;
  const upTo = query.has('$skiptoken') && token !== undefined ? token.upTo : mailbox.clock;
  const from = query.has('$deltatoken') ? (token?.upTo ?? 0) : since;
  const filter = token?.filter ?? query.get('$filter') ?? '';
  const entries = collect(mailbox, folderId, filter, from);
  const size = Math.min(Number(/odata\.maxpagesize=(\d+)/.exec(prefer)?.[1] ?? 10), 1000);
  const skip = query.has('$skiptoken') ? (token?.skip ?? 0) : 0;
  const value = entries.slice(Math.max(0, skip - overlap), skip + size);
  const base = new URL(url.pathname, standIn.url).href;
  const link = (name: string, next: Token) => `${base}?${name}=${writeToken(next)}`;
  return skip + size < entries.length
    ? { value, '@odata.nextLink': link('$skiptoken', { since: from, upTo, skip: skip + size, filter }) }
    : { value, '@odata.deltaLink': link('$deltatoken', { since: from, upTo, skip: 0, filter }) };
}

function collect(mailbox: GraphMailbox, folderId: string, filter: string, from: number): object[] {
  const there = filterMessages(mailbox, filter)
    .filter((message) => message.parentFolderId === folderId && message.changedAt > from)
    .toSorted((a, b) => a.changedAt - b.changedAt)
    .map(describe);
  if (from === 0) return there;
  const left = mailbox.departures
    .filter((each) => each.folderId === folderId && each.at > from)
    .filter(({ id }) => mailbox.messages.get(id)?.parentFolderId !== folderId)
    .map(({ id }) => ({ id, '@removed': { reason: mailbox.messages.has(id) ? 'changed' : 'deleted' } }));
  return [...left, ...there];
}

interface Token {
  readonly since: number;
  readonly upTo: number;
  readonly skip: number;
  readonly filter: string;
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function readToken(text: string | null): Token | undefined {
  if (text === null) return undefined;
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Token;
}
