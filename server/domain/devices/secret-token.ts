import { hash, randomBytes } from 'node:crypto';

/** 256 random bits as text for a URL or a header. */
export function createToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps instead of a token: its SHA-256 in hex. Enough for random tokens, not for passwords. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'hex');
}
