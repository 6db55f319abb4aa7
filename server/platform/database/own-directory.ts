import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartRefused } from '#server/kernel/start-refused.ts';

/** Held so that the garbage collector never closes one, which would give the folder away. */
const held = new Set<DatabaseSync>();

export interface OwnedDirectory {
  release(): void;
}

/**
 * Makes this process the only owner of a data folder until `release` or its death, however it dies: the operating
 * system drops the lock (taken through SQLite, which knows how to lock a file on every system) with the process.
 * @throws StartRefused when another process owns it.
 */
export function ownDirectory(dataDir: string): OwnedDirectory {
  mkdirSync(dataDir, { recursive: true });
  const lock = new DatabaseSync(join(dataDir, 'owner.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isLocked(error)) throw error;
    throw new StartRefused(
      `Another Sidethread server is using the data folder ${dataDir}: stop it first, or give this one its DATABASE_URL (in ${join(dataDir, 'database-url')}) or a DATA_DIR of its own.`,
    );
  }
  held.add(lock);
  return {
    release: () => {
      if (held.delete(lock)) lock.close();
    },
  };
}

/** SQLite's result codes SQLITE_BUSY (5) and SQLITE_LOCKED (6). */
function isLocked(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (error.errcode === 5 || error.errcode === 6);
}
