import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger, runMigrations as migrateQueue } from 'graphile-worker';
import { Client, type Pool } from 'pg';
import { StartRefused } from '#server/kernel/start-refused.ts';

export interface Migration {
  /** File name without `.sql`; they run in the order of their names. */
  readonly name: string;
  readonly hash: string;
  readonly sql: string;
}

const folder = join(import.meta.dirname, 'migrations');

/** The queue reports its own migrations on the console unless told otherwise. */
const quietLogger = new Logger(() => () => undefined);

/** Any number nobody else uses: servers that start together take turns under it. */
const migrationLock = 7_358_202_611;

/** Every migration that this version brings, in order. */
export async function readMigrations(directory = folder): Promise<readonly Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(join(directory, file), 'utf8');
      return { name: file.slice(0, -4), hash: createHash('sha256').update(sql).digest('hex'), sql };
    }),
  );
}

export interface MigrateOptions {
  readonly migrations?: readonly Migration[];
  /** Run these alone, by name (a restore first rebuilds the schema that the backup had). */
  readonly only?: readonly string[];
}

/**
 * Brings the database to this version's schema: each migration once, in a transaction of its own, however many
 * servers start together. Also the job queue's own schema.
 * @param url must be a direct connection: the lock belongs to the session.
 * @returns the names of the migrations that ran now.
 * @throws StartRefused when the database is newer than this version or was migrated by other files.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<readonly string[]> {
  const migrations = options.migrations ?? (await readMigrations());
  const client = new Client({ connectionString: url, application_name: 'sidethread migrate', keepAlive: true });
  await reach(client);
  try {
    await refuseOldServer(client);
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query(
      'create table if not exists schema_migration (name text primary key, hash text not null, ran_at timestamptz not null default now())',
    );
    await migrateQueue({ connectionString: url, schema: 'graphile_worker', logger: quietLogger });
    return await runMissing(client, migrations, options.only);
  } finally {
    await client.end();
  }
}

async function reach(client: Client): Promise<void> {
  try {
    await client.connect();
  } catch (error) {
    const why = error instanceof Error && error.message !== '' ? error.message : errorCodeOf(error);
    throw new StartRefused(`The server can't reach its database (${why}): check DATABASE_URL and that it runs.`, {
      cause: error,
    });
  }
}

function errorCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
}

async function refuseOldServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: string; number: number }>(
    "select current_setting('server_version') as version, current_setting('server_version_num')::int as number",
  );
  const [server] = rows;
  if (server !== undefined && server.number < 160_000)
    throw new StartRefused(`The database is PostgreSQL ${server.version}; Sidethread needs 16 or newer.`);
}

async function runMissing(
  client: Client,
  migrations: readonly Migration[],
  only: readonly string[] = migrations.map((migration) => migration.name),
): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from schema_migration');
  refuseForeign(rows, migrations);
  const ran = new Set(rows.map((row) => row.name));
  const missing = migrations.filter((migration) => only.includes(migration.name) && !ran.has(migration.name));
  for (const migration of missing) await runOne(client, migration);
  return missing.map((migration) => migration.name);
}

async function runOne(client: Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql.replaceAll('--> statement-breakpoint', ''));
    await client.query('insert into schema_migration (name, hash) values ($1, $2)', [migration.name, migration.hash]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw new Error(`the migration ${migration.name} failed`, { cause: error });
  }
}

/** @throws StartRefused when `rows` (what ran on a database) are not among the migrations of this version. */
export function refuseForeign(rows: readonly { name: string; hash: string }[], migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.hash]));
  const newer = rows.filter((row) => !known.has(row.name)).map((row) => row.name);
  if (newer.length > 0)
    throw new StartRefused(
      `The database was used by a newer version of Sidethread (it has ${newer.toSorted().join(', ')}): start that version or a later one.`,
    );
  const changed = rows.find((row) => known.get(row.name) !== row.hash);
  if (changed !== undefined)
    throw new StartRefused(
      `The migration ${changed.name} is not the one that made this database: put back the file as it was; changes belong in a new migration.`,
    );
}

/** True when every migration of this version has run; what `/readyz` asks. */
export async function isMigrated(pool: Pool, migrations: readonly Migration[]): Promise<boolean> {
  const { rows } = await pool.query<{ name: string }>('select name from schema_migration');
  const ran = new Set(rows.map((row) => row.name));
  return migrations.every((migration) => ran.has(migration.name));
}
