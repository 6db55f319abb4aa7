import type { Pool } from 'pg';

/** Deletes jobs that failed for good a month ago, and names of queues that hold nothing. */
export async function tidyQueue(pool: Pool): Promise<void> {
  await pool.query(`
    delete from graphile_worker._private_jobs
    where attempts >= max_attempts and locked_at is null and updated_at < now() - interval '30 days'`);
  await pool.query(`
    delete from graphile_worker._private_job_queues queue
    where locked_at is null
      and not exists (select from graphile_worker._private_jobs job where job.job_queue_id = queue.id)`);
}
