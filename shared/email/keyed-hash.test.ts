import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyedHash } from './keyed-hash.ts';

const key = Buffer.alloc(32, 7).toString('base64');

test('is HMAC-SHA256 over purpose and text', async () => {
  const expected = createHmac('sha256', Buffer.alloc(32, 7)).update('address\nana@example.com').digest('hex');
  expect(await keyedHash(key, 'address', 'ana@example.com')).toBe(expected);
});

test('differs by purpose and by key', async () => {
  const other = Buffer.alloc(32, 8).toString('base64');
  const hashes = await Promise.all([
    keyedHash(key, 'address', 'x'),
    keyedHash(key, 'account', 'x'),
    keyedHash(other, 'address', 'x'),
  ]);
  expect(new Set(hashes).size).toBe(3);
});
