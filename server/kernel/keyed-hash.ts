import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { HashPurpose } from '#shared/email/keyed-hash.ts';

const keys = new Map<string, KeyObject>();

/** The same hash as `keyedHash` in shared, at once: storing mail takes a dozen for each. */
export function hashUnderKey(keyBase64: string, purpose: HashPurpose, text: string): string {
  return createHmac('sha256', importKey(keyBase64)).update(`${purpose}\n${text}`).digest('hex');
}

function importKey(keyBase64: string): KeyObject {
  const known = keys.get(keyBase64);
  if (known !== undefined) return known;
  const key = createSecretKey(Buffer.from(keyBase64, 'base64'));
  keys.set(keyBase64, key);
  return key;
}
