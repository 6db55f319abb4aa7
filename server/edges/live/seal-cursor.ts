import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

/** Makes cursors that say nothing, so that the numbers in them don't count what a client is not told. */
export interface CursorSeal {
  seal(cursor: string): string;
  /** Undefined when the text was not sealed here. */
  unseal(text: string): string | undefined;
}

const nonceLength = 12;
const tagLength = 16;

/** @param secret the server's SECRET; the same on every server of a database. */
export function createCursorSeal(secret: string): CursorSeal {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `sidethread ${purpose}`, 32));
  const [key, nonceKey] = [derive('live cursor'), derive('live cursor nonce')];
  return {
    seal: (cursor) => {
      // The same cursor gives the same text; a nonce is never used for two different ones.
      const nonce = createHmac('sha256', nonceKey).update(cursor).digest().subarray(0, nonceLength);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(cursor, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
    },
    unseal: (text) => {
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.length <= nonceLength + tagLength || bytes.length > 500) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength));
      decipher.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
      try {
        const body = decipher.update(bytes.subarray(nonceLength + tagLength));
        return Buffer.concat([body, decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
