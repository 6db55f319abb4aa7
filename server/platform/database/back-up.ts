import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '#server/kernel/config.ts';
import { createBackupFile, type AboutBackup } from './backup-file.ts';
import { dumpDatabase, dumpFiles } from './dump-database.ts';
import { reachDatabase } from './reach-database.ts';

export type BackupConfig = Pick<Config, 'dataDir' | 'filesDir' | 'filesBucket' | 'database'>;

/**
 * Writes database and attached files into one new file, whole or not at all, while servers go on working; starts
 * the embedded database for the while when no server runs it.
 * @throws StartRefused when there is nothing to back up or the file exists.
 */
export async function backUp(config: BackupConfig, path: string): Promise<AboutBackup> {
  const { url, close } = await reachDatabase(config);
  try {
    const file = createBackupFile(path);
    try {
      const database = await dumpDatabase(url, file);
      // What is in a bucket stays there: buckets keep copies and versions of their own.
      const files = config.filesBucket === undefined ? await dumpFiles(config.filesDir, file) : [];
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
