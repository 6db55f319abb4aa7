import { and, eq, sql } from 'drizzle-orm';
import { chatInstallation, chatPersonToken } from '#server/db/schema/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { ChatOutcome, ChatTokens } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { endInstallation, endReasonOf } from './end-installation.ts';
import { installationSecret, personSecret, readInstallation, sealTokens, unsealTokens } from './installation.ts';
import type { Workspace } from './installation.ts';
import { sealAnew } from './seal-anew.ts';

/** Tokens are renewed this long before they expire. */
const aheadMs = 2 * 60 * 60 * 1000;

/** `fresh`: there is a newer token than `seen`. `ended`: there will be none. `later`: it could not be told now. */
export type Refreshed = 'fresh' | 'ended' | 'later';

/**
 * Renews a workspace's token, one server at a time: whoever waits for the row finds the new token and does nothing.
 * The new tokens are stored in the transaction that held the row, since the old refresh token is good only once.
 * @param seen the sealed tokens that were found to be old.
 */
export async function refreshInstallation(
  ports: ChatPorts,
  at: { teamId: string; installationId: string },
  seen: string,
): Promise<Refreshed> {
  return ports.db.transaction(async (tx) => {
    await tx.execute(sql`
      select from chat_installation where team_id = ${at.teamId} and id = ${at.installationId} for update`);
    const row = await readInstallation(tx, at.teamId, at.installationId);
    if (row === undefined || row.state === 'ended') return 'ended';
    if (row.sealedTokens !== seen) return 'fresh';
    const owner = installationSecret(row);
    const { refreshToken } = unsealTokens(ports, row.sealedTokens, owner);
    if (refreshToken === null) return endRevoked(ports, tx, at);
    const renewed = await ports.chat.signIn.refresh(refreshToken);
    if (renewed.outcome === 'done') {
      const sealedTokens = sealTokens(ports, renewed.value, owner);
      await tx
        .update(chatInstallation)
        .set({ sealedTokens, tokenExpiresAt: renewed.value.expiresAt })
        .where(and(eq(chatInstallation.teamId, at.teamId), eq(chatInstallation.id, at.installationId)));
      return 'fresh';
    }
    if (!isFinal(renewed)) return 'later';
    const stillGood = row.tokenExpiresAt !== null && row.tokenExpiresAt > ports.clock.now();
    const isWorking = stillGood && (await doesWork(ports, row));
    return isWorking ? 'later' : endRevoked(ports, tx, at);
  });
}

async function doesWork(ports: ChatPorts, row: Workspace): Promise<boolean> {
  const { accessToken } = unsealTokens(ports, row.sealedTokens, installationSecret(row));
  return (await ports.chat.signIn.test(accessToken)).outcome !== 'refused';
}

async function endRevoked(
  ports: ChatPorts,
  tx: Transaction,
  at: { teamId: string; installationId: string },
): Promise<'ended'> {
  await endInstallation(ports, tx, at, 'revoked');
  return 'ended';
}

function isFinal(outcome: ChatOutcome<ChatTokens>): boolean {
  return outcome.outcome === 'refused';
}

/** Renews a person's own token, as above; a token that can't be renewed is forgotten, and the bot speaks for them. */
export async function refreshPerson(
  ports: ChatPorts,
  at: { teamId: string; installationId: string; userId: string },
  seen: string,
): Promise<Refreshed> {
  const key = and(
    eq(chatPersonToken.teamId, at.teamId),
    eq(chatPersonToken.installationId, at.installationId),
    eq(chatPersonToken.userId, at.userId),
  );
  return ports.db.transaction(async (tx) => {
    const [row] = await tx.select().from(chatPersonToken).where(key).for('update');
    if (row === undefined) return 'ended';
    if (row.sealedTokens !== seen) return 'fresh';
    const owner = personSecret(row);
    const { refreshToken } = unsealTokens(ports, row.sealedTokens, owner);
    const renewed = refreshToken === null ? undefined : await ports.chat.signIn.refresh(refreshToken);
    if (renewed?.outcome === 'done') {
      const sealedTokens = sealTokens(ports, renewed.value, owner);
      await tx.update(chatPersonToken).set({ sealedTokens, tokenExpiresAt: renewed.value.expiresAt }).where(key);
      return 'fresh';
    }
    if (renewed !== undefined && !isFinal(renewed)) return 'later';
    await tx.delete(chatPersonToken).where(key);
    return 'ended';
  });
}

/**
 * Renews every token that expires soon, and seals anew what lies under an older key. Run it every few minutes; what
 * fails is tried again the next time and keeps no other from its turn.
 */
export async function refreshTokens(ports: ChatPorts): Promise<number> {
  const failed = (error: unknown) => ports.logger.error({ err: error }, 'a token of the chat was not renewed');
  const before = new Date(ports.clock.now().getTime() + aheadMs).toISOString();
  const { rows: workspaces } = await ports.db.execute<{ team_id: string; id: string; sealed_tokens: string }>(sql`
    select team_id, id, sealed_tokens from chat_installation
    where state = 'active' and token_expires_at < ${before}::timestamptz`);
  for (const row of workspaces)
    await refreshInstallation(ports, { teamId: row.team_id, installationId: row.id }, row.sealed_tokens).catch(failed);
  const { rows: people } = await ports.db.execute<{
    team_id: string;
    installation_id: string;
    user_id: string;
    sealed_tokens: string;
  }>(sql`
    select team_id, installation_id, user_id, sealed_tokens from chat_person_token
    where token_expires_at < ${before}::timestamptz`);
  for (const row of people) {
    const at = { teamId: row.team_id, installationId: row.installation_id, userId: row.user_id };
    await refreshPerson(ports, at, row.sealed_tokens).catch(failed);
  }
  await sealAnew(ports);
  return workspaces.length + people.length;
}

/**
 * What to do after the chat said that a workspace's token is no good: with a token that is new since, or could be
 * renewed, the call may be made again; else the workspace has ended.
 */
export async function afterSignedOut(
  ports: ChatPorts,
  installation: Workspace,
  providerError: string,
): Promise<Refreshed> {
  const at = { teamId: installation.teamId, installationId: installation.id };
  if (providerError === 'token_expired') return refreshInstallation(ports, at, installation.sealedTokens);
  const now = await readInstallation(ports.db, at.teamId, at.installationId);
  if (now === undefined || now.state === 'ended') return 'ended';
  if (now.sealedTokens !== installation.sealedTokens) return 'fresh';
  await inTransaction(ports.db, (tx) => endInstallation(ports, tx, at, endReasonOf(providerError)));
  return 'ended';
}
