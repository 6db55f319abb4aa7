import { expect, it } from 'vitest';
import { createProofKey, randomText } from './pkce.ts';

it('makes a verifier and the SHA-256 of it, both fit for an address', async () => {
  const { verifier, challenge } = await createProofKey();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const expected = btoa(String.fromCharCode(...new Uint8Array(digest)));
  expect(challenge).toBe(expected.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''));
  expect(verifier).toMatch(/^[\w-]{43}$/);
});

it('never makes the same text twice', () => {
  expect(new Set(Array.from({ length: 200 }, randomText)).size).toBe(200);
});
