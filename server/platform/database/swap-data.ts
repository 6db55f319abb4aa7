import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const plan = 'restore-plan.json';

const Moves = z.array(z.object({ from: z.string(), to: z.string() }));
export type Moves = z.infer<typeof Moves>;

/**
 * Replaces a data folder's contents by renames that all happen or none: the plan is on disk before the first, and
 * `finishSwap` (at every start of the database) completes one that a crash cut short.
 */
export async function swapData(dataDir: string, moves: Moves): Promise<void> {
  // Only what is there now is planned: a later look can then tell a move that was done from one that was not needed.
  const needed = moves.filter(({ from }) => existsSync(from));
  const draft = join(dataDir, `${plan}.draft`);
  const file = await open(draft, 'w', 0o600);
  await file.writeFile(JSON.stringify(needed));
  await file.sync();
  await file.close();
  await rename(draft, join(dataDir, plan));
  await syncFolder(dataDir);
  await finishSwap(dataDir);
}

/** Completes a swap that was begun; does nothing otherwise. */
export async function finishSwap(dataDir: string): Promise<void> {
  const text = await readFile(join(dataDir, plan), 'utf8').catch(() => undefined);
  if (text === undefined) return;
  for (const { from, to } of Moves.parse(JSON.parse(text))) {
    // Done before the crash.
    if (!existsSync(from) || existsSync(to)) continue;
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
    await syncFolder(dirname(to));
  }
  await rm(join(dataDir, plan));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
