import type { Config } from '#server/kernel/config.ts';
import { readSignedId, signId } from '#server/kernel/signed-id.ts';

export function invitationLink(config: Pick<Config, 'publicUrl' | 'secret'>, id: string): string {
  return `${config.publicUrl}/invitation/${signId(config, 'invitation', id)}`;
}

/** The invitation's id when the link's last part is genuine. */
export function readInvitationToken(config: Pick<Config, 'secret'>, token: string): string | undefined {
  return readSignedId(config, 'invitation', token);
}
