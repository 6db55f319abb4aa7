import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Makes and checks texts that only a holder of the secret can make, fit for an address. Readable for everybody. */
export interface SignedTokens {
  sign(value: unknown): string;
  /** What was signed; undefined when it was not made with this secret for this purpose, or was changed. */
  open(token: string): unknown;
}

/** @param purpose what the tokens are for: those of one purpose are good for no other. */
export function createSignedTokens(secret: string, purpose: string): SignedTokens {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  const mac = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  return {
    sign: (value) => {
      const body = Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${body}.${mac(body)}`;
    },
    open: (token) => {
      const [body = '', signature = '', ...rest] = token.split('.');
      if (rest.length > 0 || !isEqual(signature, mac(body))) return undefined;
      return JSON.parse(Buffer.from(body, 'base64url').toString());
    },
  };
}

function isEqual(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
