import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database.ts';
import { createId } from '#server/kernel/ids.ts';
import type { LiveFeedItem } from '#server/ports/live-feed.ts';
import { readSettled } from './read-settled.ts';
import { startLiveFeed, type RunningLiveFeed } from './start-live-feed.ts';

let database: TestDatabase;
let feed: RunningLiveFeed;
let teamId: string;
let stop: AbortController;

const logger = pino({ level: 'silent' });
const retentionMs = 7 * 24 * 60 * 60 * 1000;
const startFeed = () => startLiveFeed({ db: database.db, listenUrl: database.url, logger, retentionMs });

beforeAll(async () => {
  database = await createTestDatabase();
  feed = await startFeed();
});
afterAll(async () => {
  await feed.stop();
  await database.close();
});
beforeEach(() => {
  teamId = createId();
  stop = new AbortController();
});
afterEach(() => stop.abort());

function open(options: { cursor?: string; from?: RunningLiveFeed; team?: string } = {}) {
  const { cursor, from = feed, team = teamId } = options;
  const items = from.subscribe({ teamId: team, cursor, signal: stop.signal })[Symbol.asyncIterator]();
  return {
    next: async (): Promise<LiveFeedItem> => {
      const { value, done } = await items.next();
      if (done === true) throw new Error('the subscription ended');
      return value;
    },
    end: () => items.return?.(),
    isDone: async () => (await items.next()).done,
  };
}

function kindOf(item: LiveFeedItem): string {
  return item.type === 'event' ? item.kind : item.type;
}

test('an event reaches a subscriber of its team, and nobody else', async () => {
  const mine = open();
  const theirs = open({ team: createId() });
  expect(kindOf(await mine.next())).toBe('ready');
  expect(kindOf(await theirs.next())).toBe('ready');
  const discussionId = createId<string>();
  await feed.publish(database.db, { teamId, kind: 'message', discussionId, payload: { messageId: 'm1', version: 2 } });
  expect(await mine.next()).toMatchObject({
    kind: 'message',
    teamId,
    discussionId,
    userId: null,
    payload: { messageId: 'm1', version: 2 },
  });
  const other = theirs.next();
  await feed.publish(database.db, { teamId, kind: 'unseen' });
  expect(kindOf(await mine.next())).toBe('unseen');
  expect(await Promise.race([other, Promise.resolve('nothing')])).toBe('nothing');
});

test('what was rolled back is never told, and does not hold up what comes after', async () => {
  const mine = open();
  await mine.next();
  const rolledBack = database.db.transaction(async (tx) => {
    await feed.publish(tx, { teamId, kind: 'lost' });
    await feed.publish(database.db, { teamId, kind: 'kept' });
    throw new Error('changed my mind');
  });
  await expect(rolledBack).rejects.toThrow('changed my mind');
  expect(kindOf(await mine.next())).toBe('kept');
});

test('two writers that commit in reverse order are both heard, in the order of their ids', async () => {
  const mine = open();
  await mine.next();
  const reader = new Client({ connectionString: database.url });
  await reader.connect();
  const { last: before } = await readSettled(reader, Number.MAX_SAFE_INTEGER);
  await database.db.transaction(async (slow) => {
    await feed.publish(slow, { teamId, kind: 'slow' });
    await feed.publish(database.db, { teamId, kind: 'fast' });
    expect(await readSettled(reader, before)).toMatchObject({ events: [], blocked: true, horizon: before });
  });
  expect([kindOf(await mine.next()), kindOf(await mine.next())]).toEqual(['slow', 'fast']);
  expect(await readSettled(reader, before)).toMatchObject({ blocked: false, horizon: before + 2 });
  await reader.end();
});

test('a long transaction that tells nothing delays nobody', async () => {
  const mine = open();
  await mine.next();
  const long = new Client({ connectionString: database.url });
  await long.connect();
  await long.query('begin; select pg_current_xact_id()');
  await feed.publish(database.db, { teamId, kind: 'prompt' });
  expect(kindOf(await mine.next())).toBe('prompt');
  await long.query('rollback');
  await long.end();
});

test('a client resumes where it was, on another server too', async () => {
  const mine = open();
  await mine.next();
  await feed.publish(database.db, [
    { teamId, kind: 'one' },
    { teamId, kind: 'two' },
    { teamId, kind: 'three' },
  ]);
  const one = await mine.next();
  expect(kindOf(one)).toBe('one');
  await mine.end();
  const other = await startFeed();
  const again = open({ cursor: one.cursor, from: other });
  expect(await again.next()).toMatchObject({ type: 'ready', cursor: expect.any(String) });
  expect([kindOf(await again.next()), kindOf(await again.next())]).toEqual(['two', 'three']);
  await feed.publish(database.db, { teamId, kind: 'four' });
  expect(kindOf(await again.next())).toBe('four');
  await other.stop();
  expect(await again.isDone()).toBe(true);
});

test('a cursor that is too old, of another database, or nonsense starts afresh', async () => {
  const mine = open();
  const ready = await mine.next();
  const [epoch = '', id = ''] = ready.cursor.split('.');
  const old = Math.floor((Date.now() - retentionMs) / 1000).toString(36);
  const now = Math.floor(Date.now() / 1000).toString(36);
  for (const cursor of [`${epoch}.${id}.${old}`, `x${epoch}.${id}.${now}`, `${epoch}.zzzzzzz.${now}`, 'nonsense', '']) {
    const again = open({ cursor });
    expect((await again.next()).type).toBe('reset');
    await again.end();
  }
});

test('a subscriber that reads too slowly still gets each event once, in order', async () => {
  const mine = open();
  await mine.next();
  const total = 6000;
  for (let start = 0; start < total; start += 500) {
    const batch = Array.from({ length: 500 }, (_, index) => ({ teamId, kind: 'flood', payload: { n: start + index } }));
    await feed.publish(database.db, batch);
  }
  const seen: unknown[] = [];
  while (seen.length < total) {
    const item = await mine.next();
    if (item.type === 'event') seen.push(item.payload.n);
  }
  expect(seen).toEqual(Array.from({ length: total }, (_, index) => index));
});

test('the feed outlives a broken connection', async () => {
  const mine = open();
  await mine.next();
  await database.db.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sidethread live feed' and datname = current_database()`,
  );
  await feed.publish(database.db, { teamId, kind: 'after' });
  expect(kindOf(await mine.next())).toBe('after');
  expect(feed.isHealthy()).toBe(true);
});

test('old events are pruned, new ones stay', async () => {
  await feed.publish(database.db, [
    { teamId, kind: 'old' },
    { teamId, kind: 'new' },
  ]);
  await database.db.execute(
    sql`update live_event set created_at = now() - interval '8 days' where team_id = ${teamId} and kind = 'old'`,
  );
  expect(await feed.prune()).toBe(1);
  const { rows } = await database.db.execute(sql`select kind from live_event where team_id = ${teamId}`);
  expect(rows).toEqual([{ kind: 'new' }]);
});
