import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdtemp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleServer } from '#server/bundle.ts';

const root = join(import.meta.dirname, '../..');
const kept = join(root, '.build/server');
const dayMs = 24 * 60 * 60 * 1000;

/**
 * The server as `pnpm start` runs it, made once for each state of the sources, whoever asks first.
 * @returns the path of its `main.js`.
 */
export async function findBundledServer(): Promise<string> {
  const folder = join(kept, await fingerprint());
  if (!existsSync(folder)) await makeOnce(folder);
  return join(folder, 'main.js');
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const files: string[] = [];
  for await (const file of glob(['{server,shared}/**/*.{ts,sql,json}', 'pnpm-lock.yaml'], { cwd: root }))
    files.push(file);
  for (const file of files.toSorted()) {
    const { mtimeMs, size } = await stat(join(root, file));
    hash.update(`${file} ${String(mtimeMs)} ${String(size)}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Under another name first: a second process that makes it at the same time never finds half of it. */
async function makeOnce(folder: string): Promise<void> {
  await mkdir(kept, { recursive: true });
  await forgetOld();
  const draft = await mkdtemp(join(kept, 'draft-'));
  await bundleServer(draft);
  try {
    await rename(draft, folder);
  } catch (error) {
    // Somebody else was quicker, with the same.
    await rm(draft, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

async function forgetOld(): Promise<void> {
  for (const name of await readdir(kept)) {
    const { mtimeMs } = await stat(join(kept, name));
    if (Date.now() - mtimeMs > dayMs) await rm(join(kept, name), { recursive: true, force: true });
  }
}
