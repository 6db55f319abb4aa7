import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { closeDatabase, createDatabase, type Database } from '#server/db/client.ts';

export interface TestDatabase {
  /** Direct connection string of this database alone. */
  readonly url: string;
  readonly db: Database;
  /** Drops the database. Call it in `afterAll`. */
  close(): Promise<void>;
}

const Ready = z.union([z.object({ url: z.string() }), z.object({ error: z.string() })]);

/**
 * A database of its own on real PostgreSQL, with every migration run: one cluster is shared by the whole test run
 * (the first caller starts it, it ends with the run), each call copies its template in some 30 ms. Safe to call
 * from many test files at once.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const clusterUrl = await findCluster();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await onCluster(clusterUrl, `create database ${name} template sidethread`);
  const url = clusterUrl.replace(/\/sidethread$/, `/${name}`);
  const db = createDatabase({ url, maxConnections: 10, applicationName: 'test' });
  return {
    url,
    db,
    close: async () => {
      await closeDatabase(db);
      await onCluster(clusterUrl, `drop database ${name} with (force)`);
    },
  };
}

async function onCluster(clusterUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: clusterUrl.replace(/\/sidethread$/, '/postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Vitest runs each file in a fork of the process that owns the run; elsewhere the run is this process. */
function runnerPid(): number {
  return process.env.VITEST === undefined ? process.pid : process.ppid;
}

async function findCluster(): Promise<string> {
  const runner = runnerPid();
  const folder = join(tmpdir(), `sidethread-test-${runner}`);
  const isFirst = await mkdir(folder).then(
    () => true,
    () => false,
  );
  if (isFirst) startCluster(folder, runner);
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await wait(20)) {
    const text = await readFile(join(folder, 'ready.json'), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const ready = Ready.parse(JSON.parse(text));
    if ('url' in ready) return ready.url;
    throw new Error(`the test database did not start: ${ready.error}`);
  }
  await rm(folder, { recursive: true, force: true });
  throw new Error('the test database did not start within a minute');
}

function startCluster(folder: string, runner: number): void {
  const script = fileURLToPath(new URL('./test-cluster.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder, String(runner)], {
    detached: true,
    stdio: 'ignore',
    env: { PATH: process.env.PATH ?? '' },
  });
  child.unref();
}
