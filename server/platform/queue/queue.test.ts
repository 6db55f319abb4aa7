import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { inTransaction } from '#server/db/client.ts';
import { defineJob, handleJob, RunAgain, type JobHandler, type JobRun } from '#server/ports/queue.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database.ts';
import { createDeadWorkerSweep } from './dead-workers.ts';
import { createQueue } from './create-queue.ts';
import { tidyQueue } from './tidy-queue.ts';
import { startWorker, type RunningWorker } from './start-worker.ts';

const queue = createQueue();
const note = defineJob('note', z.object({ text: z.string() }));
const hang = defineJob('hang', z.object({ id: z.string() }));

let database: TestDatabase;
const workers: RunningWorker[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await database.db.execute(sql`create table began (id text primary key)`);
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.stop(0)));
  await database.db.execute(sql`delete from graphile_worker._private_jobs`);
});
afterAll(() => database.close());

async function start(...handlers: JobHandler[]): Promise<RunningWorker> {
  const worker = await startWorker({
    url: database.url,
    handlers,
    logger: pino({ level: 'silent' }),
    concurrency: 4,
  });
  workers.push(worker);
  return worker;
}

/** A job handler whose runs a test can await one by one. */
function recorder() {
  const seen: string[] = [];
  let arrived = Promise.withResolvers<void>();
  return {
    seen,
    run: async (payload: { text: string }, _run: JobRun) => {
      seen.push(payload.text);
      arrived.resolve();
      arrived = Promise.withResolvers();
    },
    until: async (count: number) => {
      while (seen.length < count) await arrived.promise;
      return seen;
    },
  };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await database.db.execute(sql`select pg_sleep(0.02)`);
}

test('a job exists only when its transaction commits', async () => {
  const notes = recorder();
  await start(handleJob(note, notes.run));
  const undone = inTransaction(database.db, async (tx) => {
    await queue.enqueue(tx, note, { text: 'undone' });
    throw new Error('no');
  });
  await expect(undone).rejects.toThrow('no');
  await inTransaction(database.db, (tx) => queue.enqueue(tx, note, { text: 'done' }));
  expect(await notes.until(1)).toEqual(['done']);
});

test('a payload of the wrong shape is refused where it is asked for', async () => {
  const wrong = queue.enqueue(database.db, note, { text: 5 } as never);
  await expect(wrong).rejects.toThrow(/expected string/);
});

test('a job under a key waits once, with the newest payload', async () => {
  for (const text of ['a', 'b', 'c']) await queue.enqueue(database.db, note, { text }, { jobKey: 'one' });
  const notes = recorder();
  await start(handleJob(note, notes.run));
  await queue.enqueue(database.db, note, { text: 'last' });
  expect((await notes.until(2)).toSorted()).toEqual(['c', 'last']);
});

test('RunAgain does the job again after its delay, as often as it takes, and keeps its key', async () => {
  let rounds = 0;
  const finished = Promise.withResolvers<void>();
  await start(
    handleJob(note, async () => {
      rounds++;
      if (rounds < 4) throw new RunAgain(5);
      finished.resolve();
    }),
  );
  await queue.enqueue(database.db, note, { text: 'again' }, { jobKey: 'k', maxAttempts: 1 });
  await finished.promise;
  expect(rounds).toBe(4);
});

test('a failed job keeps its reason without values, and is tried again', async () => {
  const failed = Promise.withResolvers<void>();
  await start(
    handleJob(note, async ({ text }) => {
      setImmediate(() => failed.resolve());
      await database.db.execute(sql`select ${text}::int`);
    }),
  );
  await queue.enqueue(database.db, note, { text: 'private words xoxb-12345678901' });
  await failed.promise;
  const lastError = async () => {
    const { rows } = await database.db.execute<{ last_error: string | null }>(
      sql`select last_error from graphile_worker._private_jobs`,
    );
    return rows[0]?.last_error ?? null;
  };
  await until(async () => (await lastError()) !== null);
  expect(await lastError()).toContain('a query failed');
  expect(await lastError()).not.toContain('xoxb');
});

test('a worker that is killed: its jobs are resumed by another within five seconds', { timeout: 60_000 }, async () => {
  const script = fileURLToPath(new URL('../../../tests/support/worker-process.ts', import.meta.url));
  const victim = spawn(process.execPath, [script, database.url], { stdio: ['ignore', 'inherit', 'inherit'] });
  await queue.enqueue(database.db, hang, { id: 'free' });
  await queue.enqueue(database.db, hang, { id: 'queued' }, { queueName: 'line' });
  await until(async () => (await database.db.execute(sql`select from began`)).rowCount === 2);
  const resumed: string[] = [];
  const both = Promise.withResolvers<void>();
  const other = await start(
    handleJob(hang, async ({ id }) => {
      resumed.push(id);
      if (resumed.length === 2) both.resolve();
    }),
  );
  // As long as the first lives, its jobs are left alone, however often one looks.
  const sweep = createDeadWorkerSweep(database.db.$client);
  for (let look = 0; look < 5; look++) expect(await sweep()).toEqual([]);
  expect(resumed).toEqual([]);
  const killedAt = Date.now();
  victim.kill('SIGKILL');
  await once(victim, 'exit');
  await both.promise;
  expect(Date.now() - killedAt).toBeLessThan(5000);
  expect(resumed.toSorted()).toEqual(['free', 'queued']);
  expect(other.isHealthy()).toBe(true);
});

test('a stop lets jobs end, aborts what takes too long, and hands back what does not end', async () => {
  const began = Promise.withResolvers<void>();
  const deaf = await startWorker({
    url: database.url,
    logger: pino({ level: 'silent' }),
    concurrency: 2,
    handlers: [
      handleJob(note, async () => {
        began.resolve();
        await new Promise(() => undefined);
      }),
    ],
  });
  await queue.enqueue(database.db, note, { text: 'deaf' });
  await began.promise;
  await deaf.stop(50);
  const notes = recorder();
  await start(handleJob(note, notes.run));
  expect(await notes.until(1)).toEqual(['deaf']);
});

test('a job that heeds its signal is done again at once by who comes next', async () => {
  const began = Promise.withResolvers<void>();
  const heedful = await startWorker({
    url: database.url,
    logger: pino({ level: 'silent' }),
    concurrency: 2,
    handlers: [
      handleJob(note, async (_payload, { signal }) => {
        began.resolve();
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      }),
    ],
  });
  await queue.enqueue(database.db, note, { text: 'heedful' }, { maxAttempts: 1 });
  await began.promise;
  await heedful.stop(50);
  const notes = recorder();
  await start(handleJob(note, notes.run));
  expect(await notes.until(1)).toEqual(['heedful']);
});

test('the worker outlives broken connections and still gets jobs at once', async () => {
  const notes = recorder();
  const worker = await start(handleJob(note, notes.run));
  await until(async () => worker.isHealthy());
  await database.db.execute(
    sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'sidethread worker%' and datname = current_database()`,
  );
  await queue.enqueue(database.db, note, { text: 'still here' });
  expect(await notes.until(1)).toEqual(['still here']);
  await until(async () => worker.isHealthy());
  expect((await worker.count()).failed).toBe(0);
});

test('tidying forgets what failed for good long ago and queues that hold nothing, and no more', async () => {
  for (const text of ['old', 'new']) await queue.enqueue(database.db, note, { text }, { jobKey: text });
  await queue.enqueue(database.db, note, { text: 'waiting' }, { queueName: 'used' });
  await queue.enqueue(database.db, note, { text: 'gone' }, { queueName: 'unused', jobKey: 'gone' });
  await database.db.execute(sql`select graphile_worker.remove_job('gone')`);
  await database.db.execute(
    sql`update graphile_worker._private_jobs set attempts = max_attempts where key is not null`,
  );
  await database.db.execute(sql`
    update graphile_worker._private_jobs set updated_at = now() - interval '31 days' where key = 'old'`);
  await tidyQueue(database.db.$client);
  const jobs = await database.db.execute(
    sql`select payload ->> 'text' as text from graphile_worker._private_jobs order by 1`,
  );
  expect(jobs.rows).toEqual([{ text: 'new' }, { text: 'waiting' }]);
  const queues = await database.db.execute(
    sql`select queue_name from graphile_worker._private_job_queues where queue_name like '%used'`,
  );
  expect(queues.rows).toEqual([{ queue_name: 'used' }]);
});
