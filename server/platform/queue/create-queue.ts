import { sql } from 'drizzle-orm';
import type { Queue } from '#server/ports/queue.ts';

/** The queue that writes jobs into graphile-worker's tables, in the caller's transaction. */
export function createQueue(): Queue {
  return {
    enqueue: async (tx, job, payload, options = {}) => {
      const body = JSON.stringify(job.payload.parse(payload));
      const mode = options.keepRunAt === true ? 'preserve_run_at' : 'replace';
      await tx.execute(sql`
        select from graphile_worker.add_job(
          identifier => ${job.name}::text,
          payload => ${body}::json,
          queue_name => ${options.queueName ?? null}::text,
          run_at => ${options.runAt?.toISOString() ?? null}::timestamptz,
          max_attempts => ${options.maxAttempts ?? null}::int,
          job_key => ${options.jobKey ?? null}::text,
          job_key_mode => ${mode}::text
        )`);
    },
  };
}
