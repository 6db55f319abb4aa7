import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { DiscussionId, MessageId } from '#shared/contract/ids.ts';
import type { Message } from '#shared/contract/discussion.ts';
import { createId } from '#server/kernel/ids.ts';
import { createMail, draftOf } from '#tests/support/domain-team.ts';
import { insist } from '../workload.ts';
import type { Verdict } from '../verify.ts';
import type { World } from '../world.ts';

/** Collects what does not hold, in words. */
export interface Scene {
  readonly world: World;
  /** Starts a discussion in a channel with a first message. */
  start(channel: string, body?: string): Promise<Thread>;
  check(holds: boolean, otherwise: string): void;
  verdict(counts?: Readonly<Record<string, number>>): Verdict;
}

/** A discussion as the test follows it. */
export interface Thread {
  readonly discussionId: DiscussionId;
  readonly channel: string;
  readonly first: MessageId;
  post(body: string): Promise<MessageId>;
  message(messageId: MessageId): Promise<Message>;
  /** Waits until the message's receipt is one of these. */
  untilReceipt(messageId: MessageId, ...states: string[]): Promise<Message>;
  /** Waits until one of the discussion's messages fits. */
  untilMessage(fits: (message: Message) => boolean): Promise<Message | undefined>;
  /** The card's place in Slack. */
  root(): Promise<string>;
}

const patienceMs = 40_000;

export function createScene(world: World): Scene {
  const failures: string[] = [];
  return {
    world,
    start: (channel, body = `first in ${channel}`) => startThread(world, channel, body),
    check: (holds, otherwise) => {
      if (!holds) failures.push(otherwise);
    },
    verdict: (counts = {}) => ({ counts, failures }),
  };
}

async function startThread(world: World, channel: string, body: string): Promise<Thread> {
  const channelId = world.slack.workspace.getChannel(channel).id;
  const first = createId<MessageId>();
  const mail = createMail();
  const posted = await insist(world, (ana) =>
    ana.discussions.post.mutate({
      ...draftOf(body, { messageId: first }),
      target: { kind: 'mail', mail, visibility: 'team', channelId },
    }),
  );
  const discussionId = posted.discussion.id;
  const read = () => insist(world, (ana) => ana.discussions.get.query({ discussionId }));
  const message = async (messageId: MessageId): Promise<Message> => {
    const found = (await read()).messages.find((each) => each.id === messageId);
    if (found === undefined) throw new Error(`there is no message ${messageId}`);
    return found;
  };
  const untilMessage = (fits: (message: Message) => boolean) => until(async () => (await read()).messages.find(fits));
  return {
    discussionId,
    channel,
    first,
    message,
    untilMessage,
    post: async (text) => {
      const messageId = createId<MessageId>();
      const target = { kind: 'discussion', discussionId } as const;
      await insist(world, (ana) => ana.discussions.post.mutate({ ...draftOf(text, { messageId }), target }));
      return messageId;
    },
    untilReceipt: async (messageId, ...states) => {
      await untilMessage((each) => each.id === messageId && states.includes(each.receipt?.state ?? 'none'));
      return message(messageId);
    },
    root: async () => (await until(() => readRoot(world, discussionId))) ?? '',
  };
}

async function readRoot(world: World, discussionId: string): Promise<string | undefined> {
  const { rows } = await world.database.db.execute<{ root_ts: string | null }>(sql`
    select root_ts from chat_link where discussion_id = ${discussionId} and root_ts is not null`);
  return rows[0]?.root_ts ?? undefined;
}

/** Asks again until there is an answer; undefined when patience ends. */
export async function until<Value>(ask: () => Promise<Value | undefined>): Promise<Value | undefined> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await wait(50)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** How often a text stands in a channel of Slack. */
export function copies(world: World, channel: string, text: string): number {
  return world.slack.messages(channel).filter((message) => message.text === text).length;
}
