import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { migrate } from '#server/db/migrate.ts';
import { createId } from '#server/kernel/ids.ts';
import { createTestDatabase } from '#tests/support/test-database.ts';
import { createFileStore } from '../files/create-file-store.ts';
import { backUp, type BackupConfig } from './back-up.ts';
import { putBack } from './put-back.ts';
import { startEmbeddedDatabase } from './start-embedded.ts';
import { swapData } from './swap-data.ts';

let folder: string;
let config: BackupConfig;
let file: string;

vi.setConfig({ testTimeout: 60_000 });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidethread-backup-'));
  // PostgreSQL's account must get through, where the tests run as root.
  await chmod(folder, 0o711);
  const dataDir = join(folder, 'data');
  const database = { url: undefined, listenUrl: undefined, connections: 5 };
  config = { dataDir, filesDir: join(dataDir, 'files'), database };
  file = join(folder, 'it.backup');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function query(url: string, text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** The same for a database behind DATABASE_URL. */
function outside(url: string): BackupConfig {
  return { ...config, database: { ...config.database, url } };
}

/** Text that COPY must escape, in every script, and large. */
const oddText = 'tab\t new\nline back\\slash \\N \\. \u202Eright-to-left ελληνικά 🧵 "quotes" \u0001';
const largeText = randomBytes(6 * 1024 * 1024).toString('base64');
const attachment = randomBytes(9 * 1024 * 1024);

async function fill(url: string) {
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
  return createFileStore(config.filesDir).put(attachment);
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

test('a backup put back into a new folder brings back rows, jobs, counters and files', async () => {
  const first = await startEmbeddedDatabase({ dataDir: config.dataDir });
  const stored = await fill(first.url);
  await writeFile(join(config.dataDir, 'secret'), 'a-secret-that-is-long-enough-to-be-one\n');
  const before = await content(first.url);
  // The database runs: a backup does not stop it.
  const about = await backUp(config, file);
  expect(about.files).toEqual([stored]);
  expect((await stat(file)).mode & 0o077).toBe(0);
  await first.stop();
  await rm(config.dataDir, { recursive: true });

  expect((await putBack(config, file)).keptIn).toBeUndefined();
  const second = await startEmbeddedDatabase({ dataDir: config.dataDir });
  const after = await content(second.url);
  expect(after.messages).toEqual([{ body: oddText }, { body: largeText }]);
  expect(after.jobs).toEqual(before.jobs);
  expect(after.position).toEqual(before.position);
  // What may have been sent since the backup is asked about before it is sent.
  expect(after.outbox).toEqual([{ state: 'checking' }, { state: 'delivered' }]);
  expect((await buffer(await createFileStore(config.filesDir).open(stored.sha256))).equals(attachment)).toBe(true);
  expect(await readFile(join(config.dataDir, 'secret'), 'utf8')).toContain('a-secret-that-is-long-enough');
  await second.stop();
});

test('what a restore replaces is kept aside, and a crash halfway through the exchange is completed', async () => {
  const first = await startEmbeddedDatabase({ dataDir: config.dataDir });
  await fill(first.url);
  await first.stop();
  await backUp(config, file);
  const changed = await startEmbeddedDatabase({ dataDir: config.dataDir });
  await query(changed.url, 'delete from message');
  await changed.stop();
  const { keptIn } = await putBack(config, file);
  expect(keptIn).toBeDefined();
  expect(existsSync(join(keptIn ?? '', 'postgres', 'PG_VERSION'))).toBe(true);
  // The exchange is planned on disk first: undo its last step, leave the plan, and start.
  const cluster = join(config.dataDir, 'postgres');
  const halfway = join(config.dataDir, 'halfway');
  await rename(cluster, halfway);
  await writeFile(join(config.dataDir, 'restore-plan.json'), JSON.stringify([{ from: halfway, to: cluster }]));
  const again = await startEmbeddedDatabase({ dataDir: config.dataDir });
  expect((await content(again.url)).messages).toHaveLength(2);
  await again.stop();
  expect((await readdir(config.dataDir)).filter((name) => name.startsWith('restore-'))).toEqual([]);
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

test('a database of an earlier PostgreSQL is kept: its backup is put back over it', async () => {
  const first = await startEmbeddedDatabase({ dataDir: config.dataDir });
  await fill(first.url);
  await first.stop();
  await backUp(config, file);
  await writeFile(join(config.dataDir, 'postgres', 'PG_VERSION'), '17\n');
  await expect(startEmbeddedDatabase({ dataDir: config.dataDir })).rejects.toThrow('made by PostgreSQL 17');
  await putBack(config, file);
  const second = await startEmbeddedDatabase({ dataDir: config.dataDir });
  expect((await content(second.url)).messages).toHaveLength(2);
  await second.stop();
});

test('a damaged or cut file, a running server, and a taken name are refused, and nothing changes', async () => {
  const first = await startEmbeddedDatabase({ dataDir: config.dataDir });
  await fill(first.url);
  await backUp(config, file);
  await expect(backUp(config, file)).rejects.toThrow(/There is already a file/);
  await expect(putBack(config, file)).rejects.toThrow(/Another Sidethread server is using the data folder/);
  await first.stop();
  const bytes = await readFile(file);
  const damaged = join(folder, 'damaged.backup');
  await writeFile(damaged, bytes.fill(0x41, bytes.length - 4096 * 3, bytes.length - 4096 * 2));
  const cut = join(folder, 'cut.backup');
  await writeFile(cut, await readFile(file));
  await truncate(cut, Math.floor(bytes.length / 2));
  await expect(putBack(config, damaged)).rejects.toThrow();
  await expect(putBack(config, cut)).rejects.toThrow(/not a whole Sidethread backup/);
  await expect(putBack(config, join(folder, 'none'))).rejects.toThrow(/There is no file/);
  const second = await startEmbeddedDatabase({ dataDir: config.dataDir });
  expect((await content(second.url)).messages).toHaveLength(2);
  await second.stop();
  expect((await readdir(config.dataDir)).filter((name) => name.startsWith('restore-'))).toEqual([]);
});

test('a database behind DATABASE_URL is backed up as it is and put back into an empty one only', async () => {
  const source = await createTestDatabase();
  const target = await createTestDatabase();
  await fill(source.url);
  await backUp(outside(source.url), file);
  await expect(putBack(outside(target.url), file)).rejects.toThrow(/is not empty/);
  const empty = `${target.url.slice(0, target.url.lastIndexOf('/'))}/empty_${randomBytes(4).toString('hex')}`;
  await query(target.url, `create database ${empty.slice(empty.lastIndexOf('/') + 1)} template template0`);
  await putBack(outside(empty), file);
  expect((await content(empty)).messages).toEqual((await content(source.url)).messages);
  await source.close();
  await target.close();
});
