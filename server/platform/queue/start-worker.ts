import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import { createPool } from '#server/db/client.ts';
import { createDeadWorkerSweep, giveBack } from './dead-workers.ts';
import { tidyQueue } from './tidy-queue.ts';
import { runWorker, type WorkerOptions, type WorkerRun } from './run-worker.ts';

export interface RunningWorker {
  /** True while jobs are taken and the worker's lock is held. */
  isHealthy(): boolean;
  /** How many jobs there are, for the metrics. */
  count(): Promise<JobCounts>;
  /**
   * Takes no more jobs, lets those under way end within `graceMs`, then aborts their signal, and hands back what
   * still has not ended for another server to do. Default ten seconds.
   */
  stop(graceMs?: number): Promise<void>;
}

export interface JobCounts {
  readonly due: number;
  readonly later: number;
  readonly running: number;
  /** Tried as often as they may be. */
  readonly failed: number;
}

const sweepEveryMs = 750;
const tidyEveryMs = 60 * 60 * 1000;

/** Starts doing jobs, and taking over those of servers that died. Starts over by itself when the database was away. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const pool = createPool({
    url: options.url,
    maxConnections: Math.min(options.concurrency, 6) + 3,
    applicationName: 'sidethread worker',
  });
  const stopping = new AbortController();
  let current = await runWorker(options, pool);
  await current.lock.held;

  const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()));

  const keepRunning = async () => {
    while (!stopping.signal.aborted) {
      await Promise.race([stopped, current.runner.promise.catch(() => undefined)]);
      if (stopping.signal.aborted) return;
      await current.lock.release();
      current = await runAgain(options, pool, stopping.signal, current);
    }
  };
  const running = keepRunning();
  const sweeping = keepSweeping(options, pool, stopping.signal);
  const tidying = setInterval(() => {
    tidyQueue(pool).catch((error: unknown) => options.logger.debug({ err: error }, 'the queue could not be tidied'));
  }, tidyEveryMs);
  tidying.unref();

  return {
    isHealthy: () => !stopping.signal.aborted && current.lock.isHeld(),
    count: () => countJobs(pool),
    stop: async (graceMs = 10_000) => {
      clearInterval(tidying);
      stopping.abort();
      await sweeping;
      await endRun(current, pool, graceMs);
      await running;
      await pool.end();
    },
  };
}

async function endRun({ runner, cutOff, workerId, lock }: WorkerRun, pool: Pool, graceMs: number): Promise<void> {
  const ended = runner.stop().then(
    () => true,
    () => true,
  );
  const within = (ms: number) => Promise.race([ended, wait(ms, false, { ref: false })]);
  if (!(await within(graceMs))) {
    cutOff.abort(new Error('the server stops'));
    if (!(await within(1000))) await giveBack(pool, [workerId]);
  }
  await lock.release();
}

/** Tries until the worker runs again, or the server stops. */
async function runAgain(options: WorkerOptions, pool: Pool, signal: AbortSignal, last: WorkerRun): Promise<WorkerRun> {
  for (let delayMs = 100; !signal.aborted; delayMs = Math.min(delayMs * 2, 2000)) {
    await wait(delayMs, undefined, { signal }).catch(() => undefined);
    try {
      if (!signal.aborted) return await runWorker(options, pool);
    } catch (error) {
      options.logger.warn({ err: error }, 'the worker could not start; it is tried again');
    }
  }
  return last;
}

async function keepSweeping(options: WorkerOptions, pool: Pool, signal: AbortSignal): Promise<void> {
  const sweep = createDeadWorkerSweep(pool);
  while (!signal.aborted) {
    try {
      const dead = await sweep();
      if (dead.length > 0) options.logger.warn({ workers: dead }, 'took over the jobs of workers that died');
    } catch (error) {
      options.logger.debug({ err: error }, 'the look for dead workers failed; it is repeated');
    }
    await wait(sweepEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

async function countJobs(pool: Pool): Promise<JobCounts> {
  const { rows } = await pool.query<JobCounts>(`
    select count(*) filter (where locked_at is null and attempts < max_attempts and run_at <= now())::int as due,
      count(*) filter (where locked_at is null and attempts < max_attempts and run_at > now())::int as later,
      count(*) filter (where locked_at is not null)::int as running,
      count(*) filter (where locked_at is null and attempts >= max_attempts)::int as failed
    from graphile_worker._private_jobs`);
  return rows[0] ?? { due: 0, later: 0, running: 0, failed: 0 };
}
