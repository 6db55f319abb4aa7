import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { Fault } from '../faults.ts';
import { SlackRefusal, refuse } from '../refusal.ts';
import type { ApiCallRecord, SlackState } from '../state.ts';
import type { Token } from '../tokens.ts';
import { ApiArguments, requireScope, type ApiMethod, type ApiMethods } from './api-call.ts';
import { AUTH_METHODS } from './auth.ts';
import { CHAT_METHODS } from './chat.ts';
import { CONVERSATION_METHODS } from './conversations.ts';
import { FILE_METHODS } from './files.ts';
import { HISTORY_METHODS } from './history.ts';
import { MODAL_METHODS } from './modals.ts';
import { OAUTH_METHODS } from './oauth.ts';
import { REACTION_METHODS } from './reactions.ts';
import { USER_METHODS } from './users.ts';

const METHODS: ApiMethods = {
  ...AUTH_METHODS,
  ...CHAT_METHODS,
  ...CONVERSATION_METHODS,
  ...FILE_METHODS,
  ...HISTORY_METHODS,
  ...MODAL_METHODS,
  ...OAUTH_METHODS,
  ...REACTION_METHODS,
  ...USER_METHODS,
};

const LATE_MS = 2000;

interface Answer {
  status: 200 | 429;
  body: Record<string, unknown>;
  headers: Record<string, string>;
}

type HttpContext = Context<{ Bindings: HttpBindings }>;

/** Answers one Web API call over HTTP, with the fault that strikes it. */
export async function answerApiCall(context: HttpContext, state: SlackState): Promise<Response> {
  const method = context.req.param('method') ?? '';
  const values = await readValues(context);
  const token = findToken(context, values, state);
  const record = writeRecord(method, values, token);
  state.calls.push(record);
  const fault = state.faults.takeForCall(method, record.channel);
  if (fault) record.outcome = fault.kind;
  const refusal = answerWithoutPerforming(context, fault);
  if (refusal) {
    tell(state, record);
    return refusal;
  }
  if (fault?.kind === 'late-accept' || fault?.kind === 'slow-request') await wait(state, fault.delayMs ?? LATE_MS);
  const { result, early, release } = state.events.capture(() =>
    perform(state, record, new ApiArguments(values), token),
  );
  tell(state, record);
  if (fault?.kind === 'slow') await wait(state, fault.delayMs ?? LATE_MS);
  await early;
  if (fault?.kind === 'drop-answer' || fault?.kind === 'late-accept') {
    release();
    return hangUp(context);
  }
  if (context.env.outgoing.destroyed || context.env.incoming.socket.destroyed) release();
  else context.env.outgoing.once('close', release);
  return context.json(result.body, result.status, result.headers);
}

function answerWithoutPerforming(context: HttpContext, fault: Fault | undefined): Response | undefined {
  if (!fault) return undefined;
  if (fault.kind === 'drop-request') return hangUp(context);
  if (fault.kind === 'http5xx') return new Response('upstream connect error', { status: fault.status ?? 503 });
  if (fault.kind === 'ratelimited') {
    return context.json({ ok: false, error: 'ratelimited' }, 429, {
      'retry-after': String(fault.retryAfterSeconds ?? 1),
    });
  }
  if (fault.kind.startsWith('error:')) return context.json({ ok: false, error: fault.kind.slice('error:'.length) });
  return undefined;
}

function tell(state: SlackState, record: ApiCallRecord): void {
  for (const listener of state.callListeners) listener(record);
}

/** Cuts the connection, so that the client can't tell what happened. */
function hangUp(context: HttpContext): Response {
  context.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

function wait(state: SlackState, ms: number): Promise<void> {
  return new Promise((resolve) => state.clock.afterMs(ms, resolve));
}

/** Performs a call at once, without a pause, so that its events can be held back. */
function perform(
  state: SlackState,
  record: ApiCallRecord,
  args: ApiArguments,
  token: Token | undefined | 'unknown',
): Answer {
  try {
    const result = run(state, record, args, token);
    if (record.outcome === '') record.outcome = 'ok';
    record.isPerformed = true;
    return { status: 200, body: { ok: true, ...result }, headers: scopeHeaders(record.method, token) };
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    if (record.outcome === '') record.outcome = error.error;
    const isLimited = error.error === 'ratelimited';
    const headers = isLimited
      ? { 'retry-after': String(error.details['retryAfter']) }
      : scopeHeaders(record.method, token);
    return {
      status: isLimited ? 429 : 200,
      body: { ok: false, error: error.error, ...(isLimited ? {} : error.details) },
      headers,
    };
  }
}

function run(
  state: SlackState,
  record: ApiCallRecord,
  args: ApiArguments,
  found: Token | undefined | 'unknown',
): Record<string, unknown> {
  const method = METHODS[record.method] ?? refuse('unknown_method', { req_method: record.method });
  const call = { method: record.method, args, state };
  if (method.access === 'open') {
    limit(state, record, method, '');
    return method.run(call);
  }
  const token = checkToken(found);
  if ((token.kind === 'app') !== (method.access === 'app')) refuse('not_allowed_token_type');
  limit(state, record, method, token.workspace.teamId);
  for (const scope of method.scopes ?? []) requireScope(token, scope);
  if (method.access === 'app') return method.run(call);
  const user = token.workspace.users.get(token.userId);
  if (!user || user.deleted) return refuse('account_inactive');
  return method.run({ ...call, token, workspace: token.workspace, user });
}

function limit(state: SlackState, record: ApiCallRecord, method: ApiMethod, teamId: string): void {
  const retryAfter = state.limits.take(record.method, method.tier, teamId, record.channel);
  if (retryAfter !== undefined) refuse('ratelimited', { retryAfter });
}

function checkToken(token: Token | undefined | 'unknown'): Token {
  if (token === undefined) return refuse('not_authed');
  if (token === 'unknown') return refuse('invalid_auth');
  if (token.state === 'revoked') refuse('token_revoked');
  if (token.state === 'inactive') refuse('account_inactive');
  if (token.state === 'expired') refuse('token_expired');
  return token;
}

function scopeHeaders(method: string, token: Token | undefined | 'unknown'): Record<string, string> {
  if (token === undefined || token === 'unknown') return {};
  const accepted = METHODS[method]?.scopes ?? [];
  return { 'x-oauth-scopes': token.scopes.join(','), 'x-accepted-oauth-scopes': accepted.join(',') };
}

/** The token from the header or the arguments; "unknown" when it is none of ours. */
function findToken(
  context: HttpContext,
  values: Record<string, unknown>,
  state: SlackState,
): Token | undefined | 'unknown' {
  const header = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  const value = header ?? (typeof values['token'] === 'string' ? values['token'] : undefined);
  delete values['token'];
  if (value === undefined || value === '') return undefined;
  return state.tokens.find(value) ?? 'unknown';
}

function writeRecord(
  method: string,
  values: Record<string, unknown>,
  token: Token | undefined | 'unknown',
): ApiCallRecord {
  const known = token === undefined || token === 'unknown' ? undefined : token;
  const channel = values['channel'] ?? values['channel_id'];
  return {
    at: Date.now(),
    method,
    token: known?.kind ?? 'none',
    userId: known?.userId,
    channel: typeof channel === 'string' && channel !== '' ? channel : undefined,
    args: values,
    outcome: '',
    isPerformed: false,
  };
}

/** Arguments from the query, and from a body written as JSON, as a form or as multipart. */
async function readValues(context: HttpContext): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = context.req.query();
  const basic = /^Basic (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  if (basic) [values['client_id'], values['client_secret']] = Buffer.from(basic, 'base64').toString().split(':');
  if (context.req.method !== 'POST') return values;
  const type = context.req.header('content-type') ?? '';
  if (type.startsWith('application/json')) return { ...values, ...readJson(await context.req.text()) };
  if (type.startsWith('multipart/form-data')) return { ...values, ...(await context.req.parseBody()) };
  return { ...values, ...Object.fromEntries(new URLSearchParams(await context.req.text())) };
}

function readJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
