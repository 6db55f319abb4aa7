import type { Pool } from 'pg';
import { workerLockClass } from './worker-lock.ts';

/**
 * Gives back the jobs of workers that died, so that they go on within seconds (graphile-worker alone would wait
 * four hours). A worker counts as dead when its lock was free in two looks in a row: between them a living one has
 * had the time to take its lock again after a broken connection.
 * @returns one look, which resolves to the ids of the workers whose jobs were given back.
 */
export function createDeadWorkerSweep(pool: Pool): () => Promise<readonly string[]> {
  let suspects = new Set<string>();
  return async () => {
    const free = await workersWithoutLock(pool);
    const dead = free.filter((id) => suspects.has(id));
    suspects = new Set(free);
    if (dead.length > 0) await giveBack(pool, dead);
    return dead;
  };
}

async function workersWithoutLock(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `with worker as (
       select locked_by as id from graphile_worker._private_jobs where locked_by is not null
       union select locked_by from graphile_worker._private_job_queues where locked_by is not null
     )
     select id from worker where not exists (
       select from pg_locks where locktype = 'advisory' and objsubid = 2 and granted
         and classid = $1 and objid = (hashtext(id)::bigint & 4294967295)::oid
         and database = (select oid from pg_database where datname = current_database()))`,
    [workerLockClass],
  );
  return rows.map((row) => row.id);
}

/** Unlocks everything the workers held and wakes the living ones for it. */
export async function giveBack(pool: Pool, workerIds: readonly string[]): Promise<void> {
  await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [workerIds]);
  await pool.query(`select pg_notify('jobs:insert', '{"count":100}')`);
}
