import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { ChatEvent, ChatIntake, OurApp } from '#server/ports/chat-intake.ts';
import { emojiOf } from './emoji-names.ts';
import { readMessage, SlackMessage } from './read-message.ts';
import { readPress, unwrap } from './read-press.ts';
import { answerReply, readReply } from './reply-form.ts';
import { isSaid } from './read-thread.ts';

const mostSkewSeconds = 300;

const Challenge = z.object({ type: z.literal('url_verification'), challenge: z.string() });
const Envelope = z.object({
  type: z.literal('event_callback'),
  team_id: z.string(),
  event: z.object({ type: z.string() }).loose(),
});
type SlackEvent = z.infer<typeof Envelope>['event'];

const Message = SlackMessage.extend({ channel: z.string() });
const Changed = z.object({ channel: z.string(), message: SlackMessage });
const Deleted = z.object({
  channel: z.string(),
  deleted_ts: z.string(),
  previous_message: z.object({ thread_ts: z.string().optional() }).optional().catch(undefined),
});
const Reaction = z.object({
  user: z.string(),
  reaction: z.string(),
  item: z.object({ type: z.literal('message'), channel: z.string(), ts: z.string() }),
});
const OfChannel = z.object({ channel: z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]) });
const OfUser = z.object({ user: z.object({ id: z.string() }) });
const Revoked = z.object({
  tokens: z.object({ oauth: z.array(z.string()).default([]), bot: z.array(z.string()).default([]) }),
});

/** Events after which a channel is looked at again before anything more is posted there. */
const channelEvents = new Set([
  'member_joined_channel',
  'member_left_channel',
  'channel_archive',
  'channel_unarchive',
  'channel_rename',
  'channel_deleted',
  'channel_shared',
  'channel_unshared',
  'channel_left',
  'channel_id_changed',
  'channel_convert_to_private',
  'group_archive',
  'group_unarchive',
  'group_rename',
  'group_deleted',
  'group_left',
]);

/** Slack's events, by the Events API and by Socket Mode alike. */
export function createSlackIntake(signingSecret: string | undefined): ChatIntake {
  return {
    isAuthentic: (headers, rawBody, now) =>
      signingSecret !== undefined && isSigned(signingSecret, headers, rawBody, now),
    challengeOf: (body) => Challenge.safeParse(body).data?.challenge ?? null,
    workspaceOf: (body) => Envelope.safeParse(body).data?.team_id ?? null,
    readPress,
    readReply,
    answerReply,
    unwrap,
    readEvent: (body, app) => {
      const envelope = Envelope.safeParse(body);
      return envelope.success ? readEvent(envelope.data.event, app) : null;
    },
  };
}

/** docs.slack.dev/authentication/verifying-requests-from-slack: HMAC-SHA256 over `v0:<timestamp>:<raw body>`. */
function isSigned(signingSecret: string, headers: Headers, rawBody: string, now: Date): boolean {
  const timestamp = headers.get('x-slack-request-timestamp') ?? '';
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > mostSkewSeconds) return false;
  const expected = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${rawBody}`).digest('hex')}`;
  const given = Buffer.from(headers.get('x-slack-signature') ?? '');
  return given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
}

function readEvent(event: SlackEvent, app: OurApp): ChatEvent | null {
  if (event.type === 'message') return readMessageEvent(event, app);
  if (event.type === 'reaction_added' || event.type === 'reaction_removed') return readReaction(event);
  if (channelEvents.has(event.type)) {
    const read = OfChannel.safeParse(event);
    return read.success ? { kind: 'channel-changed', channelId: read.data.channel } : null;
  }
  if (event.type === 'user_change' || event.type === 'team_join') {
    const read = OfUser.safeParse(event);
    return read.success ? { kind: 'person-changed', chatUserId: read.data.user.id } : null;
  }
  if (event.type === 'app_uninstalled') return { kind: 'uninstalled' };
  if (event.type !== 'tokens_revoked') return null;
  const read = Revoked.safeParse(event);
  return read.success
    ? { kind: 'revoked', botUserIds: read.data.tokens.bot, chatUserIds: read.data.tokens.oauth }
    : null;
}

function readMessageEvent(event: SlackEvent, app: OurApp): ChatEvent | null {
  if (event['subtype'] === 'message_deleted') {
    const read = Deleted.safeParse(event);
    if (!read.success) return null;
    const { channel: channelId, deleted_ts: ts, previous_message: previous } = read.data;
    return { kind: 'deleted', channelId, ts, threadTs: previous?.thread_ts ?? null };
  }
  if (event['subtype'] === 'message_changed') return readChange(event, app);
  const read = Message.safeParse(event);
  if (!read.success || !isSaid(read.data.subtype)) return null;
  const { channel: channelId, ...message } = read.data;
  return { kind: 'message', channelId, at: new Date(Number(message.ts) * 1000), ...readMessage(message, app) };
}

/** A deleted root that keeps its replies is told as a change into a tombstone. */
function readChange(event: SlackEvent, app: OurApp): ChatEvent | null {
  const read = Changed.safeParse(event);
  if (!read.success) return null;
  const { channel: channelId, message } = read.data;
  if (message.subtype === 'tombstone')
    return { kind: 'deleted', channelId, ts: message.ts, threadTs: message.thread_ts ?? null };
  return { kind: 'edited', channelId, ...readMessage(message, app) };
}

function readReaction(event: SlackEvent): ChatEvent | null {
  const read = Reaction.safeParse(event);
  if (!read.success) return null;
  const { user: chatUserId, reaction, item } = read.data;
  const on = event.type === 'reaction_added';
  return { kind: 'reaction', channelId: item.channel, ts: item.ts, emoji: emojiOf(reaction), chatUserId, on };
}
