import { EventEmitter } from 'node:events';
import { Logger as QueueLogger, parseCronItems, run, type Runner, type TaskList } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { JobHandler } from '#server/ports/queue.ts';
import { runJob, type JobObserver } from './run-job.ts';
import { holdWorkerLock, type WorkerLock } from './worker-lock.ts';

export interface WorkerOptions {
  /** A direct connection: jobs wake the worker by NOTIFY, and that it lives is told by a session's lock. */
  readonly url: string;
  readonly handlers: readonly JobHandler[];
  readonly logger: Logger;
  /** Jobs at the same time. */
  readonly concurrency: number;
  readonly observe?: JobObserver;
}

/** One life of the worker, from its start to its end (wished, or because the database was away for too long). */
export interface WorkerRun {
  readonly workerId: string;
  readonly lock: WorkerLock;
  readonly runner: Runner;
  /** Aborts the jobs under way. */
  readonly cutOff: AbortController;
}

/** Future and retried jobs are looked for this often; new ones arrive by NOTIFY in a millisecond or two. */
const pollEveryMs = 500;

/** Starts a worker under a new id; its first look for jobs waits until the id's lock is held. */
export async function runWorker(options: WorkerOptions, pool: Pool): Promise<WorkerRun> {
  const cutOff = new AbortController();
  const events = new EventEmitter();
  const made = Promise.withResolvers<{ workerId: string; lock: WorkerLock }>();
  events.once('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    made.resolve({ workerId: workerPool.id, lock: holdWorkerLock(options.url, workerPool.id) });
  });
  const whenLocked = async () => (await made.promise).lock.held;
  const runner = await run({
    pgPool: pool,
    events,
    taskList: toTaskList(options, pool, async () => {
      const { lock } = await made.promise;
      return AbortSignal.any([lock.signal(), cutOff.signal]);
    }),
    concurrency: options.concurrency,
    pollInterval: pollEveryMs,
    // Ours comes first, see `stop` of the worker.
    gracefulShutdownAbortTimeout: 60_000,
    noHandleSignals: true,
    logger: toQueueLogger(options.logger),
    parsedCronItems: parseCronItems(options.handlers.flatMap(toCronItems)),
    preset: { plugins: [{ name: 'WhenLocked', version: '1.0.0', worker: { hooks: { startWorker: whenLocked } } }] },
  });
  runner.promise.catch((error: unknown) => options.logger.warn({ err: error }, 'the worker ended'));
  return { runner, cutOff, ...(await made.promise) };
}

function toTaskList(options: WorkerOptions, pool: Pool, signal: () => Promise<AbortSignal>): TaskList {
  const { logger, observe = () => undefined } = options;
  return Object.fromEntries(
    options.handlers.map((handler) => [
      handler.name,
      async (payload, helpers) => runJob(handler, payload, helpers, { pool, logger, observe, signal: await signal() }),
    ]),
  ) satisfies TaskList;
}

function toCronItems({ name, cron }: JobHandler) {
  return cron === undefined ? [] : [{ task: name, match: cron, options: { jobKey: `cron:${name}` } }];
}

/** graphile-worker's own log: its failures as warnings, the rest (a line or two per job) only when debugging. */
function toQueueLogger(logger: Logger): QueueLogger {
  return new QueueLogger(() => (level, message) => {
    if (level === 'error' || level === 'warning') logger.debug({ level }, message);
    else logger.trace(message);
  });
}
