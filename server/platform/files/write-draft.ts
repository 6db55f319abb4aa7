import { createHash } from 'node:crypto';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { StoredFile } from '#server/ports/file-store.ts';

/**
 * Writes bytes of unknown length to a draft on disk, synced, and gives it with its hash to `keep`, which may take it
 * away. No draft is left, whatever happened.
 * @throws Problem 'too-large' over `maxBytes`.
 */
export async function withDraft(
  drafts: string,
  bytes: Readable | Uint8Array,
  maxBytes: number,
  keep: (draft: string, stored: StoredFile) => Promise<'taken' | 'left'>,
): Promise<StoredFile> {
  await mkdir(drafts, { recursive: true });
  const draft = join(drafts, createId());
  try {
    const stored = await writeDraft(draft, bytes, maxBytes);
    if ((await keep(draft, stored)) === 'left') await rm(draft, { force: true });
    return stored;
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
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

function formatSize(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${bytes} bytes`;
}
