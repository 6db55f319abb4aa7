import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import type { ChatOutcome, ChatRefusal } from '#server/ports/chat.ts';

/** What Slack's error codes mean to us (docs.slack.dev/reference/methods, each method's list of errors). */
const refusals: Record<string, ChatRefusal> = {
  token_revoked: 'signed-out',
  token_expired: 'signed-out',
  account_inactive: 'signed-out',
  invalid_auth: 'signed-out',
  not_authed: 'signed-out',
  org_login_required: 'signed-out',
  team_access_not_granted: 'signed-out',
  channel_not_found: 'channel-missing',
  not_in_channel: 'not-in-channel',
  is_archived: 'archived',
  msg_too_long: 'too-long',
  msg_blocks_too_long: 'too-long',
  missing_scope: 'missing-scope',
  no_permission: 'missing-scope',
  not_allowed_token_type: 'missing-scope',
  message_not_found: 'message-missing',
  thread_not_found: 'message-missing',
  already_reacted: 'already-so',
  no_reaction: 'already-so',
  cant_update_message: 'not-yours',
  cant_delete_message: 'not-yours',
  edit_window_closed: 'not-yours',
  user_is_restricted: 'outsiders',
};

const sentences: Record<ChatRefusal, string> = {
  'signed-out': 'Slack no longer lets Sidethread in. An admin of the team can connect Slack again.',
  'channel-missing':
    'Slack does not show Sidethread this channel. If it is private, invite Sidethread there with /invite; else choose another channel.',
  'not-in-channel':
    'Sidethread is not in this Slack channel. Write /invite @Sidethread there, then retry, or choose another channel.',
  archived: 'This Slack channel is archived. Unarchive it in Slack, then retry, or choose another channel.',
  outsiders: 'People from outside are in this Slack channel, so nothing is posted there. Choose another channel.',
  'too-long': 'Slack finds this message too long. Shorten it or split it in two, then retry.',
  'missing-scope': 'Slack did not give Sidethread the right to do this. An admin of the team can connect Slack again.',
  'message-missing': 'The message is no longer in Slack.',
  'already-so': 'Slack says this is already so.',
  'not-yours': 'Slack lets only the person who wrote a message change it.',
  rejected: 'Slack refused this.',
};

/** Codes with which Slack says that a part of the work may have been done, or that it does not know. */
const doubtful = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);

/** Slack's limit words; with status 429 the header says how long. */
const limits = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);

/** Failures before a request left: the connection was never there, so nothing can have happened. */
const unreached = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const assumedRetryMs = 30_000;
const unreachedRetryMs = 5_000;

/** The call happened and gave this. */
export function done<Value>(value: Value): ChatOutcome<Value> {
  return { outcome: 'done', value };
}

/** A refusal in Slack's word; one that is not known counts as `rejected`. */
export function refused(providerError: string): ChatOutcome<never> {
  const error = refusals[providerError] ?? 'rejected';
  const reason = error === 'rejected' ? `Slack refused this (${providerError}).` : sentences[error];
  return { outcome: 'refused', error, providerError, reason };
}

/** A refusal that we know without asking Slack. */
export function refuse(error: ChatRefusal, providerError: string, reason = sentences[error]): ChatOutcome<never> {
  return { outcome: 'refused', error, providerError, reason };
}

/**
 * What a failed call means. Only Slack's own clear word counts as a refusal; a proxy's page, a 5xx, a time-out or a
 * broken connection leave open whether it happened.
 */
export function outcomeOf(error: unknown): ChatOutcome<never> {
  if (error instanceof WebAPIRateLimitedError) return limited(error.retryAfter * 1000);
  if (error instanceof WebAPIPlatformError) return platformOutcome(String(error.data.error), error);
  if (error instanceof WebAPIHTTPError && error.statusCode === 429) return limited(assumedRetryMs);
  if (error instanceof WebAPIHTTPError) return uncertain(`Slack answered with HTTP ${error.statusCode}.`);
  if (error instanceof WebAPIRequestError && neverLeft(error.original))
    return { outcome: 'limited', retryAfterMs: unreachedRetryMs, reason: 'Slack can’t be reached right now.' };
  // The client makes a plain error of a 429 whose Retry-After is no number.
  if (error instanceof Error && error.message.startsWith('Retry header')) return limited(assumedRetryMs);
  return uncertain('No answer came from Slack.');
}

function platformOutcome(code: string, error: WebAPIPlatformError): ChatOutcome<never> {
  if (limits.has(code)) return limited((error.data.response_metadata?.retryAfter ?? assumedRetryMs / 1000) * 1000);
  // The client puts a body that is no JSON into `error`.
  if (!/^[a-z0-9_]{1,80}$/.test(code) || doubtful.has(code)) return uncertain('Slack’s answer was not clear.');
  return refused(code);
}

function limited(retryAfterMs: number): ChatOutcome<never> {
  return { outcome: 'limited', retryAfterMs, reason: 'Slack asks to wait.' };
}

function uncertain(reason: string): ChatOutcome<never> {
  return { outcome: 'uncertain', reason };
}

function neverLeft(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(neverLeft);
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && unreached.has(error.code)) return true;
  return error.cause !== undefined && neverLeft(error.cause);
}
