import { randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** An id as Slack writes them: a leading letter for the kind and ten more characters. */
export function createSlackId(prefix: string): string {
  let id = prefix;
  for (const byte of randomBytes(10)) id += ALPHABET[byte % ALPHABET.length];
  return id;
}

/** A secret of `bytes` random bytes, written in hexadecimal. */
export function createSecret(bytes = 20): string {
  return randomBytes(bytes).toString('hex');
}
