import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { startKilling } from './killer.ts';
import { createRandom } from './random.ts';
import { verify, type Verdict } from './verify.ts';
import { runWorkload } from './workload.ts';
import { createWorld, lateMs, type World } from './world.ts';

export interface StormOptions {
  readonly servers: number;
  readonly messages: number;
  readonly seed: number;
}

/** What goes wrong, as shares of calls and events. */
const rates = {
  ratelimited: 0.02,
  http5xx: 0.01,
  'drop-request': 0.01,
  'drop-answer': 0.015,
  'late-accept': 0.01,
  slow: 0.005,
  'error:internal_error': 0.005,
  duplicate: 0.05,
  'duplicate-fresh-id': 0.05,
  late: 0.04,
  'out-of-order': 0.06,
  'before-answer': 0.1,
  lost: 0.03,
} as const;

const killEveryMs = 2000;
const settleWithinMs = 180_000;

/** Messages both ways in many channels while calls and events go wrong at random and servers are killed. */
export async function runStorm({ servers, messages, seed }: StormOptions): Promise<Verdict> {
  const channels = Array.from(
    { length: Math.max(6, Math.min(40, Math.round(messages / 50))) },
    (_, at) => `room-${at}`,
  );
  const world = await createWorld({ servers, seed, channels });
  try {
    const random = createRandom(seed);
    world.slack.faults.seed(seed);
    world.slack.faults.rates(rates, { delayMs: lateMs, retryAfterSeconds: 3 });
    const startedAt = Date.now();
    const killing = startKilling(world, createRandom(seed + 1), killEveryMs);
    const writing = runWorkload(world, random, { messages, channels, discussionsPerChannel: 2, everyMs: 12 });
    await writing.catch(() => undefined);
    const { count, resumedMs, startedMs } = await killing.stop();
    const workload = await writing;
    const writtenMs = Date.now() - startedAt;
    world.slack.faults.rates({});
    await waitUntilSettled(world);
    const verdict = await untilFound(world, () => verify(world, workload));
    const slowest = Math.max(0, ...resumedMs);
    const failures = [...verdict.failures];
    if (slowest > 5000) failures.push(`after a kill, work went on only after ${slowest} ms`);
    const faults = world.slack.faults.counts();
    const counts = {
      ...verdict.counts,
      kills: count,
      slowestResumeMs: slowest,
      slowestStartMs: Math.max(0, ...startedMs),
      writtenMs,
      totalMs: Date.now() - startedAt,
      ...Object.fromEntries(Object.entries(faults).map(([kind, times]) => [`fault ${kind}`, times])),
    };
    return { counts, failures };
  } finally {
    await world.close();
  }
}

/** Until nothing waits to be sent and no event to be handled. */
export async function waitUntilSettled(world: World): Promise<void> {
  const deadline = Date.now() + settleWithinMs;
  for (;;) {
    const { rows } = await world.database.db.execute<{ open: number; events: number }>(sql`
      select (select count(*)::int from chat_outbox where state in ('pending', 'sending', 'checking')) as open,
        (select count(*)::int from chat_event) as events`);
    const { open = 0, events = 0 } = rows[0] ?? {};
    if (open === 0 && events === 0) return;
    if (Date.now() > deadline) throw new Error(`after ${settleWithinMs} ms ${open} effects and ${events} events wait`);
    await wait(100);
  }
}

/** What Slack never delivered is found when threads are read again, which takes its time within Slack's limits. */
async function untilFound(world: World, check: () => Promise<Verdict>): Promise<Verdict> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const verdict = await check();
    if (verdict.failures.length === 0 || Date.now() > deadline) return verdict;
    await wait(500);
    await waitUntilSettled(world);
  }
}
