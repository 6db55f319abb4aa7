import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { runServerUntilExit, startServerProcess } from '#tests/support/server-process.ts';
import { findCluster } from './cluster-directory.ts';
import { ownDirectory } from './own-directory.ts';
import { startEmbeddedDatabase } from './start-embedded.ts';

vi.setConfig({ testTimeout: 120_000 });

/** One folder for all tests, as it lives on through starts, stops and kills. */
let dataDir: string;
const started: { stop(): Promise<unknown> }[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sidethread-embedded-'));
});
afterEach(async () => {
  for (const each of started.splice(0).toReversed()) await each.stop();
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

async function start() {
  const database = await startEmbeddedDatabase({ dataDir });
  started.push(database);
  return database;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

test('writes survive a power cut by default: fsync is on, and only this machine gets in, with a password', async () => {
  const { url } = await start();
  expect(await query(url, 'show fsync')).toEqual([{ fsync: 'on' }]);
  expect(await query(url, 'show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
  expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect(await query(url, 'show data_checksums')).toEqual([{ data_checksums: 'on' }]);
  await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password authentication failed/);
  for (const name of ['database-password', 'database-url'])
    expect((await stat(join(dataDir, name))).mode & 0o077).toBe(0);
});

test('a stop and a start keep data and address', async () => {
  const first = await startEmbeddedDatabase({ dataDir });
  await query(first.url, 'create table kept (n int)');
  await first.stop();
  const second = await start();
  expect(second).toMatchObject({ adopted: false, url: first.url });
  expect(await query(second.url, 'select count(*)::int as n from kept')).toEqual([{ n: 0 }]);
});

test('a server that is killed leaves its database running; the next one takes it over with everything in it', async () => {
  const victim = await startServerProcess({ DATA_DIR: dataDir });
  const url = (await readFile(join(dataDir, 'database-url'), 'utf8')).trim();
  await query(url, 'create table killed as select 7 as n');
  await victim.kill();
  const next = await startServerProcess({ DATA_DIR: dataDir });
  started.push(next);
  expect(next.log.find((line) => 'adopted' in line)).toMatchObject({ adopted: true });
  expect(await query(url, 'select n from killed')).toEqual([{ n: 7 }]);
});

test('a second server on the folder is refused with a sentence, and may join over the address that it names', async () => {
  const first = await startServerProcess({ DATA_DIR: dataDir });
  started.push(first);
  const refused = await runServerUntilExit({ DATA_DIR: dataDir });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/^Another Sidethread server is using the data folder .*stop it first/);
  expect(refused.stderr.trim().split('\n')).toHaveLength(1);
  const DATABASE_URL = (await readFile(join(dataDir, 'database-url'), 'utf8')).trim();
  const SECRET = (await readFile(join(dataDir, 'secret'), 'utf8')).trim();
  const second = await startServerProcess({ DATABASE_URL, SECRET, DATA_DIR: join(dataDir, 'second') });
  for (const server of [first, second]) expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect(await second.stop()).toBe(0);
});

test('the folder is free again once its owner lets go', () => {
  const owned = ownDirectory(dataDir);
  expect(() => ownDirectory(dataDir)).toThrow('Another Sidethread server');
  owned.release();
  ownDirectory(dataDir).release();
});

test('a data folder where PostgreSQL may not enter points to where its cluster is', async () => {
  // The home folder of root is closed to the account that runs PostgreSQL for root; for others this is a plain folder.
  const below = await mkdtemp(join(homedir(), '.sidethread-test-'));
  const first = await startEmbeddedDatabase({ dataDir: below });
  await query(first.url, 'create table kept (n int)');
  await first.stop();
  const second = await startEmbeddedDatabase({ dataDir: below });
  expect(await query(second.url, 'select count(*)::int as n from kept')).toEqual([{ n: 0 }]);
  await second.stop();
  const cluster = findCluster(below);
  expect(existsSync(join(cluster, 'PG_VERSION'))).toBe(true);
  expect(existsSync(join(below, 'postgres-location'))).toBe(cluster !== join(below, 'postgres'));
  if (!cluster.startsWith(below)) await rm(dirname(cluster), { recursive: true });
  await rm(below, { recursive: true });
});

test('a closed temporary folder around the data folder is opened for passing through, not for looking', async () => {
  const closed = await mkdtemp(join(tmpdir(), 'sidethread-closed-'));
  const database = await startEmbeddedDatabase({ dataDir: join(closed, 'data') });
  await database.stop();
  expect(findCluster(join(closed, 'data'))).toBe(join(closed, 'data', 'postgres'));
  expect(existsSync(join(closed, 'data', 'postgres', 'PG_VERSION'))).toBe(true);
  expect((await stat(closed)).mode & 0o066).toBe(0);
  await rm(closed, { recursive: true });
});

test('a stale pid file that names a living stranger does not keep the database from starting', async () => {
  const first = await startEmbeddedDatabase({ dataDir });
  const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  await first.stop();
  await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
  const second = await start();
  expect(await query(second.url, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('a cluster of another major version is refused with a sentence that says what to do', async () => {
  const first = await startEmbeddedDatabase({ dataDir });
  await first.stop();
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
  await expect(startEmbeddedDatabase({ dataDir })).rejects.toThrow(
    /made by PostgreSQL 17 .* brings PostgreSQL \d+: run `pnpm backup FILE`/,
  );
});
