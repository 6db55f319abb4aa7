import { array, assert, asyncProperty, integer } from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Transaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database.ts';
import { startLiveFeed, type RunningLiveFeed } from './start-live-feed.ts';

/** Events per run; the full suite asks for thousands. */
const events = Number(process.env.LIVE_CURSOR_EVENTS ?? 400);
const clients = 6;

let database: TestDatabase;
/** Two servers on one database: clients resume on either. */
let feeds: readonly [RunningLiveFeed, RunningLiveFeed];

beforeAll(async () => {
  database = await createTestDatabase();
  const start = () =>
    startLiveFeed({
      db: database.db,
      listenUrl: database.url,
      logger: pino({ level: 'silent' }),
      retentionMs: 86_400_000,
    });
  feeds = [await start(), await start()];
});
afterAll(async () => {
  await Promise.all(feeds.map((feed) => feed.stop()));
  await database.close();
});

/** A transaction that a test ends when it likes. */
async function open() {
  const ready = Promise.withResolvers<Transaction>();
  const end = Promise.withResolvers<'commit' | 'rollback'>();
  const rolledBack = new Error('rolled back');
  const ended = database.db
    .transaction(async (tx) => {
      ready.resolve(tx);
      if ((await end.promise) === 'rollback') throw rolledBack;
    })
    .catch((error: unknown) => {
      if (error !== rolledBack) throw error;
    });
  const tx = await ready.promise;
  return {
    tx,
    end: async (how: 'commit' | 'rollback') => {
      end.resolve(how);
      await ended;
    },
  };
}

/** Two writers begin in one order and commit in the other, again and again; one in `rollbackEvery` is taken back. */
async function write(teamId: string, total: number, rollbackEvery: number): Promise<number[]> {
  const kept: number[] = [];
  for (let n = 0; n < total; n += 2) {
    const slow = await open();
    await feeds[0].publish(slow.tx, { teamId, kind: 'n', payload: { n } });
    const fast = await open();
    await feeds[1].publish(fast.tx, { teamId, kind: 'n', payload: { n: n + 1 } });
    await fast.end('commit');
    kept.push(n + 1);
    const isTakenBack = (n / 2) % rollbackEvery === rollbackEvery - 1;
    await slow.end(isTakenBack ? 'rollback' : 'commit');
    if (!isTakenBack) kept.push(n);
  }
  await feeds[0].publish(database.db, { teamId, kind: 'end' });
  return kept.toSorted((a, b) => a - b);
}

/** Follows the feed to its end, leaving after each number of events in `lives` and resuming on the other server. */
async function read(teamId: string, from: string, lives: readonly number[]): Promise<number[]> {
  const seen: number[] = [];
  let cursor = from;
  for (let life = 0; ; life++) {
    const leaving = new AbortController();
    let left = lives[life % lives.length] ?? 1;
    const feed = feeds[life % 2] ?? feeds[0];
    for await (const item of feed.subscribe({ teamId, cursor, signal: leaving.signal })) {
      expect(item.type).not.toBe('reset');
      cursor = item.cursor;
      if (item.type !== 'event') continue;
      if (item.kind === 'end') return seen;
      seen.push(Number(item.payload.n));
      if (--left <= 0) break;
    }
  }
}

async function startCursor(teamId: string): Promise<string> {
  for await (const item of feeds[0].subscribe({ teamId, signal: new AbortController().signal })) return item.cursor;
  throw new Error('the subscription ended');
}

test(
  `two writers that commit in reverse order, ${events} events, clients that reconnect at random: each event once, in one order`,
  { timeout: 600_000 },
  async () => {
    const lives = array(integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 });
    const runs = asyncProperty(
      array(lives, { minLength: clients, maxLength: clients }),
      integer({ min: 3, max: 9 }),
      async (each, rollbackEvery) => {
        const teamId = createId<string>();
        const cursor = await startCursor(teamId);
        const [kept, ...heard] = await Promise.all([
          write(teamId, events, rollbackEvery),
          ...each.map((one) => read(teamId, cursor, one)),
        ]);
        for (const seen of heard) {
          expect(seen.toSorted((a, b) => a - b)).toEqual(kept);
          expect(seen).toEqual(heard[0]);
        }
      },
    );
    await assert(runs, { numRuns: 4, endOnFailure: true });
  },
);
