import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openFileStore } from '../files/open-file-store.ts';
import type { BackupConfig } from './back-up.ts';
import { openBackupFile, type AboutBackup, type BackupReader } from './backup-file.ts';
import { databaseParts, findCluster } from './cluster-directory.ts';
import { loadDatabase, loadFiles } from './load-database.ts';
import { ownDirectory } from './own-directory.ts';
import { findPostmaster, stopPostmaster } from './postmaster.ts';
import { startEmbeddedDatabase } from './start-embedded.ts';
import { finishSwap, swapData } from './swap-data.ts';

export interface PutBack {
  readonly about: AboutBackup;
  /** Where what was replaced is kept; undefined when there was nothing, or the database is not embedded. */
  readonly keptIn: string | undefined;
}

/**
 * Puts a backup back. With the embedded database: into a new cluster, which takes the old one's place when it is
 * complete; the old one is kept aside. With DATABASE_URL: into that database, which must be empty.
 * @throws StartRefused when a server runs, or the file is no whole backup or of a newer version; nothing is changed.
 */
export async function putBack(config: BackupConfig, path: string): Promise<PutBack> {
  const backup = openBackupFile(path);
  try {
    const given = config.database.listenUrl ?? config.database.url;
    if (given === undefined) return { about: backup.about, keptIn: await putBackEmbedded(config, backup) };
    await loadDatabase(given, backup);
    await loadFiles(openFileStore(config), backup);
    return { about: backup.about, keptIn: undefined };
  } finally {
    backup.close();
  }
}

async function putBackEmbedded(config: BackupConfig, backup: BackupReader): Promise<string | undefined> {
  const dataDir = resolve(config.dataDir);
  const owned = ownDirectory(dataDir);
  const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const draft = join(dataDir, `restore-${stamp}`);
  try {
    await finishSwap(dataDir);
    await loadBeside(config, draft, backup).catch(async (error: unknown) => {
      await rm(draft, { recursive: true, force: true });
      throw error;
    });
    const keptIn = await takePlace(dataDir, draft, join(dataDir, `before-restore-${stamp}`));
    await rm(draft, { recursive: true, force: true });
    return keptIn;
  } finally {
    owned.release();
  }
}

/** A new cluster with the backup's data in a folder beside the old one, which stays as it is. */
async function loadBeside(config: BackupConfig, draft: string, backup: BackupReader): Promise<void> {
  const fresh = await startEmbeddedDatabase({ dataDir: draft });
  try {
    await loadDatabase(fresh.url, backup);
  } finally {
    await fresh.stop();
  }
  await loadFiles(openFileStore(config), backup);
  if (backup.about.secret !== null) await writeFile(join(draft, 'secret'), backup.about.secret, { mode: 0o600 });
}

/** Moves the old database aside and the new one in. */
async function takePlace(dataDir: string, draft: string, aside: string): Promise<string | undefined> {
  const cluster = findCluster(dataDir);
  const left = await findPostmaster(cluster);
  if (left !== undefined) await stopPostmaster(cluster, left.pid);
  const hadOne = existsSync(cluster);
  // A secret that was given from outside is not in the backup; the one here then stays.
  const parts = [...databaseParts, ...(existsSync(join(draft, 'secret')) ? ['secret'] : [])];
  const moves = (from: string, to: string) => parts.map((name) => ({ from: join(from, name), to: join(to, name) }));
  await swapData(dataDir, [...moves(dataDir, aside), ...moves(draft, dataDir)]);
  return hadOne ? aside : undefined;
}
