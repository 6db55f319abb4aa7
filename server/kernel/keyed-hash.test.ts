import { expect, test } from 'vitest';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import { hashUnderKey } from './keyed-hash.ts';

test('is the hash that browsers make', async () => {
  const key = Buffer.alloc(32, 7).toString('base64');
  for (const text of ['marta@weiss-tools.example', '', 'Ærø 🙂'])
    expect(hashUnderKey(key, 'address', text)).toBe(await keyedHash(key, 'address', text));
});
