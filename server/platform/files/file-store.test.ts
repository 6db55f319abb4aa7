import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FileStore } from '#server/ports/file-store.ts';
import { startBucket, type TestBucket } from '#tests/support/start-bucket.ts';
import { createBucketStore } from './create-bucket-store.ts';
import { createFileStore, removeAbandonedDrafts } from './create-file-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidethread-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bytes = randomBytes(300_000);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const leftDrafts = () => readdir(join(folder, 'drafts'));

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await startBucket();
});
afterAll(() => bucket.close());

const stores: readonly [string, () => FileStore][] = [
  ['a folder', () => createFileStore(folder)],
  ['a bucket', () => createBucketStore(bucket.settings, folder)],
];

describe.each(stores)('%s', (_name, open) => {
  test('bytes come back by their hash, once stored, however they were given', async () => {
    const store = open();
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
    const store = open();
    const large = Buffer.concat([bytes, bytes]);
    const hash = createHash('sha256').update(large).digest('hex');
    await expect(store.put(large, { maxBytes: 400_000 })).rejects.toMatchObject({ code: 'too-large' });
    expect(await store.has(hash)).toBe(false);
    expect(await leftDrafts()).toEqual([]);
  });

  test('a stream that breaks leaves nothing', async () => {
    const broken = Readable.from(
      (async function* () {
        yield bytes.subarray(0, 10);
        throw new Error('connection lost');
      })(),
    );
    await expect(open().put(broken)).rejects.toThrow('connection lost');
    expect(await leftDrafts()).toEqual([]);
  });

  test.each(['..', '../../etc/passwd', 'a'.repeat(64).toUpperCase(), ''])(
    'no name but a hash is opened: %j',
    async (name) => {
      await expect(open().open(name)).rejects.toMatchObject({ code: 'not-found' });
    },
  );

  test('a removed file is gone, and removing it again is no error', async () => {
    const store = open();
    await store.put(bytes);
    await store.remove(sha256);
    await store.remove(sha256);
    expect(await store.has(sha256)).toBe(false);
  });

  test('what is larger than a piece goes in and out as a stream', async () => {
    const piece = randomBytes(1024 * 1024);
    const whole = createHash('sha256');
    const pieces = Readable.from(Array.from({ length: 24 }, () => piece));
    const { sha256: name, size } = await open().put(pieces);
    for await (const chunk of await open().open(name)) whole.update(chunk as Uint8Array);
    expect([whole.digest('hex'), size]).toEqual([name, 24 * 1024 * 1024]);
    await open().remove(name);
  });
});

describe('a bucket', () => {
  test('that does not answer, refuses or is not there fails with a sentence and leaves no draft', async () => {
    const wrong = [
      { ...bucket.settings, url: 'http://127.0.0.1:9/none' },
      { ...bucket.settings, secret: 'another' },
      { ...bucket.settings, url: `${bucket.settings.url}-other` },
    ];
    for (const settings of wrong)
      await expect(createBucketStore(settings, folder).put(bytes)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await leftDrafts()).toEqual([]);
  });
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
