import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import { chunkBytes, type AboutBackup, type BackupWriter } from './backup-file.ts';
import { copyOut } from './copy-rows.ts';

type DatabaseHalf = Omit<AboutBackup, 'files' | 'secret' | 'createdAt' | 'format'>;

/** Schemas that are not copied as tables: PostgreSQL's own, and the queue's, whose jobs are asked for again. */
const notOurs = `nspname !~ '^pg_' and nspname not in ('information_schema', 'graphile_worker')`;

/** Rebuilt by the migrations, or worth nothing in another cluster (clients of the live feed start afresh). */
const leftOut = ['public.schema_migration', 'public.live_event'];

const Table = z.object({ name: z.string(), columns: z.array(z.string()), needs: z.array(z.string()) });
type Table = z.infer<typeof Table>;

/**
 * Copies the rows of every table into the backup, from one snapshot, while servers go on working.
 * @param url a direct connection as the owner of the tables.
 */
export async function dumpDatabase(url: string, backup: BackupWriter): Promise<DatabaseHalf> {
  const client = new Client({ connectionString: url, application_name: 'sidethread backup', keepAlive: true });
  await client.connect();
  try {
    await client.query("set statement_timeout = 0; set client_encoding = 'UTF8'");
    await client.query('begin isolation level repeatable read, read only');
    const tables = inLoadingOrder(await readTables(client));
    const counted = [];
    for (const table of tables) counted.push({ ...table, rows: await dumpTable(client, table, backup) });
    const about = {
      postgres: await readOne(client, "select current_setting('server_version') as value"),
      migrations: z
        .array(z.object({ name: z.string(), hash: z.string() }))
        .parse((await client.query('select name, hash from schema_migration order by name')).rows),
      tables: counted.map(({ name, columns, rows }) => ({ name, columns, rows })),
      sequences: await readSequences(client),
      jobs: await readJobs(client),
    };
    await client.query('commit');
    return about;
  } finally {
    await client.end();
  }
}

async function dumpTable(client: Client, table: Table, backup: BackupWriter): Promise<number> {
  let rows = 0;
  let waiting: Buffer[] = [];
  let size = 0;
  const flush = () => {
    if (size > 0) backup.add('table', table.name, Buffer.concat(waiting));
    waiting = [];
    size = 0;
  };
  await copyOut(client, `copy ${table.name} (${table.columns.join(', ')}) to stdout`, (row) => {
    rows++;
    waiting.push(row);
    size += row.length;
    if (size >= chunkBytes) flush();
  });
  flush();
  return rows;
}

async function readTables(client: Client): Promise<readonly Table[]> {
  const { rows } = await client.query(
    `select format('%I.%I', nspname, relname) as name,
       array(select quote_ident(attname) from pg_attribute
         where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '' order by attnum) as columns,
       array(select distinct format('%I.%I', other_schema.nspname, other.relname)
         from pg_constraint join pg_class other on other.oid = confrelid
         join pg_namespace other_schema on other_schema.oid = other.relnamespace
         where conrelid = c.oid and contype = 'f' and confrelid <> c.oid) as needs
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where relkind = 'r' and relpersistence = 'p' and ${notOurs}
       and format('%I.%I', nspname, relname) <> all ($1) order by 1`,
    [leftOut],
  );
  return z.array(Table).parse(rows);
}

/** Tables after those that they refer to. */
function inLoadingOrder(tables: readonly Table[]): readonly Table[] {
  const ordered: Table[] = [];
  const placed = new Set<string>();
  const place = (table: Table, above: readonly string[]) => {
    if (placed.has(table.name)) return;
    if (above.includes(table.name)) throw new Error(`the tables ${above.join(', ')} refer to each other in a circle`);
    for (const other of tables.filter((each) => table.needs.includes(each.name))) place(other, [...above, table.name]);
    placed.add(table.name);
    ordered.push(table);
  };
  for (const table of tables) place(table, []);
  return ordered;
}

async function readSequences(client: Client): Promise<AboutBackup['sequences']> {
  const { rows } = await client.query(
    `select format('%I.%I', schemaname, sequencename) as name, last_value::text as last
     from pg_sequences where last_value is not null and ${notOurs.replaceAll('nspname', 'schemaname')} order by 1`,
  );
  return z.array(z.object({ name: z.string(), last: z.string() })).parse(rows);
}

/** Jobs that are still to be done, in the form in which they are asked for again. */
async function readJobs(client: Client): Promise<AboutBackup['jobs']> {
  const { rows } = await client.query(
    `select task.identifier, job.payload, queue.queue_name, job.run_at::text as run_at, job.max_attempts,
       job.key as job_key, job.priority
     from graphile_worker._private_jobs job
     join graphile_worker._private_tasks task on task.id = job.task_id
     left join graphile_worker._private_job_queues queue on queue.id = job.job_queue_id
     where job.attempts < job.max_attempts or job.locked_at is not null order by job.id`,
  );
  return z.array(z.record(z.string(), z.unknown())).parse(rows);
}

async function readOne(client: Client, text: string): Promise<string> {
  const { rows } = await client.query<{ value: string }>(text);
  return rows[0]?.value ?? '';
}

/** Copies every attached file. Files never change and are stored before the rows that name them. */
export async function dumpFiles(folder: string, backup: BackupWriter): Promise<AboutBackup['files']> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const stored = names.filter((entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name));
  const files = [];
  for (const entry of stored) {
    let size = 0;
    for await (const chunk of createReadStream(join(entry.parentPath, entry.name), { highWaterMark: chunkBytes })) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      backup.add('file', entry.name, bytes);
    }
    files.push({ sha256: entry.name, size });
  }
  return files;
}
