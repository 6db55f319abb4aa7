import type { Config } from '#server/kernel/config.ts';
import { readSignedId, signId } from '#server/kernel/signed-id.ts';

export function emailChangeLink(config: Pick<Config, 'publicUrl' | 'secret'>, id: string): string {
  return `${config.publicUrl}/account/email/${signId(config, 'e-mail change', id)}`;
}

/** The change's id when the link's last part is genuine. */
export function readEmailChangeToken(config: Pick<Config, 'secret'>, token: string): string | undefined {
  return readSignedId(config, 'e-mail change', token);
}
