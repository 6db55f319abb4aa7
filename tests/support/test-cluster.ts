import { mkdirSync, rmSync, writeFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate } from '#server/db/migrate.ts';
import { startEmbeddedDatabase } from '#server/platform/database/start-embedded.ts';

/**
 * The PostgreSQL of one test run, as a process of its own: `test-cluster.ts FOLDER PID` starts it, migrates a
 * template once, writes `ready.json`, and takes everything away when the process PID has ended, however it ended.
 */
const [folder = '', runner = ''] = process.argv.slice(2);

// What is tested here is not durability; suites that test it start a database of their own with fsync on.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' };

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function tell(answer: { url: string } | { error: string }): void {
  writeFileSync(join(folder, 'ready.draft'), JSON.stringify(answer));
  renameSync(join(folder, 'ready.draft'), join(folder, 'ready.json'));
}

async function makeTemplate(url: string): Promise<void> {
  await migrate(url);
  const client = new Client({ connectionString: url.replace(/\/sidethread$/, '/postgres') });
  await client.connect();
  await client.query('alter database sidethread with is_template true');
  await client.end();
}

async function untilOver(): Promise<void> {
  while (isAlive(Number(runner))) await wait(250);
}

mkdirSync(folder, { recursive: true });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
const database = await startEmbeddedDatabase({ dataDir: join(folder, 'data'), settings }).catch((error: unknown) => {
  tell({ error: String(error) });
  throw error;
});
try {
  await makeTemplate(database.url);
  tell({ url: database.url });
  await untilOver();
} catch (error) {
  tell({ error: error instanceof Error ? `${error.message}: ${String(error.cause ?? '')}` : String(error) });
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}
