import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createVault } from './create-vault.ts';

const owner = { teamId: 't1', purpose: 'chat_installation.sealed_tokens', rowId: 'r1' };
const older = { id: 'k1', key: randomBytes(32) };
const newer = { id: 'k2', key: randomBytes(32) };

test('a secret opens for its owner, and no two sealings look alike', () => {
  const vault = createVault([newer]);
  const sealed = vault.seal('xoxb-1 ünï', owner);
  expect(sealed).not.toContain('xoxb');
  expect(vault.seal('xoxb-1 ünï', owner)).not.toBe(sealed);
  expect(vault.unseal(sealed, owner)).toBe('xoxb-1 ünï');
});

test.each([
  ['another team', { ...owner, teamId: 't2' }],
  ['another row', { ...owner, rowId: 'r2' }],
  ['another column', { ...owner, purpose: 'chat_person_token.sealed_tokens' }],
])('a secret does not open for %s', (_name, other) => {
  const vault = createVault([newer]);
  expect(() => vault.unseal(vault.seal('secret', owner), other)).toThrow(/belongs to another row/);
});

test('a changed byte is noticed wherever it stands', () => {
  const vault = createVault([newer]);
  const [form = '', id = '', encoded = ''] = vault.seal('secret', owner).split('.');
  const bytes = Buffer.from(encoded, 'base64url');
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => vault.unseal(`${form}.${id}.${changed.toString('base64url')}`, owner)).toThrow(/was changed/);
  }
});

test('keys rotate: the old one still opens and is told to be stale, the new one seals', () => {
  const sealed = createVault([older]).seal('secret', owner);
  const rotated = createVault([newer, older]);
  expect(rotated.isStale(sealed)).toBe(true);
  expect(rotated.unseal(sealed, owner)).toBe('secret');
  expect(rotated.isStale(rotated.seal('secret', owner))).toBe(false);
  expect(() => createVault([newer]).unseal(sealed, owner)).toThrow(/k1, which VAULT_KEYS no longer lists/);
});

test('what is not sealed is refused', () => {
  expect(() => createVault([newer]).unseal('plain', owner)).toThrow('not a sealed secret');
});
