import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Problem } from '#server/kernel/problem.ts';
import type { FileStore } from '#server/ports/file-store.ts';
import { createHold } from './hold-bytes.ts';
import { withDraft } from './write-draft.ts';

const name = /^[0-9a-f]{64}$/;

/** Drafts older than this were left by a crash. */
const abandonedMs = 24 * 60 * 60 * 1000;

/**
 * Files in a local folder under their SHA-256 (`ab/cd/abcd…`). A file is written whole under another name, synced
 * and renamed, so that what has its name is complete. Several servers may share the folder.
 */
export function createFileStore(folder: string): FileStore {
  const root = resolve(folder);
  const drafts = join(root, 'drafts');
  const keep = createKeeper();
  const pathOf = (sha256: string) => {
    if (!name.test(sha256)) throw new Problem('not-found', 'This file does not exist.');
    return join(root, sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  };
  return {
    put: (bytes, { maxBytes = Number.POSITIVE_INFINITY } = {}) =>
      withDraft(drafts, bytes, maxBytes, async (draft, { sha256 }) => {
        await keep(draft, pathOf(sha256));
        return 'taken';
      }),
    open: async (sha256) => {
      const path = pathOf(sha256);
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) throw new Problem('not-found', 'This file is no longer stored.');
      return createReadStream(path);
    },
    has: async (sha256) => (await stat(pathOf(sha256)).catch(() => undefined)) !== undefined,
    hold: createHold(drafts),
    remove: async (sha256) => rm(pathOf(sha256), { force: true }),
  };
}

/** Gives drafts their names. A name is durable only once its folder is, a folder once the one around it is. */
function createKeeper(): (draft: string, path: string) => Promise<void> {
  const durable = new Set<string>();
  return async (draft, path) => {
    const folder = dirname(path);
    const outer = dirname(folder);
    await mkdir(folder, { recursive: true });
    await rename(draft, path);
    const changed = [folder, ...(durable.has(folder) ? [] : [outer]), ...(durable.has(outer) ? [] : [dirname(outer)])];
    await Promise.all(changed.map((each) => syncFolder(each)));
    durable.add(folder).add(outer);
  };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

/** Removes drafts that a crash left behind. */
export async function removeAbandonedDrafts(folder: string, now: Date): Promise<number> {
  const drafts = join(resolve(folder), 'drafts');
  const names = await readdir(drafts).catch(() => []);
  const old = await Promise.all(
    names.map(async (each) => {
      const found = await stat(join(drafts, each)).catch(() => undefined);
      return found !== undefined && now.getTime() - found.mtimeMs > abandonedMs ? [each] : [];
    }),
  );
  await Promise.all(old.flat().map((each) => rm(join(drafts, each), { force: true })));
  return old.flat().length;
}
