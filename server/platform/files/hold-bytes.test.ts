import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isInMemory } from '#server/ports/mail-bytes.ts';
import { createHold } from './hold-bytes.ts';

const limits = { inMemory: 1000, inAll: 5000 };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidethread-hold-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function* inPieces(bytes: Uint8Array, broken = false): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 300) yield bytes.subarray(at, at + 300);
  if (broken) throw new Error('the connection broke');
}

test('what is small stays in memory', async () => {
  const bytes = randomBytes(1000);
  const held = await createHold(folder, limits)(inPieces(bytes));
  expect(isInMemory(held) && Buffer.from(held).equals(bytes)).toBe(true);
  expect(await readdir(folder)).toEqual([]);
});

test('what is large lies in a file with its hash until it is let go', async () => {
  const bytes = randomBytes(5000);
  const held = await createHold(folder, limits)(inPieces(bytes));
  if (isInMemory(held)) throw new Error('it was held in memory');
  expect((await readFile(held.path)).equals(bytes)).toBe(true);
  expect(held).toMatchObject({ size: 5000, sha256: createHash('sha256').update(bytes).digest('hex') });
  await held.release();
  await held.release();
  expect(await readdir(folder)).toEqual([]);
});

test('what is too large, or breaks off, leaves nothing and says why', async () => {
  const hold = createHold(folder, limits);
  await expect(hold(inPieces(randomBytes(5001)))).rejects.toMatchObject({ kind: 'too-large' });
  await expect(hold(inPieces(randomBytes(2000), true))).rejects.toThrow('the connection broke');
  expect(await readdir(folder)).toEqual([]);
});
