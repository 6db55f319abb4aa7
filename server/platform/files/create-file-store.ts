import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { Problem } from '#server/kernel/problem.ts';
import { createId } from '#server/kernel/ids.ts';
import type { FileStore, StoredFile } from '#server/ports/file-store.ts';

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
    put: async (bytes, options = {}) => {
      await mkdir(drafts, { recursive: true });
      const draft = join(drafts, createId());
      try {
        const stored = await writeDraft(draft, bytes, options.maxBytes ?? Number.POSITIVE_INFINITY);
        await keep(draft, pathOf(stored.sha256));
        return stored;
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    open: async (sha256) => {
      const path = pathOf(sha256);
      const found = await stat(path).catch(() => undefined);
      if (found === undefined) throw new Problem('not-found', 'This file is no longer stored.');
      return createReadStream(path);
    },
    has: async (sha256) => (await stat(pathOf(sha256)).catch(() => undefined)) !== undefined,
    remove: async (sha256) => rm(pathOf(sha256), { force: true }),
  };
}

async function writeDraft(path: string, bytes: Readable | Uint8Array, maxBytes: number): Promise<StoredFile> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  try {
    const size = await writeAll(file, bytes, maxBytes, (chunk) => hash.update(chunk));
    await file.sync();
    return { sha256: hash.digest('hex'), size };
  } finally {
    await file.close();
  }
}

async function writeAll(
  file: FileHandle,
  bytes: Readable | Uint8Array,
  maxBytes: number,
  seen: (chunk: Uint8Array) => void,
): Promise<number> {
  let size = 0;
  for await (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
    const part: Uint8Array = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    size += part.length;
    if (size > maxBytes) throw new Problem('too-large', `The file is larger than ${formatSize(maxBytes)}.`);
    seen(part);
    await file.writeFile(part);
  }
  return size;
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

function formatSize(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${bytes} bytes`;
}
