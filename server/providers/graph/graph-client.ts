import { Client, GraphError, ResponseType, type Context } from '@microsoft/microsoft-graph-client';
import { createIdleSignal } from '#server/kernel/idle-signal.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';

/** Microsoft Graph with one access token; ids stay the same when a mail is moved. */
export interface GraphClient {
  /** Where the mailbox lies: `/me`, or `/users/…` for one that the account may open. */
  readonly root: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<unknown>;
  /** The bytes of an answer that is no JSON, as they come. */
  getBytes(path: string): AsyncIterable<Uint8Array>;
  post(path: string, body: object): Promise<unknown>;
  /** A body that is no JSON. */
  postText(path: string, text: string): Promise<unknown>;
  patch(path: string, body: object): Promise<unknown>;
  /** The bytes from `start` up to, not including, `end`, to the address of an upload, which is its own permission. */
  putPiece(uploadUrl: string, bytes: Uint8Array, start: number, end: number): Promise<void>;
  delete(path: string): Promise<void>;
  /** The path of a link that Graph gave; one that leads elsewhere is refused, since our token would go there. */
  pathOf(link: string): string;
}

const immutableIds = 'IdType="ImmutableId"';

export interface GraphAccess {
  /** With the version, without a slash at its end. */
  readonly apiUrl: string;
  readonly accessToken: string;
  readonly timeoutMs: number;
  /** The address of another's mailbox that is opened; null: the account's own. */
  readonly delegated: string | null;
}

export function createGraphClient({ apiUrl, accessToken, timeoutMs, delegated }: GraphAccess): GraphClient {
  const url = new URL(apiUrl);
  const version = url.pathname.replace(/^\//, '');
  // Only this: the library's own chain would repeat requests by itself, and our queue owns retries.
  const middleware = {
    execute: async (context: Context) => {
      const headers = new Headers(context.options?.headers as Record<string, string> | undefined);
      headers.set('authorization', `Bearer ${accessToken}`);
      context.response = await fetch(context.request, {
        ...(context.options as RequestInit),
        headers,
        redirect: 'error',
        signal: (context.options as RequestInit | undefined)?.signal ?? AbortSignal.timeout(timeoutMs),
      });
    },
  };
  const client = Client.initWithMiddleware({ baseUrl: url.origin, defaultVersion: version, middleware });
  const at = (path: string, prefer = immutableIds) => client.api(path).header('Prefer', prefer);
  return {
    root: delegated === null ? '/me' : `/users/${encodeURIComponent(delegated)}`,
    get: (path, headers = {}) =>
      call(() => at(path, [immutableIds, headers['prefer']].filter(Boolean).join(', ')).get()),
    getBytes: async function* (path) {
      const idle = createIdleSignal(timeoutMs);
      try {
        const asked = at(path).responseType(ResponseType.RAW).option('signal', idle.signal);
        const response: Response = await call(() => asked.get());
        if (!response.ok) throw await troubleOf(response);
        if (response.body !== null) yield* unbroken(idle.watch(response.body));
      } finally {
        idle.end();
      }
    },
    post: (path, body) => call(() => at(path).post(body)),
    postText: (path, text) => call(() => at(path).header('Content-Type', 'text/plain').post(text)),
    patch: (path, body) => call(() => at(path).patch(body)),
    putPiece: async (uploadUrl, bytes, start, end) => {
      const { protocol, origin } = new URL(uploadUrl);
      if (protocol !== 'https:' && origin !== url.origin)
        throw new MailTrouble('refused', 'Microsoft gave a link that leads elsewhere.');
      const headers = { 'content-range': `bytes ${start}-${end - 1}/${bytes.byteLength}` };
      const body = bytes.slice(start, end);
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(uploadUrl, { method: 'PUT', headers, body, redirect: 'error', signal }).catch(() => {
        throw new MailTrouble('unreachable', 'Microsoft did not answer.');
      });
      if (!response.ok) throw await troubleOf(response);
      await response.arrayBuffer();
    },
    delete: async (path) => {
      await call(() => at(path).delete());
    },
    pathOf: (link) => {
      if (link.startsWith(`${apiUrl}/`)) return link.slice(apiUrl.length);
      throw new MailTrouble('refused', 'Microsoft gave a link that leads elsewhere.');
    },
  };
}

async function* unbroken(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch {
    throw new MailTrouble('unreachable', 'Microsoft’s answer broke off.');
  }
}

async function call<Answer>(request: () => Promise<Answer>): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof MailTrouble) throw error;
    if (!(error instanceof GraphError) || error.statusCode < 100)
      throw new MailTrouble('unreachable', 'Microsoft did not answer.');
    throw asTrouble(error.statusCode, error.code ?? '', error.headers);
  }
}

async function troubleOf(response: Response): Promise<MailTrouble> {
  const body: unknown = await response.json().catch(() => undefined);
  return asTrouble(response.status, codeOf(body), response.headers);
}

function codeOf(body: unknown): string {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

const lostCodes = ['syncstatenotfound', 'syncstateinvalid', 'resyncrequired'];
const offCodes = ['mailboxnotenabledforrestapi', 'mailboxnotsupportedforrestapi', 'erroraccountsuspend'];

/** Graph's errors: https://learn.microsoft.com/en-us/graph/errors */
function asTrouble(status: number, code: string, headers: Headers | undefined): MailTrouble {
  const word = code.toLowerCase();
  const retryAfterMs = readRetryAfter(headers);
  if (status === 410 || lostCodes.includes(word))
    return new MailTrouble('cursor-lost', 'Microsoft no longer tells what changed since then.');
  if (status === 401) return new MailTrouble('expired', 'Microsoft no longer accepts the access that it gave.');
  if (offCodes.includes(word))
    return new MailTrouble(
      'signed-out',
      'Microsoft has switched this mailbox off. Ask its administrator, then connect it again.',
    );
  if (status === 429 || (status === 503 && retryAfterMs !== undefined))
    return new MailTrouble('limited', 'Microsoft asks to slow down.', { retryAfterMs });
  if (status === 403)
    return new MailTrouble(
      'signed-out',
      'The permission to read mail is missing. Connect the mailbox again and allow it.',
    );
  if (status === 404) return new MailTrouble('missing', 'Microsoft no longer has this.');
  if (status === 507 || word === 'errorquotaexceeded')
    return new MailTrouble('refused', 'This mailbox is full. Make room in it, then try again.');
  if (status >= 500) return new MailTrouble('unreachable', `Microsoft failed (${status}).`);
  return new MailTrouble('refused', `Microsoft refused a request (${status}${code === '' ? '' : `, ${code}`}).`);
}

function readRetryAfter(headers: Headers | undefined): number | undefined {
  const text = headers?.get('retry-after') ?? undefined;
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
