import { SelectorUpdate, SignedSelectors, toSigned } from '#shared/contract/selector-update.ts';

export interface VerifyOptions {
  /** Ed25519 public key, raw, base64. */
  publicKey: string;
  /** Epoch ms. */
  now: number;
  /** The highest version that was ever taken: an older file, however well signed, is no update. */
  atLeast: number;
}

/**
 * The update inside a signed file; undefined where the signature is not the release key's, the file is not in form, is
 * older than what was taken before, or has expired. Never throws. Browsers without Ed25519 take no updates.
 */
export async function verifySelectors(file: unknown, options: VerifyOptions): Promise<SelectorUpdate | undefined> {
  const signed = SignedSelectors.safeParse(file);
  if (!signed.success || !(await isSigned(signed.data, options.publicKey))) return undefined;
  const update = SelectorUpdate.safeParse(parseJson(signed.data.payload));
  if (!update.success || update.data.version < options.atLeast) return undefined;
  return Date.parse(update.data.expiresAt) > options.now ? update.data : undefined;
}

async function isSigned({ payload, signature }: SignedSelectors, publicKey: string): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64(publicKey), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', key, fromBase64(signature), toSigned(payload));
  } catch {
    return false;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
