import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#server/kernel/config.ts';
import { StartRefused } from '#server/kernel/start-refused.ts';
import { createBackupFile, type AboutBackup } from './backup-file.ts';
import { clusterVersion, findCluster } from './cluster-directory.ts';
import { dumpDatabase, dumpFiles } from './dump-database.ts';
import { startEmbeddedDatabase } from './start-embedded.ts';

export type BackupConfig = Pick<Config, 'dataDir' | 'filesDir' | 'database'>;

/**
 * Writes database and attached files into one new file, whole or not at all, while servers go on working; starts
 * the embedded database for the while when no server runs it.
 * @throws StartRefused when there is nothing to back up or the file exists.
 */
export async function backUp(config: BackupConfig, path: string): Promise<AboutBackup> {
  const { url, close } = await connect(config);
  try {
    const file = createBackupFile(path);
    try {
      const database = await dumpDatabase(url, file);
      const files = await dumpFiles(config.filesDir, file);
      const secret = await readFile(join(config.dataDir, 'secret'), 'utf8').catch(() => null);
      const about = { format: 1 as const, createdAt: new Date().toISOString(), ...database, files, secret };
      file.finish(about);
      return about;
    } finally {
      file.close();
    }
  } finally {
    await close();
  }
}

async function connect(config: BackupConfig): Promise<{ url: string; close: () => Promise<void> }> {
  const given = config.database.listenUrl ?? config.database.url;
  if (given !== undefined) return { url: given, close: async () => undefined };
  if ((await clusterVersion(findCluster(config.dataDir))) === undefined)
    throw new StartRefused(`There is no database in ${config.dataDir}: set DATA_DIR to the server's data folder.`);
  try {
    const embedded = await startEmbeddedDatabase({ dataDir: config.dataDir });
    return { url: embedded.url, close: () => embedded.stop() };
  } catch (error) {
    // A running server owns the folder and has left its database's address there.
    const url = await readFile(join(config.dataDir, 'database-url'), 'utf8').catch(() => undefined);
    if (!(error instanceof StartRefused) || url === undefined) throw error;
    return { url: url.trim(), close: async () => undefined };
  }
}
