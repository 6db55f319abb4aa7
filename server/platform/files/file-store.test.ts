import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileStore, removeAbandonedDrafts } from './create-file-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidethread-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytes = randomBytes(300_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const leftDrafts = () => readdir(join(folder, 'drafts'));

test('bytes come back by their hash, once stored, however they were given', async () => {
  const store = createFileStore(folder);
  const pieces = [bytes.subarray(0, 7), bytes.subarray(7, 200_000), bytes.subarray(200_000)];
  const both = await Promise.all([store.put(Readable.from(pieces)), store.put(bytes)]);
  expect(both).toEqual([
    { sha256, size: bytes.length },
    { sha256, size: bytes.length },
  ]);
  expect((await buffer(await store.open(sha256))).equals(bytes)).toBe(true);
  expect(await leftDrafts()).toEqual([]);
});

test('what is too large is refused with a sentence and leaves nothing', async () => {
  const store = createFileStore(folder);
  await expect(store.put(bytes, { maxBytes: 100_000 })).rejects.toMatchObject({ code: 'too-large' });
  expect(await store.has(sha256)).toBe(false);
  expect(await leftDrafts()).toEqual([]);
});

test('a stream that breaks leaves nothing', async () => {
  const broken = Readable.from(
    (async function* () {
      yield bytes.subarray(0, 10);
      throw new Error('connection lost');
    })(),
  );
  await expect(createFileStore(folder).put(broken)).rejects.toThrow('connection lost');
  expect(await leftDrafts()).toEqual([]);
});

test.each(['..', '../../etc/passwd', 'a'.repeat(64).toUpperCase(), ''])(
  'no name but a hash is opened: %j',
  async (name) => {
    await expect(createFileStore(folder).open(name)).rejects.toMatchObject({ code: 'not-found' });
  },
);

test('a removed file is gone, and removing it again is no error', async () => {
  const store = createFileStore(folder);
  await store.put(bytes);
  await store.remove(sha256);
  await store.remove(sha256);
  expect(await store.has(sha256)).toBe(false);
});

test('drafts that a crash left are removed after a day', async () => {
  const store = createFileStore(folder);
  await store.put(bytes);
  await writeFile(join(folder, 'drafts', 'old'), 'x');
  await writeFile(join(folder, 'drafts', 'new'), 'x');
  const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
  await utimes(join(folder, 'drafts', 'old'), yesterday, yesterday);
  expect(await removeAbandonedDrafts(folder, new Date())).toBe(1);
  expect(await leftDrafts()).toEqual(['new']);
});
