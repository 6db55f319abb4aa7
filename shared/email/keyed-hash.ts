/** What a hash stands for; part of its input, so that the same text hashes differently for another purpose. */
export type HashPurpose = 'account' | 'thread' | 'address' | 'domain' | 'fingerprint' | 'subject';

const encoder = new TextEncoder();
const keys = new Map<string, Promise<CryptoKey>>();

function importKey(keyBase64: string): Promise<CryptoKey> {
  const known = keys.get(keyBase64);
  if (known !== undefined) return known;
  const bytes = Uint8Array.from(atob(keyBase64), (character) => character.charCodeAt(0));
  const key = crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  keys.set(keyBase64, key);
  return key;
}

/**
 * HMAC-SHA256 (RFC 2104) of purpose and text under the team's key (32 bytes, base64), as 64 lowercase hex digits.
 * It lets the server recognise what it already knows without being told what it does not.
 */
export async function keyedHash(keyBase64: string, purpose: HashPurpose, text: string): Promise<string> {
  const signature = await crypto.subtle.sign('HMAC', await importKey(keyBase64), encoder.encode(`${purpose}\n${text}`));
  return Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
