import { sql } from 'drizzle-orm';
import type { Said, Workload, Written } from './workload.ts';
import type { World } from './world.ts';

/** What was found at the end. `failures` is empty when all holds. */
export interface Verdict {
  readonly counts: Readonly<Record<string, number>>;
  readonly failures: readonly string[];
}

interface PostRow extends Record<string, unknown> {
  readonly id: string;
  readonly kind: 'card' | 'post';
  readonly state: string;
  readonly ts: string | null;
  readonly message_id: string | null;
  readonly seq: number | null;
  readonly channel_id: string;
  readonly root_ts: string | null;
}

interface MessageRow extends Record<string, unknown> {
  readonly id: string;
  readonly ts: string;
  readonly body: string;
  readonly seq: number;
  readonly is_deleted: boolean;
  readonly channel_id: string;
  readonly root_ts: string;
  readonly emoji: string[] | null;
}

/** Compares what should be with what the database and the stand-in have. */
export async function verify(world: World, workload: Workload): Promise<Verdict> {
  const failures: string[] = [];
  const posts = await readPosts(world);
  const received = await readReceived(world);
  const audit = world.slack.audit();
  checkPosts(world, workload, posts, audit.copies, failures);
  checkReceived(workload.said, received, failures);
  checkOrder(posts, received, failures);
  await checkReceipts(world, workload, failures);
  for (const id of audit.copies.keys())
    if (!posts.some((post) => post.id === id)) failures.push(`Slack has ${id}, which nobody sent`);
  if (audit.anonymous > 0) failures.push(`${audit.anonymous} of our messages in Slack carry no id`);
  const of = (state: string) => posts.filter((post) => post.state === state).length;
  const unknown = of('unknown');
  if (unknown > posts.length * 0.001) failures.push(`${unknown} of ${posts.length} are unknown`);
  const counts = {
    written: workload.written.length,
    said: workload.said.length,
    discussions: workload.discussions.size,
    delivered: of('delivered'),
    cancelled: of('cancelled'),
    failed: of('failed'),
    unknown,
  };
  return { counts, failures };
}

async function readPosts(world: World): Promise<readonly PostRow[]> {
  const { rows } = await world.database.db.execute<PostRow>(sql`
    select o.id, o.kind, o.state, o.external_ts as ts, o.message_id, m.seq::int as seq, l.channel_id, l.root_ts
    from chat_outbox o
    join chat_link l on l.team_id = o.team_id and l.id = o.link_id
    left join message m on m.team_id = o.team_id and m.id = o.message_id
    where o.kind in ('card', 'post')`);
  return rows;
}

async function readReceived(world: World): Promise<readonly MessageRow[]> {
  const { rows } = await world.database.db.execute<MessageRow>(sql`
    select m.id, r.ts, m.body, m.seq::int as seq, m.deleted_at is not null as is_deleted, l.channel_id, l.root_ts,
      (select array_agg(x.emoji) from reaction x where x.team_id = m.team_id and x.message_id = m.id) as emoji
    from message m
    join chat_message_ref r on r.team_id = m.team_id and r.message_id = m.id
    join chat_link l on l.team_id = r.team_id and l.id = r.link_id
    where m.origin = 'chat'`);
  return rows;
}

function checkPosts(
  world: World,
  workload: Workload,
  posts: readonly PostRow[],
  copies: ReadonlyMap<string, number>,
  failures: string[],
): void {
  const written = new Map<string, Written>(workload.written.map((each) => [each.messageId, each]));
  for (const post of posts) {
    const message = post.message_id === null ? undefined : written.get(post.message_id);
    const expected = post.state === 'delivered' && message?.isDeleted !== true ? 1 : 0;
    const found = copies.get(post.id) ?? 0;
    if (post.state === 'unknown' ? found > 1 : found !== expected)
      failures.push(`${post.kind} ${post.id} (${post.state}) is ${found} times in Slack, not ${expected}`);
    if (!['delivered', 'unknown', 'failed', 'cancelled'].includes(post.state))
      failures.push(`${post.kind} ${post.id} is not settled: ${post.state}`);
    if (expected === 1 && message !== undefined) checkContent(world, post, message, failures);
    if (message !== undefined) written.delete(message.messageId);
  }
  for (const lost of written.values()) failures.push(`message ${lost.messageId} has no post at all`);
}

function checkContent(world: World, post: PostRow, message: Written, failures: string[]): void {
  const inSlack = world.slack.findPost({ channel: post.channel_id, ts: post.ts ?? '' })?.message;
  if (inSlack?.text !== message.body)
    failures.push(`${post.id} says "${inSlack?.text}" in Slack, not "${message.body}"`);
  const names = (inSlack?.reactions ?? []).map(({ name }) => name).toSorted();
  const wanted = [...message.emoji].map((emoji) => slackNames.get(emoji) ?? emoji).toSorted();
  if (names.join() !== wanted.join()) failures.push(`${post.id} has reactions ${names.join()}, not ${wanted.join()}`);
}

const slackNames = new Map([
  ['👍', '+1'],
  ['🎉', 'tada'],
  ['👀', 'eyes'],
  ['❤️', 'heart'],
]);

function checkReceived(said: readonly Said[], received: readonly MessageRow[], failures: string[]): void {
  const byPlace = Map.groupBy(received, (row) => `${row.channel_id}/${row.ts}`);
  const known = new Set(said.map((each) => `${each.channelId}/${each.ts}`));
  for (const each of said) {
    const rows = byPlace.get(`${each.channelId}/${each.ts}`) ?? [];
    const living = rows.filter((row) => !row.is_deleted);
    const expected = each.isDeleted ? 0 : 1;
    if (living.length !== expected)
      failures.push(`"${each.text}" (${each.ts}) is ${living.length} times in its discussion, not ${expected}`);
    const row = living[0];
    if (row === undefined) continue;
    if (row.body !== each.text) failures.push(`"${each.text}" shows as "${row.body}"`);
    const emoji = (row.emoji ?? []).toSorted().join();
    if (emoji !== [...each.emoji].toSorted().join())
      failures.push(`"${each.text}" has reactions ${emoji}, not ${[...each.emoji].join()}`);
  }
  for (const place of byPlace.keys())
    if (!known.has(place)) failures.push(`the discussion has ${place}, which nobody said`);
}

/** Both ways: our posts in Slack's thread stand as here, and Slack's messages here stand as there. */
function checkOrder(posts: readonly PostRow[], received: readonly MessageRow[], failures: string[]): void {
  const ours = posts.flatMap(({ ts, seq, channel_id: channel, root_ts: root, state }) =>
    ts !== null && seq !== null && state === 'delivered' ? [{ ts, seq, thread: `${channel}/${root}` }] : [],
  );
  const theirs = received.map(({ ts, seq, channel_id: channel, root_ts: root }) => ({
    ts,
    seq,
    thread: `${channel}/${root}`,
  }));
  for (const [who, list] of [['our', ours] as const, ["Slack's", theirs] as const]) {
    for (const [thread, messages] of Map.groupBy(list, (each) => each.thread)) {
      const byTs = messages.toSorted((a, b) => Number(a.ts) - Number(b.ts));
      const wrong = byTs.findIndex((each, index) => index > 0 && each.seq <= (byTs[index - 1]?.seq ?? 0));
      if (wrong > 0) failures.push(`${who} messages of ${thread} are out of order at ${byTs[wrong]?.ts}`);
    }
  }
}

/** What a person sees of each message says what happened to it. */
async function checkReceipts(world: World, workload: Workload, failures: string[]): Promise<void> {
  const ana = await world.ana();
  for (const discussionId of workload.discussions) {
    const { messages } = await ana.discussions.get.query({ discussionId });
    for (const message of messages) {
      const { state } = message.receipt ?? { state: 'none' };
      if (message.origin !== 'sidethread' || message.deletedAt !== null) continue;
      const expected = 'delivered';
      if (state !== expected && state !== 'unknown')
        failures.push(`the receipt of ${message.id} says ${state}${message.receipt?.reason ?? ''}`);
      if (state === 'delivered' && (message.receipt?.url ?? null) === null)
        failures.push(`the receipt of ${message.id} has no link`);
    }
  }
}
