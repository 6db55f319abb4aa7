import type { Job, JobHelpers } from 'graphile-worker';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { withoutTokens } from '#server/kernel/logger.ts';
import { RunAgain, type JobHandler } from '#server/ports/queue.ts';

/** Told of every job that ended, for the metrics. */
export type JobObserver = (name: string, outcome: 'done' | 'again' | 'failed', seconds: number) => void;

export interface JobSurroundings {
  readonly pool: Pool;
  readonly logger: Logger;
  /** Aborts when the server stops or has lost the right to run jobs. */
  readonly signal: AbortSignal;
  readonly observe: JobObserver;
}

/** Runs one job. What fails is logged here, whole; the queue's table keeps only a name, since errors quote values. */
export async function runJob(
  handler: JobHandler,
  payload: unknown,
  helpers: JobHelpers,
  around: JobSurroundings,
): Promise<void> {
  const { job } = helpers;
  const logger = around.logger.child({ job: handler.name, jobId: job.id, attempt: job.attempts });
  const signal = AbortSignal.any([around.signal, helpers.abortSignal]);
  const startedAt = performance.now();
  const end = (outcome: 'done' | 'again' | 'failed') =>
    around.observe(handler.name, outcome, (performance.now() - startedAt) / 1000);
  try {
    await handler.run(withoutCron(payload), {
      jobId: job.id,
      attempt: job.attempts,
      maxAttempts: job.max_attempts,
      signal,
      logger,
    });
    end('done');
  } catch (error) {
    // A job that was cut off by a stop is not at fault: it is handed back to be done at once by whoever lives.
    const again = error instanceof RunAgain ? error.delayMs : signal.aborted ? 0 : undefined;
    if (again !== undefined) {
      await addAgain(around.pool, job, again);
      return end('again');
    }
    end('failed');
    const isLast = job.attempts >= job.max_attempts;
    logger[isLast ? 'error' : 'warn'](
      { err: error },
      isLast ? 'a job failed for good' : 'a job failed and will be tried again',
    );
    throw new Error(nameOf(error), { cause: error });
  }
}

/** The same job as a new row. One that was asked for meanwhile under the same key keeps its earlier time. */
async function addAgain(pool: Pool, job: Job, delayMs: number): Promise<void> {
  await pool.query(
    `select from graphile_worker.add_job(
       identifier => $1, payload => $2::json, run_at => now() + $3::float8 * interval '1 millisecond',
       max_attempts => $4, job_key => $5, job_key_mode => 'preserve_run_at', priority => $6,
       queue_name => (select queue_name from graphile_worker._private_job_queues where id = $7))`,
    [
      job.task_identifier,
      JSON.stringify(job.payload),
      delayMs,
      job.max_attempts,
      job.key,
      job.priority,
      job.job_queue_id,
    ],
  );
}

/** graphile-worker adds `_cron` to the payload of what it schedules itself. */
function withoutCron(payload: unknown): unknown {
  if (typeof payload !== 'object' || payload === null || !('_cron' in payload)) return payload;
  const { _cron, ...rest } = payload;
  return rest;
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'a value that is no error was thrown';
  const isQuery = 'query' in error && 'params' in error;
  return withoutTokens(
    isQuery ? `a query failed: ${error.cause instanceof Error ? error.cause.message : ''}` : error.message,
  );
}
