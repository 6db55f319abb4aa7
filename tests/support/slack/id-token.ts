import { createPublicKey, generateKeyPairSync, sign, type JsonWebKey } from 'node:crypto';

/** Signs id tokens (RS256) and shows the public key that checks them. */
export interface IdTokenSigner {
  sign(claims: Record<string, unknown>): string;
  keys(): { keys: (JsonWebKey & { kid: string })[] };
}

const LIFE_SECONDS = 300;

/** Builds a signer; the key pair is made at its first use, as that takes a while. */
export function createIdTokenSigner(clientId: string, issuer: () => string): IdTokenSigner {
  let pair: ReturnType<typeof makeKeys> | undefined;
  const getPair = (): ReturnType<typeof makeKeys> => (pair ??= makeKeys());
  return {
    sign: (claims) => {
      const now = Math.floor(Date.now() / 1000);
      const header = encode({ alg: 'RS256', typ: 'JWT', kid: 'stand-in' });
      const body = encode({
        iss: issuer(),
        aud: clientId,
        iat: now,
        auth_time: now,
        exp: now + LIFE_SECONDS,
        ...claims,
      });
      const signature = sign('sha256', Buffer.from(`${header}.${body}`), getPair().privateKey);
      return `${header}.${body}.${signature.toString('base64url')}`;
    },
    keys: () => ({
      keys: [
        {
          ...createPublicKey(getPair().publicKey).export({ format: 'jwk' }),
          kid: 'stand-in',
          alg: 'RS256',
          use: 'sig',
        },
      ],
    }),
  };
}

function makeKeys(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
