import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Config } from '#server/kernel/config.ts';

/** As an invitation's, the link carries an id and a code made from the server's secret: nothing secret is stored. */
export function emailChangeLink(config: Pick<Config, 'publicUrl' | 'secret'>, id: string): string {
  return `${config.publicUrl}/account/email/${id}.${codeFor(config, id)}`;
}

/** The change's id when the link's last part is genuine. */
export function readEmailChangeToken(config: Pick<Config, 'secret'>, token: string): string | undefined {
  const [id = '', code = ''] = token.split('.');
  if (!z.uuid().safeParse(id).success) return undefined;
  const expected = Buffer.from(codeFor(config, id));
  const given = Buffer.from(code);
  return expected.length === given.length && timingSafeEqual(expected, given) ? id : undefined;
}

function codeFor(config: Pick<Config, 'secret'>, id: string): string {
  return createHmac('sha256', config.secret).update(`sidethread e-mail change\n${id}`).digest('base64url');
}
