import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { DiscussionId, MessageId } from '#shared/contract/ids.ts';
import { createId } from '#server/kernel/ids.ts';
import { createMail, draftOf } from '#tests/support/domain-team.ts';
import type { Client } from '#tests/support/chat-team.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** What was written beside the mail, as it should end. */
export interface Written {
  readonly messageId: MessageId;
  readonly discussionId: DiscussionId;
  body: string;
  isDeleted: boolean;
  readonly emoji: Set<string>;
}

/** What people typed in Slack, as it should end. */
export interface Said {
  readonly channelId: string;
  readonly rootTs: string;
  readonly ts: string;
  text: string;
  isDeleted: boolean;
  readonly emoji: Set<string>;
}

export interface Workload {
  readonly written: Written[];
  readonly said: Said[];
  /** Discussions in which something was written. */
  readonly discussions: Set<DiscussionId>;
}

interface Lane {
  readonly channelId: string;
  discussionId: DiscussionId | undefined;
  rootTs: string | undefined;
  readonly written: Written[];
  readonly said: Said[];
}

const emojis = { '👍': '+1', '🎉': 'tada', '👀': 'eyes', '❤️': 'heart' } as const;
type Emoji = keyof typeof emojis;

/**
 * Writes `messages` messages in many discussions at once, from both sides, and edits, deletes and reacts now and
 * then. Requests that fail are repeated under the same id, as the extension does.
 */
export async function runWorkload(
  world: World,
  random: Random,
  options: { messages: number; channels: readonly string[]; discussionsPerChannel: number; everyMs: number },
): Promise<Workload> {
  const lanes = options.channels.flatMap((name) =>
    Array.from({ length: options.discussionsPerChannel }, (): Lane => ({
      channelId: world.slack.workspace.getChannel(name).id,
      discussionId: undefined,
      rootTs: undefined,
      written: [],
      said: [],
    })),
  );
  let left = options.messages;
  const runLane = async (lane: Lane): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await step(world, random, lane);
      await wait(random.unit() * options.everyMs * lanes.length * 2);
    }
  };
  await Promise.all(lanes.map(runLane));
  return {
    written: lanes.flatMap((lane) => lane.written),
    said: lanes.flatMap((lane) => lane.said),
    discussions: new Set(lanes.flatMap((lane) => lane.discussionId ?? [])),
  };
}

async function step(world: World, random: Random, lane: Lane): Promise<void> {
  lane.rootTs ??= await findRoot(world, lane);
  if (lane.rootTs !== undefined && random.unit() < 0.4) say(world, random, lane, lane.rootTs);
  else await write(world, lane);
  if (random.unit() < 0.12) await changeWritten(world, random, lane);
  if (random.unit() < 0.12) changeSaid(world, random, lane);
}

/** The card's place, as Slack has it, maybe before the server knows. */
async function findRoot(world: World, lane: Lane): Promise<string | undefined> {
  if (lane.discussionId === undefined) return undefined;
  const { rows } = await world.database.db.execute<{ id: string }>(sql`
    select o.id from chat_outbox o join chat_link l on l.team_id = o.team_id and l.id = o.link_id
    where l.discussion_id = ${lane.discussionId} and o.kind = 'card'`);
  const id = rows[0]?.id;
  const root = world.slack.messages(lane.channelId).find((message) => message.metadata?.event_payload['id'] === id);
  return root?.ts;
}

async function write(world: World, lane: Lane): Promise<void> {
  const messageId = createId<MessageId>();
  const body = `written ${messageId.slice(-12)}`;
  const target =
    lane.discussionId === undefined
      ? ({ kind: 'mail', mail: createMail(), visibility: 'team', channelId: lane.channelId } as const)
      : ({ kind: 'discussion', discussionId: lane.discussionId } as const);
  const posted = await insist(world, (ana) => ana.discussions.post.mutate({ ...draftOf(body, { messageId }), target }));
  lane.discussionId = posted.discussion.id;
  const { id: discussionId } = posted.discussion;
  lane.written.push({ messageId, discussionId, body, isDeleted: false, emoji: new Set() });
}

/** A server that was killed is back within this, however busy the machine. */
const patienceMs = 60_000;

/** Repeats a request until a server has answered it. A server that is away or killed in the middle is no answer. */
export async function insist<Value>(world: World, request: (client: Client) => Promise<Value>): Promise<Value> {
  for (const deadline = Date.now() + patienceMs; ;) {
    try {
      return await request(await world.ana());
    } catch (error) {
      if (Date.now() > deadline || isAnswer(error)) throw error;
      await wait(50);
    }
  }
}

function isAnswer(error: unknown): boolean {
  if (!(error instanceof Error) || !('data' in error)) return false;
  const { data } = error;
  if (typeof data !== 'object' || data === null || !('problem' in data)) return false;
  const { problem } = data;
  return typeof problem === 'object' && problem !== null && 'code' in problem && problem.code !== 'internal';
}

async function changeWritten(world: World, random: Random, lane: Lane): Promise<void> {
  const living = lane.written.filter((each) => !each.isDeleted);
  if (living.length === 0) return;
  const target = random.pick(living);
  const { discussionId, messageId } = target;
  const what = random.unit();
  if (what < 0.2) {
    await insist(world, (ana) => ana.discussions.deleteMessage.mutate({ discussionId, messageId }));
    target.isDeleted = true;
  } else if (what < 0.6) {
    const body = `${target.body.split(' again')[0]} again ${random.below(1_000_000)}`;
    await insist(world, (ana) => ana.discussions.editMessage.mutate({ discussionId, messageId, body }));
    target.body = body;
  } else {
    const emoji = random.pick(Object.keys(emojis));
    const on = !target.emoji.has(emoji);
    await insist(world, (ana) => ana.discussions.react.mutate({ discussionId, messageId, emoji, on }));
    if (on) target.emoji.add(emoji);
    else target.emoji.delete(emoji);
  }
}

function say(world: World, random: Random, lane: Lane, rootTs: string): void {
  const text = `said ${random.below(1e9)}-${lane.said.length}`;
  const user = random.pick(['ben', 'chiara']);
  const ts = world.slack.say({ channel: lane.channelId, user, text, threadTs: rootTs });
  lane.said.push({ channelId: lane.channelId, rootTs, ts, text, isDeleted: false, emoji: new Set() });
}

function changeSaid(world: World, random: Random, lane: Lane): void {
  const living = lane.said.filter((each) => !each.isDeleted);
  if (living.length === 0) return;
  const target = random.pick(living);
  const at = { channel: target.channelId, ts: target.ts };
  const what = random.unit();
  if (what < 0.2) {
    world.slack.remove(at);
    target.isDeleted = true;
  } else if (what < 0.6) {
    target.text = `${target.text.split(' again')[0]} again ${random.below(1_000_000)}`;
    world.slack.edit(at, target.text);
  } else {
    const emoji = random.pick(Object.keys(emojis) as Emoji[]);
    const change = { ...at, user: 'chiara', name: emojis[emoji] };
    if (target.emoji.delete(emoji)) world.slack.unreact(change);
    else {
      target.emoji.add(emoji);
      world.slack.react(change);
    }
  }
}
