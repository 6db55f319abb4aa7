import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeDatabase, createDatabase, type Database } from '#server/db/client.ts';
import { startServerProcess, type ServerProcess } from '#tests/support/server-process.ts';

/** Our server as it is delivered: a process of its own, with its embedded PostgreSQL and fsync on. */
export interface BenchServer {
  readonly process: ServerProcess;
  readonly url: string;
  readonly databaseUrl: string;
  /** The same database, for seeding and for looking. */
  readonly db: Database;
  close(): Promise<void>;
}

export async function startBenchServer(settings: Readonly<Record<string, string>> = {}): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'sidethread-bench-'));
  const dataDir = join(folder, 'data');
  const server = await startServerProcess({ DATA_DIR: dataDir, LOG_LEVEL: 'info', ...settings });
  // Should the bench itself be ended, nothing of it goes on.
  const end = (): void => void process.kill(server.pid);
  process.once('exit', end);
  const databaseUrl = (await readFile(join(dataDir, 'database-url'), 'utf8')).trim();
  const db = createDatabase({ url: databaseUrl, maxConnections: 10, applicationName: 'bench' });
  return {
    process: server,
    url: server.url,
    databaseUrl,
    db,
    close: async () => {
      process.off('exit', end);
      await closeDatabase(db);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
