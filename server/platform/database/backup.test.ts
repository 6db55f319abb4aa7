import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { migrate } from '#server/db/migrate.ts';
import { createId } from '#server/kernel/ids.ts';
import { createTestDatabase } from '#tests/support/test-database.ts';
import type { StoredFile } from '#server/ports/file-store.ts';
import { createFileStore } from '../files/create-file-store.ts';
import { backUp, type BackupConfig } from './back-up.ts';
import type { AboutBackup } from './backup-file.ts';
import { putBack } from './put-back.ts';
import { startEmbeddedDatabase } from './start-embedded.ts';
import { swapData } from './swap-data.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let folder: string;
let config: BackupConfig;
/** Made once, while the database of `config` was running. */
let file: string;
let about: AboutBackup;
let stored: StoredFile;
let before: Awaited<ReturnType<typeof content>>;

function configFor(dataDir: string, url?: string): BackupConfig {
  const database = { url, listenUrl: undefined, connections: 5 };
  return { dataDir, filesDir: join(dataDir, 'files'), filesBucket: undefined, database };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidethread-backup-'));
  config = configFor(join(folder, 'data'));
  file = join(folder, 'it.backup');
  const running = await startEmbeddedDatabase({ dataDir: config.dataDir });
  stored = await fill(running.url);
  await writeFile(join(config.dataDir, 'secret'), 'a-secret-that-is-long-enough-to-be-one\n');
  before = await content(running.url);
  about = await backUp(config, file);
  await expect(backUp(config, file)).rejects.toThrow(/There is already a file/);
  await expect(putBack(config, file)).rejects.toThrow(/Another Sidethread server is using the data folder/);
  await running.stop();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function query(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Text that COPY must escape, in every script, and large. */
const oddText = 'tab\t new\nline back\\slash \\N \\. \u202Eright-to-left ελληνικά 🧵 "quotes" \u0001';
const largeText = randomBytes(6 * 1024 * 1024).toString('base64');
const attachment = randomBytes(9 * 1024 * 1024);

async function fill(url: string, at = config) {
  await migrate(url);
  const teamId = createId<string>();
  for (const [index, body] of [oddText, largeText].entries())
    await query(
      url,
      `insert into message (team_id, id, discussion_id, seq, body, origin) values ($1, $2, $3, $4, $5, 'sidethread')`,
      [teamId, createId(), createId(), index, body],
    );
  for (const state of ['pending', 'delivered'])
    await query(url, `insert into chat_outbox (team_id, id, link_id, kind, state) values ($1, $2, $3, 'post', $4)`, [
      teamId,
      createId(),
      createId(),
      state,
    ]);
  await query(url, `select graphile_worker.add_job('later', '{"n":1}', run_at => '2100-01-01', job_key => 'k')`);
  await query(url, `select graphile_worker.add_job('queued', '[1]', queue_name => 'line')`);
  return createFileStore(at.filesDir).put(attachment);
}

async function content(url: string) {
  return {
    messages: await query(url, 'select body from message order by seq'),
    jobs: await query(
      url,
      'select task_identifier, queue_name, key, run_at > now() as waits from graphile_worker.jobs order by task_identifier',
    ),
    position: await query(url, 'select last_value::text from chat_outbox_position_seq'),
    outbox: await query(url, 'select state from chat_outbox order by state'),
  };
}

/** Starts the database of a data folder for one look inside. */
async function contentOf(dataDir: string) {
  const database = await startEmbeddedDatabase({ dataDir });
  try {
    return await content(database.url);
  } finally {
    await database.stop();
  }
}

async function leftovers(dataDir: string): Promise<readonly string[]> {
  return (await readdir(dataDir)).filter((name) => name.startsWith('restore-'));
}

test('a backup put back into a new folder brings back rows, jobs, counters and files', async () => {
  const other = configFor(join(folder, 'other'));
  expect(about.files).toEqual([stored]);
  expect((await stat(file)).mode & 0o077).toBe(0);
  expect((await putBack(other, file)).keptIn).toBeUndefined();
  const after = await contentOf(other.dataDir);
  expect(after.messages).toEqual([{ body: oddText }, { body: largeText }]);
  expect(after.jobs).toEqual(before.jobs);
  expect(after.position).toEqual(before.position);
  // What may have been sent since the backup is asked about before it is sent.
  expect(after.outbox).toEqual([{ state: 'checking' }, { state: 'delivered' }]);
  expect((await buffer(await createFileStore(other.filesDir).open(stored.sha256))).equals(attachment)).toBe(true);
  expect(await readFile(join(other.dataDir, 'secret'), 'utf8')).toContain('a-secret-that-is-long-enough');
});

test('a damaged, cut or missing file is refused, and nothing changes', async () => {
  const bytes = await readFile(file);
  const damaged = join(folder, 'damaged.backup');
  const cut = join(folder, 'cut.backup');
  await writeFile(cut, bytes);
  await truncate(cut, Math.floor(bytes.length / 2));
  await writeFile(damaged, bytes.fill(0x41, bytes.length - 4096 * 3, bytes.length - 4096 * 2));
  await expect(putBack(config, damaged)).rejects.toThrow();
  await expect(putBack(config, cut)).rejects.toThrow(/not a whole Sidethread backup/);
  await expect(putBack(config, join(folder, 'none'))).rejects.toThrow(/There is no file/);
  expect(await leftovers(config.dataDir)).toEqual([]);
  expect(existsSync(join(config.dataDir, 'postgres', 'PG_VERSION'))).toBe(true);
});

test('a database of an earlier PostgreSQL is kept aside, and its backup put back in its place', async () => {
  await writeFile(join(config.dataDir, 'postgres', 'PG_VERSION'), '17\n');
  await expect(startEmbeddedDatabase({ dataDir: config.dataDir })).rejects.toThrow('made by PostgreSQL 17');
  const { keptIn } = await putBack(config, file);
  expect(await readFile(join(keptIn ?? '', 'postgres', 'PG_VERSION'), 'utf8')).toBe('17\n');
  expect(await leftovers(config.dataDir)).toEqual([]);
});

test('an exchange that a crash cut short is completed at the next start', async () => {
  // The plan is on disk before the first move: undo its last one, leave the plan, and start.
  const cluster = join(config.dataDir, 'postgres');
  const halfway = join(config.dataDir, 'halfway');
  await rename(cluster, halfway);
  await writeFile(join(config.dataDir, 'restore-plan.json'), JSON.stringify([{ from: halfway, to: cluster }]));
  expect((await contentOf(config.dataDir)).messages).toHaveLength(2);
  expect(await leftovers(config.dataDir)).toEqual([]);
});

test('an exchange moves only what was there when it was planned', async () => {
  await writeFile(join(folder, 'new'), 'new');
  const moves = [
    { from: join(folder, 'it'), to: join(folder, 'aside') },
    { from: join(folder, 'new'), to: join(folder, 'it') },
  ];
  await swapData(folder, moves);
  expect(await readFile(join(folder, 'it'), 'utf8')).toBe('new');
  expect(existsSync(join(folder, 'aside'))).toBe(false);
});

test('a database behind DATABASE_URL is backed up as it is and put back into an empty one only', async () => {
  const source = await createTestDatabase();
  const outside = join(folder, 'outside');
  const outsideFile = join(folder, 'outside.backup');
  await fill(source.url, configFor(outside));
  await backUp(configFor(outside, source.url), outsideFile);
  await expect(putBack(configFor(outside, source.url), outsideFile)).rejects.toThrow(/is not empty/);
  const name = `empty_${randomBytes(4).toString('hex')}`;
  await query(source.url, `create database ${name} template template0`);
  const empty = source.url.replace(/\/[^/]+$/, `/${name}`);
  await putBack(configFor(outside, empty), outsideFile);
  expect((await content(empty)).messages).toEqual((await content(source.url)).messages);
  await source.close();
});
