import { Readable } from 'node:stream';
import { Client } from 'pg';
import { migrate, readMigrations, refuseForeign } from '#server/db/migrate.ts';
import { StartRefused } from '#server/kernel/start-refused.ts';
import type { FileStore } from '#server/ports/file-store.ts';
import type { BackupReader } from './backup-file.ts';
import { copyIn } from './copy-rows.ts';

/**
 * Fills an empty database from a backup, in one transaction, and brings it to this version's schema.
 * @param url a direct connection as the owner of the database.
 * @throws StartRefused when the backup is of a newer version, or the database is not empty.
 */
export async function loadDatabase(url: string, backup: BackupReader): Promise<void> {
  const migrations = await readMigrations();
  refuseForeign(backup.about.migrations, migrations);
  const client = new Client({ connectionString: url, application_name: 'sidethread restore', keepAlive: true });
  await client.connect();
  try {
    await refuseFilled(client);
    await migrate(url, { migrations, only: backup.about.migrations.map(({ name }) => name) });
    await client.query("set statement_timeout = 0; set client_encoding = 'UTF8'");
    await client.query('begin');
    for (const table of backup.about.tables) await loadTable(client, table, backup);
    for (const { name, last } of backup.about.sequences)
      await client.query('select setval($1::regclass, $2, true)', [name, last]);
    await askAgain(client, backup.about.jobs);
    await distrustUnsettled(client);
    await client.query('commit');
  } finally {
    await client.end();
  }
  await migrate(url, { migrations });
}

async function refuseFilled(client: Client): Promise<void> {
  const { rowCount } = await client.query(
    "select from pg_tables where schemaname in ('public', 'auth', 'graphile_worker')",
  );
  if (rowCount !== 0)
    throw new StartRefused(
      'The database that DATABASE_URL names is not empty: make a new one (createdb) and restore into that.',
    );
}

async function loadTable(
  client: Client,
  table: BackupReader['about']['tables'][number],
  backup: BackupReader,
): Promise<void> {
  // What a migration itself put there is in the backup too.
  await client.query(`delete from ${table.name}`);
  const text = `copy ${table.name} (${table.columns.join(', ')}) from stdin`;
  const rows = await copyIn(client, text, backup.read('table', table.name));
  if (rows !== table.rows) throw new Error(`${table.name} should have ${table.rows} rows and has ${rows}`);
}

async function askAgain(client: Client, jobs: readonly Record<string, unknown>[]): Promise<void> {
  const now = Date.now();
  for (const job of jobs) {
    await client.query(
      `select from graphile_worker.add_job(identifier => $1, payload => $2::json, queue_name => $3,
         run_at => $4::timestamptz, max_attempts => $5::int, job_key => $6, priority => $7::int)`,
      [
        job.identifier,
        JSON.stringify(job.payload),
        job.queue_name,
        typeof job.run_at === 'string' ? job.run_at : new Date(now).toISOString(),
        job.max_attempts,
        job.job_key,
        job.priority,
      ],
    );
  }
}

/**
 * What waited to be sent when the backup was made may have been sent since. So that nothing is sent twice, it counts
 * as a call whose answer was lost: the chat is asked first.
 */
async function distrustUnsettled(client: Client): Promise<void> {
  await client.query(
    `update chat_outbox set state = 'checking', sent_at = now()
     where state in ('pending', 'sending')`,
  );
}

/** Puts the attached files back; ones that are there already stay as they are. */
export async function loadFiles(files: FileStore, backup: BackupReader): Promise<void> {
  for (const { sha256 } of backup.about.files) {
    if (await files.has(sha256)) continue;
    const stored = await files.put(Readable.from(backup.read('file', sha256), { objectMode: false }));
    if (stored.sha256 !== sha256) throw new Error(`the attached file ${sha256} is damaged in the backup`);
  }
}
