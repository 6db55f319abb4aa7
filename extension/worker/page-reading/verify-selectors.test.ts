import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toSigned, type SelectorUpdate } from '#shared/contract/selector-update.ts';
import { verifySelectors } from './verify-selectors.ts';

const now = Date.parse('2026-11-20T12:00:00Z');
const update: SelectorUpdate = {
  version: 7,
  date: '2026-11-19',
  expiresAt: '2026-12-20T00:00:00Z',
  gmail: { subject: ['h2.new'] },
};
const own = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const publicKey = own.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');

function signed(what: unknown, key: KeyObject = own.privateKey, bytes = toSigned(JSON.stringify(what))) {
  return { payload: JSON.stringify(what), signature: sign(null, bytes, key).toString('base64') };
}
const verify = (file: unknown, options: { atLeast?: number; now?: number } = {}) =>
  verifySelectors(file, { publicKey, now, atLeast: 0, ...options });

describe('verifySelectors', () => {
  it('takes what the release key has signed', async () => {
    expect(await verify(signed(update))).toEqual(update);
    expect(await verify(signed(update), { atLeast: 7 })).toEqual(update);
  });

  it.each<[string, unknown]>([
    ['another key’s signature', signed(update, other.privateKey)],
    ['a payload that was changed', { ...signed(update), payload: JSON.stringify({ ...update, version: 8 }) }],
    [
      'a signature over the payload alone',
      signed(update, own.privateKey, new TextEncoder().encode(JSON.stringify(update))),
    ],
    ['no signature', { payload: JSON.stringify(update), signature: '' }],
    ['something that is no file', 'selectors'],
    ['nothing', null],
    ['signed text that is no update', signed({ ...update, gmail: { subject: 'h2' } })],
    ['a signed purpose that could reach a prototype', signed({ ...update, gmail: { __proto__x: ['a'] } })],
    ['signed selectors without end', signed({ ...update, gmail: { subject: ['x'.repeat(400)] } })],
  ])('refuses %s', async (_what, file) => {
    expect(await verify(file)).toBeUndefined();
  });

  it('refuses what has expired, and what is older than what was taken before', async () => {
    expect(await verify(signed(update), { now: Date.parse('2026-12-20T00:00:01Z') })).toBeUndefined();
    expect(await verify(signed(update), { atLeast: 8 })).toBeUndefined();
  });
});
