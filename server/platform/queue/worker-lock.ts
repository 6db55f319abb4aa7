import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';

/** First half of the advisory lock that says "this worker lives"; the second half is its id's hash. */
export const workerLockClass = 1_818_850_918;

/** Long enough for a reconnect, shorter than two sweeps: after it, another server may take our jobs over. */
const patienceMs = 600;

export interface WorkerLock {
  /** Resolves when the lock is held for the first time. */
  readonly held: Promise<void>;
  /** Aborted when the lock was lost for so long that others may do our jobs; a new one when it is back. */
  signal(): AbortSignal;
  isHeld(): boolean;
  release(): Promise<void>;
}

/**
 * Holds the worker's lock on a connection of its own: PostgreSQL frees it when this process dies, however it dies,
 * and the others then take its jobs over. Taken again by itself when the connection breaks.
 */
export function holdWorkerLock(url: string, workerId: string): WorkerLock {
  const releasing = new AbortController();
  const first = Promise.withResolvers<void>();
  let rights = new AbortController();
  let holds = false;

  const holdOnce = async () => {
    const client = new Client({ connectionString: url, application_name: 'sidethread worker lock', keepAlive: true });
    const broken = new Promise<void>((resolve) => {
      client.once('error', () => resolve());
      client.once('end', () => resolve());
      releasing.signal.addEventListener('abort', () => resolve());
    });
    try {
      await client.connect();
      await client.query('select pg_advisory_lock($1, hashtext($2))', [workerLockClass, workerId]);
      holds = true;
      if (rights.signal.aborted) rights = new AbortController();
      first.resolve();
      await broken;
    } finally {
      holds = false;
      await client.end().catch(() => undefined);
    }
  };

  const keepHolding = async () => {
    while (!releasing.signal.aborted) {
      await holdOnce().catch(() => undefined);
      if (releasing.signal.aborted) return;
      const lost = rights;
      setTimeout(() => {
        if (!holds) lost.abort(new Error('the worker lost its connection to the database'));
      }, patienceMs).unref();
      await wait(50, undefined, { signal: releasing.signal }).catch(() => undefined);
    }
  };

  const holding = keepHolding();
  return {
    held: first.promise,
    signal: () => rights.signal,
    isHeld: () => holds,
    release: async () => {
      releasing.abort();
      await holding;
    },
  };
}
