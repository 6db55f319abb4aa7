import { and, eq } from 'drizzle-orm';
import { chatInstallation, chatPersonToken } from '#server/db/schema/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { SecretOwner } from '#server/ports/vault.ts';
import { installationSecret, personSecret } from './installation.ts';

/**
 * Seals anew the tokens that lie under an older key, so that this key may then go from the settings. One that is
 * renewed meanwhile is left alone.
 */
export async function sealAnew(ports: Pick<ChatPorts, 'db' | 'vault'>): Promise<void> {
  const again = (sealed: string, owner: SecretOwner) => ports.vault.seal(ports.vault.unseal(sealed, owner), owner);
  const workspaces = await ports.db.select().from(chatInstallation).where(eq(chatInstallation.state, 'active'));
  for (const row of workspaces.filter(({ sealedTokens }) => ports.vault.isStale(sealedTokens))) {
    const { teamId, id, sealedTokens } = chatInstallation;
    await ports.db
      .update(chatInstallation)
      .set({ sealedTokens: again(row.sealedTokens, installationSecret(row)) })
      .where(and(eq(teamId, row.teamId), eq(id, row.id), eq(sealedTokens, row.sealedTokens)));
  }
  const people = await ports.db.select().from(chatPersonToken);
  for (const row of people.filter(({ sealedTokens }) => ports.vault.isStale(sealedTokens))) {
    const { teamId, userId, sealedTokens } = chatPersonToken;
    await ports.db
      .update(chatPersonToken)
      .set({ sealedTokens: again(row.sealedTokens, personSecret(row)) })
      .where(and(eq(teamId, row.teamId), eq(userId, row.userId), eq(sealedTokens, row.sealedTokens)));
  }
}
