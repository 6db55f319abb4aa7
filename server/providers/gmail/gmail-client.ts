import { gmail, type gmail_v1 } from '@googleapis/gmail';
import { MailTrouble } from '#server/ports/mail-reader.ts';

export type GmailClient = gmail_v1.Gmail;

/** The API with one access token. Nothing is repeated by the library: our own queue owns retries. */
export function createGmailClient(apiUrl: string, accessToken: string, timeoutMs: number): GmailClient {
  return gmail({
    version: 'v1',
    rootUrl: apiUrl,
    headers: { authorization: `Bearer ${accessToken}` },
    retry: false,
    timeout: timeoutMs,
  });
}

/** Makes a call and tells what went wrong in the port's words. */
export async function callGmail<Answer>(call: () => Promise<{ data: Answer }>): Promise<Answer> {
  try {
    return (await call()).data;
  } catch (error) {
    throw asTrouble(error);
  }
}

const limitReasons = ['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'dailyLimitExceeded'];

/** Google's errors: https://developers.google.com/workspace/gmail/api/guides/handle-errors */
export function asTrouble(error: unknown): MailTrouble {
  const response = responseOf(error);
  if (response === undefined) return new MailTrouble('unreachable', 'Gmail did not answer.');
  const { status, reason, retryAfterMs } = response;
  if (status === 401) return new MailTrouble('expired', 'Gmail no longer accepts the access that it gave.');
  if (status === 429 || (status === 403 && limitReasons.includes(reason)))
    return new MailTrouble('limited', 'Gmail asks to slow down.', { retryAfterMs });
  if (status === 403 && (reason === 'insufficientPermissions' || reason === 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'))
    return new MailTrouble(
      'signed-out',
      'The permission to read mail is missing. Connect the mailbox again and allow it.',
    );
  if (status === 403 || (status === 400 && reason === 'failedPrecondition'))
    return new MailTrouble(
      'signed-out',
      'Google has switched this mailbox off, or no longer lets apps read it. Ask its administrator, then connect it again.',
    );
  if (status === 404 || status === 410) return new MailTrouble('missing', 'Gmail no longer has this.');
  if (status >= 500) return new MailTrouble('unreachable', `Gmail failed (${status}).`, { retryAfterMs });
  return new MailTrouble('refused', `Gmail refused a request (${status}${reason === '' ? '' : `, ${reason}`}).`);
}

interface Refusal {
  readonly status: number;
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
}

function responseOf(error: unknown): Refusal | undefined {
  if (typeof error !== 'object' || error === null || !('response' in error)) return undefined;
  const { response } = error;
  if (typeof response !== 'object' || response === null || !('status' in response)) return undefined;
  const retryAfter = 'headers' in response ? readHeader(response.headers, 'retry-after') : undefined;
  const data = 'data' in response ? response.data : undefined;
  return { status: Number(response.status), reason: reasonOf(data), retryAfterMs: readRetryAfter(retryAfter) };
}

/** `{error: {errors: [{reason}], status}}`, as all of Google's APIs answer. */
function reasonOf(data: unknown): string {
  const parsed: unknown = typeof data === 'string' ? parse(data) : data;
  if (!isRecord(parsed) || !isRecord(parsed['error'])) return '';
  const { errors, status } = parsed['error'];
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const reason = isRecord(first) ? first['reason'] : status;
  return typeof reason === 'string' ? reason : '';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The library gives headers of its own fetch's class, or as a plain object. */
function readHeader(headers: unknown, name: string): string | undefined {
  if (!isRecord(headers)) return undefined;
  const value: unknown = typeof headers['get'] === 'function' ? headers['get'](name) : headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** Seconds or a date (RFC 9110, 10.2.3). */
function readRetryAfter(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
