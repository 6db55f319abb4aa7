import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SecretOwner, Vault } from '#server/ports/vault.ts';

export interface VaultKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/**
 * Seals with AES-256-GCM under the first key; opens with whichever key sealed. The owner is authenticated with the
 * secret, so that a sealed text copied to another row or team does not open. Form: `v1.<key id>.<base64url of
 * 12 bytes nonce, 16 bytes tag, ciphertext>`.
 */
export function createVault(keys: readonly VaultKey[]): Vault {
  const [newest] = keys;
  if (newest === undefined) throw new Error('a vault needs a key');
  const byId = new Map(keys.map((each) => [each.id, each.key]));
  return {
    seal: (secret, owner) => seal(newest, secret, owner),
    unseal: (sealed, owner) => {
      const { keyId, bytes } = parse(sealed);
      const key = byId.get(keyId);
      if (key === undefined)
        throw new Error(`a secret was sealed with the key ${keyId}, which VAULT_KEYS no longer lists`);
      return unseal(key, keyId, bytes, owner);
    },
    isStale: (sealed) => parse(sealed).keyId !== newest.id,
  };
}

function seal(key: VaultKey, secret: string, owner: SecretOwner): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.key, nonce).setAAD(binding(key.id, owner));
  const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  const bytes = Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
  return `v1.${key.id}.${bytes.toString('base64url')}`;
}

function unseal(key: Buffer, keyId: string, bytes: Buffer, owner: SecretOwner): string {
  const nonce = bytes.subarray(0, 12);
  const tag = bytes.subarray(12, 28);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
    decipher.setAAD(binding(keyId, owner)).setAuthTag(tag);
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch (error) {
    throw new Error('a sealed secret was changed, or belongs to another row', { cause: error });
  }
}

function binding(keyId: string, owner: SecretOwner): Buffer {
  return Buffer.from(JSON.stringify(['v1', keyId, owner.teamId, owner.purpose, owner.rowId]));
}

function parse(sealed: string): { keyId: string; bytes: Buffer } {
  const [form, keyId, encoded] = sealed.split('.');
  const bytes = Buffer.from(encoded ?? '', 'base64url');
  if (form !== 'v1' || keyId === undefined || bytes.length < 28) throw new Error('this is not a sealed secret');
  return { keyId, bytes };
}
