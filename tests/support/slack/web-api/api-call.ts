import type { SlackChannel, SlackPost, SlackUser } from '../model.ts';
import { refuse } from '../refusal.ts';
import type { SlackState } from '../state.ts';
import type { Token } from '../tokens.ts';
import type { Workspace } from '../workspace.ts';
import type { Tier } from '../rate-limits.ts';

/** One call of a Web API method, its arguments read and its token known to be good. */
export interface ApiCall {
  method: string;
  args: ApiArguments;
  state: SlackState;
}

/** A call under a token. */
export interface AuthedCall extends ApiCall {
  token: Token;
  workspace: Workspace;
  user: SlackUser;
}

/** Who may call: anybody, an app-level token, or a bot's or person's token. */
export type ApiMethod =
  | { access: 'open' | 'app'; tier: Tier; scopes?: string[]; run: (call: ApiCall) => Record<string, unknown> }
  | { access?: undefined; tier: Tier; scopes?: string[]; run: (call: AuthedCall) => Record<string, unknown> };

export type ApiMethods = Record<string, ApiMethod>;

/** A call's arguments, from JSON, a form or a query, read one by one. */
export class ApiArguments {
  readonly #values: Record<string, unknown>;

  constructor(values: Record<string, unknown>) {
    this.#values = values;
  }

  /** A text argument; undefined when it is absent or empty. */
  text(name: string): string | undefined {
    const value = this.#values[name];
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
  }

  /** A text argument that must be there. */
  required(name: string, error = 'invalid_arguments'): string {
    const messages = [`[ERROR] missing required field: ${name}`];
    return this.text(name) ?? refuse(error, error === 'invalid_arguments' ? { response_metadata: { messages } } : {});
  }

  /** A boolean, written as true, "true" or "1"; undefined when absent. */
  flag(name: string): boolean | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : text === 'true' || text === '1';
  }

  /** A JSON argument, given as JSON or as its text; undefined when absent. */
  json(name: string, error: string): unknown {
    const value = this.#values[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      return refuse(error);
    }
  }

  /** The page size: absent means `preset`, out of range is refused. */
  limit(preset: number, most: number): number {
    const text = this.text('limit');
    if (text === undefined || text === '0') return preset;
    const limit = Number(text);
    if (!Number.isInteger(limit) || limit < 1) refuse('invalid_limit');
    return Math.min(limit, most);
  }
}

/** Refuses the call when the token lacks every one of `scopes`. */
export function requireScope(token: Token, ...scopes: string[]): void {
  if (scopes.some((scope) => token.scopes.includes(scope))) return;
  refuse('missing_scope', { needed: scopes.join(','), provided: token.scopes.join(',') });
}

/** The conversation that the call names, as far as its token may know of it. */
export function getVisibleChannel(
  call: AuthedCall,
  reference = call.args.required('channel', 'channel_not_found'),
): SlackChannel {
  const channel = call.workspace.channels.get(reference);
  if (!channel) return refuse('channel_not_found');
  if (channel.kind !== 'public' && !channel.members.has(call.token.userId)) refuse('channel_not_found');
  return channel;
}

/** As getVisibleChannel, and the caller is a member. */
export function getJoinedChannel(call: AuthedCall, reference?: string): SlackChannel {
  const channel = getVisibleChannel(call, reference);
  if (!channel.members.has(call.token.userId)) refuse('not_in_channel');
  return channel;
}

/** The message that `ts` names in a channel. */
export function getPost(channel: SlackChannel, ts: string): SlackPost {
  const post = channel.byTs.get(ts);
  return !post || post.message.subtype === 'tombstone' ? refuse('message_not_found') : post;
}

/** The scope that a kind of conversation needs, for instance `groups:history`. */
export function channelScope(channel: SlackChannel, right: string): string {
  return `${{ public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' }[channel.kind]}:${right}`;
}

/** Cuts one page out of a list. The cursor is opaque and names the next item's position. */
export function paginate<T>(call: ApiCall, items: T[], preset: number, most: number): { page: T[]; next: string } {
  const limit = call.args.limit(preset, most);
  const start = readCursor(call.args.text('cursor'), call.method);
  const page = items.slice(start, start + limit);
  const end = start + page.length;
  return { page, next: end < items.length ? writeCursor(String(end), call.method) : '' };
}

export function writeCursor(position: string, method: string): string {
  return Buffer.from(`${method}:${position}`).toString('base64');
}

/** The position that a cursor names; refuses one that this method did not give out. */
export function readCursorText(cursor: string, method: string): string {
  const text = Buffer.from(cursor, 'base64').toString();
  return text.startsWith(`${method}:`) ? text.slice(method.length + 1) : refuse('invalid_cursor');
}

function readCursor(cursor: string | undefined, method: string): number {
  if (cursor === undefined) return 0;
  const position = Number(readCursorText(cursor, method));
  return Number.isInteger(position) ? position : refuse('invalid_cursor');
}
