import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '#server/kernel/config.ts';
import { openFileStore } from '#server/platform/files/open-file-store.ts';
import { keepInProcess } from '#tests/support/large-mail/keep-in-process.ts';
import { providers } from '#tests/support/mail-accounts.ts';
import { signIn } from '#tests/support/mail-sign-in.ts';
import { startBucket, type TestBucket } from '#tests/support/start-bucket.ts';

/** As many bytes as make whole lines of base64. */
const blockSize = 57 * 18_000;
/** About a megabyte each; as they are written in a mail it is a third more. */
const blocks = process.env['SIDETHREAD_FULL'] === '1' ? 150 : 20;
/** Of memory, for a mail of whatever size. */
const mostGrownMb = 160;
const letter = 'Here is the film.';
const address = 'support@larkfield.example';

let folder: string;
let bucket: TestBucket;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidethread-large-mail-'));
  bucket = await startBucket();
});
afterAll(async () => {
  await bucket.close();
  await rm(folder, { recursive: true, force: true });
});

/** Three files, the first by far the largest, and a letter. */
function writeLargeMail(): { raw: Buffer; hashes: readonly string[] } {
  const block = randomBytes(blockSize);
  const letters = Buffer.from(block.toString('base64').replace(/.{76}/g, '$&\r\n'));
  const sizes = [blocks - 3, 1, 2];
  const parts = sizes.flatMap((count, at) => [
    Buffer.from(
      `\r\n--parts\r\nContent-Type: video/mp4; name="${at}.mp4"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n`,
    ),
    Buffer.alloc(letters.length * count, letters),
  ]);
  const opening = [
    'From: Ada <ada@weiss-tools.example>',
    `To: ${address}`,
    'Subject: The film',
    `Date: ${new Date().toUTCString()}`,
    'Message-ID: <film@weiss-tools.example>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=parts',
    '',
    '--parts',
    'Content-Type: text/plain; charset=utf-8',
    '',
    letter,
  ].join('\r\n');
  return {
    raw: Buffer.concat([Buffer.from(opening), ...parts, Buffer.from('\r\n--parts--\r\n')]),
    hashes: sizes.map((count) => hashOf(Buffer.alloc(block.length * count, block))),
  };
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const bucketSettings = () => ({
  FILES_BUCKET: bucket.settings.url,
  FILES_BUCKET_REGION: bucket.settings.region,
  FILES_BUCKET_KEY_ID: bucket.settings.keyId,
  FILES_BUCKET_SECRET: bucket.settings.secret,
});

describe('a large mail is read and kept, and never held in memory', () => {
  test.each([
    ['gmail', 'a folder', () => ({})],
    ['outlook', 'a bucket', bucketSettings],
  ] as const)(
    '%s, into %s',
    async (name, _store, storeSettings) => {
      const { raw, hashes } = writeLargeMail();
      const provider = await providers[name]({ clockScale: 1 });
      const account = provider.add(address);
      const smallId = account.deliver();
      const largeId = account.deliver({ raw });
      const { accessToken } = await signIn(provider, address);
      const dataDir = join(folder, name);
      const settings = { ...provider.settings, DATA_DIR: dataDir, ...storeSettings() };
      const kept = await keepInProcess({ provider: name, accessToken, settings, smallId, largeId });
      await provider.close();
      expect(kept).toMatchObject({
        sha256: hashOf(raw),
        size: raw.length,
        attachments: hashes,
        text: letter,
        isStreamed: true,
      });
      expect(kept.grownMb).toBeLessThan(mostGrownMb);
      const config = readConfig({ SECRET: 's'.repeat(32), PUBLIC_URL: 'http://127.0.0.1:1', ...settings });
      const files = openFileStore(config);
      for (const hash of [kept.sha256, ...hashes]) {
        const stored = createHash('sha256');
        for await (const piece of await files.open(hash)) stored.update(piece as Buffer);
        expect(stored.digest('hex')).toBe(hash);
      }
      expect(await readdir(join(config.filesDir, 'drafts'))).toEqual([]);
    },
    180_000,
  );
});
