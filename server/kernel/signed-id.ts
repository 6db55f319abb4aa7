import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Config } from './config.ts';

/** What a signed id is for: a link for one purpose opens nothing of another. */
export type SignedPurpose = 'invitation' | 'e-mail change';

/**
 * The last part of a link: an id and a code made from the server's secret. Nothing secret is stored, and knowing an id
 * opens nothing.
 */
export function signId(config: Pick<Config, 'secret'>, purpose: SignedPurpose, id: string): string {
  return `${id}.${codeFor(config, purpose, id)}`;
}

/** The id when a link's last part is genuine and for this purpose. */
export function readSignedId(
  config: Pick<Config, 'secret'>,
  purpose: SignedPurpose,
  token: string,
): string | undefined {
  const [id = '', code = ''] = token.split('.');
  if (!z.uuid().safeParse(id).success) return undefined;
  const expected = Buffer.from(codeFor(config, purpose, id));
  const given = Buffer.from(code);
  return expected.length === given.length && timingSafeEqual(expected, given) ? id : undefined;
}

function codeFor(config: Pick<Config, 'secret'>, purpose: SignedPurpose, id: string): string {
  return createHmac('sha256', config.secret).update(`sidethread ${purpose}\n${id}`).digest('base64url');
}
