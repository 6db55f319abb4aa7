import { tsToMicros } from '../clock.ts';
import type { SlackChannel, SlackPost } from '../model.ts';
import { refuse } from '../refusal.ts';
import {
  channelScope,
  getJoinedChannel,
  readCursorText,
  requireScope,
  writeCursor,
  type ApiMethods,
  type AuthedCall,
} from './api-call.ts';
import { viewMessage } from './views.ts';

export const HISTORY_METHODS: ApiMethods = {
  'conversations.history': { tier: 3, run: listHistory },
  'conversations.replies': { tier: 3, run: listReplies },
};

/** Objects a call may return for apps that are sold outside the Marketplace. */
const MOST_COMMERCIAL = 15;

function listHistory(call: AuthedCall): Record<string, unknown> {
  const channel = getReadableChannel(call);
  const isWanted = readRange(call);
  const limit = readLimit(call, 100);
  const before = readPosition(call);
  const found: SlackPost[] = [];
  for (let index = channel.posts.length - 1; index >= 0 && found.length <= limit; index--) {
    const post = channel.posts[index];
    if (!post || !isTopLevel(post)) continue;
    if ((before === undefined || post.message.ts < before) && isWanted(post.message.ts)) found.push(post);
  }
  return writePage(call, channel, found, limit);
}

function listReplies(call: AuthedCall): Record<string, unknown> {
  const channel = getReadableChannel(call);
  const root = channel.byTs.get(call.args.required('ts', 'thread_not_found')) ?? refuse('thread_not_found');
  const isWanted = readRange(call);
  // The root heads every page and counts, so that a page always brings at least one reply.
  const room = Math.max(1, readLimit(call, 1000) - 1);
  const after = readPosition(call) ?? '';
  const found: SlackPost[] = [];
  for (const reply of channel.replies.get(root.message.ts) ?? []) {
    if (found.length > room) break;
    if (reply.message.ts > after && isWanted(reply.message.ts)) found.push(reply);
  }
  return writePage(call, channel, found, room, root);
}

function writePage(
  call: AuthedCall,
  channel: SlackChannel,
  found: SlackPost[],
  limit: number,
  root?: SlackPost,
): Record<string, unknown> {
  const page = found.slice(0, limit);
  const hasMore = found.length > limit;
  const hasMetadata = call.args.flag('include_all_metadata') === true;
  const shown = root ? [root, ...page] : page;
  const cursor = hasMore
    ? { response_metadata: { next_cursor: writeCursor(page.at(-1)?.message.ts ?? '', call.method) } }
    : {};
  return { messages: shown.map((post) => viewMessage(channel, post, hasMetadata)), has_more: hasMore, ...cursor };
}

function getReadableChannel(call: AuthedCall): SlackChannel {
  const channel = getJoinedChannel(call);
  requireScope(call.token, channelScope(channel, 'history'));
  return channel;
}

/** Replies show in the channel only when they were broadcast. */
function isTopLevel(post: SlackPost): boolean {
  const { thread_ts: threadTs, ts } = post.message;
  return threadTs === undefined || threadTs === ts || post.isBroadcast;
}

function readLimit(call: AuthedCall, preset: number): number {
  const isCommercial = call.state.limits.isCommercial;
  return call.args.limit(
    isCommercial ? MOST_COMMERCIAL : preset,
    isCommercial ? MOST_COMMERCIAL : preset === 100 ? 999 : 1000,
  );
}

/** Whether a message lies between `oldest` and `latest`, both left out unless `inclusive`. */
function readRange({ args }: AuthedCall): (ts: string) => boolean {
  const oldest = readBound(args.text('oldest'), 'invalid_ts_oldest');
  const latest = readBound(args.text('latest'), 'invalid_ts_latest');
  const isInclusive = args.flag('inclusive') === true;
  if (oldest === undefined && latest === undefined) return () => true;
  return (ts) => {
    const at = tsToMicros(ts) ?? 0;
    if (isInclusive && (at === oldest || at === latest)) return true;
    return (oldest === undefined || at > oldest) && (latest === undefined || at < latest);
  };
}

function readBound(text: string | undefined, error: string): number | undefined {
  return text === undefined ? undefined : (tsToMicros(text) ?? refuse(error));
}

function readPosition(call: AuthedCall): string | undefined {
  const cursor = call.args.text('cursor');
  return cursor === undefined ? undefined : readCursorText(cursor, call.method);
}
