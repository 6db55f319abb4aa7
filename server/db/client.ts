import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { Pool } from 'pg';

export type Database = NodePgDatabase & { readonly $client: Pool };
export type Transaction = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];

export interface DatabaseOptions {
  readonly url: string;
  /** Most connections at once; default 20. */
  readonly maxConnections?: number;
  /** A statement that takes longer is cancelled; default 30 s. */
  readonly statementTimeoutMs?: number;
  /** The URL goes through a transaction pooler, which refuses settings at the start of a connection. */
  readonly isPooled?: boolean;
  readonly applicationName?: string;
  /** Told of connections that break while idle; the pool replaces them. */
  readonly onError?: (error: Error) => void;
}

/** A pool on the database and drizzle on top of it. Ends with `closeDatabase`. */
export function createDatabase(options: DatabaseOptions): Database {
  const pool = createPool(options);
  return drizzle({ client: pool });
}

/** The pool alone, for machinery that speaks plain SQL. */
export function createPool(options: DatabaseOptions): Pool {
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const limits = { statement_timeout: statementTimeoutMs, idle_in_transaction_session_timeout: 60_000 };
  const pool = new Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 20,
    application_name: options.applicationName ?? 'sidethread',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    ...(options.isPooled === true ? { query_timeout: statementTimeoutMs } : limits),
  });
  pool.on('error', options.onError ?? (() => undefined));
  // A connection that breaks while lent out rejects its query; without a listener it would also end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Ends the pool; resolves when its last connection is closed. */
export async function closeDatabase(db: Database): Promise<void> {
  await db.$client.end();
}

/** serialization_failure and deadlock_detected: nothing was done, and the same again may succeed. */
const retriable = new Set(['40001', '40P01']);

/**
 * Runs `fn` in a transaction. When the database gives it up for a conflict with another (serialization failure or
 * deadlock), the whole of `fn` runs again, up to five times: it must do nothing outside the database.
 */
export async function inTransaction<Result>(
  db: Database,
  fn: (tx: Transaction) => Promise<Result>,
  options: { isolation?: 'read committed' | 'repeatable read' | 'serializable' } = {},
): Promise<Result> {
  const config = { isolationLevel: options.isolation ?? 'read committed' } as const;
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction(fn, config);
    } catch (error) {
      const code = errorCode(error);
      if (attempt >= 5 || code === undefined || !retriable.has(code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * 2 ** attempt));
    }
  }
}

/** PostgreSQL's SQLSTATE of a failed query, looked for through drizzle's wrapping. */
export function errorCode(error: unknown): string | undefined {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if ('code' in inner && typeof inner.code === 'string' && /^[0-9A-Z]{5}$/.test(inner.code)) return inner.code;
  }
  return undefined;
}
