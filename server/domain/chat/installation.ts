import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { chatInstallation, chatPersonToken } from '#server/db/schema/index.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import type { ChatAccess, ChatTokens } from '#server/ports/chat.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { SecretOwner } from '#server/ports/vault.ts';

/** A connected workspace, as it is stored. */
export type Installation = typeof chatInstallation.$inferSelect;
/** What speaking with a workspace takes. */
export type Workspace = Pick<
  Installation,
  'teamId' | 'id' | 'externalTeamId' | 'workspaceUrl' | 'appId' | 'botUserId' | 'sealedTokens'
>;
export type PersonToken = typeof chatPersonToken.$inferSelect;

const StoredTokens = z.object({ accessToken: z.string(), refreshToken: z.string().nullable() });
export type StoredTokens = z.infer<typeof StoredTokens>;

/** The team's connected workspace, ended or not; the active one where there are several. */
export async function findInstallation(db: Database | Transaction, teamId: string): Promise<Installation | undefined> {
  const rows = await db.select().from(chatInstallation).where(eq(chatInstallation.teamId, teamId));
  const byNewest = rows.toSorted((a, b) => b.installedAt.getTime() - a.installedAt.getTime());
  return byNewest.find((row) => row.state === 'active') ?? byNewest[0];
}

/** One workspace by its id; undefined when the team has no such. */
export async function readInstallation(
  db: Database | Transaction,
  teamId: string,
  installationId: string,
): Promise<Installation | undefined> {
  const [row] = await db
    .select()
    .from(chatInstallation)
    .where(and(eq(chatInstallation.teamId, teamId), eq(chatInstallation.id, installationId)));
  return row;
}

/** The row that a workspace's tokens are sealed for. */
export function installationSecret(at: { teamId: string; id: string }): SecretOwner {
  return { teamId: at.teamId, purpose: 'chat_installation.sealed_tokens', rowId: at.id };
}

/** The row that a person's tokens are sealed for. */
export function personSecret(at: { teamId: string; installationId: string; userId: string }): SecretOwner {
  return { teamId: at.teamId, purpose: 'chat_person_token.sealed_tokens', rowId: `${at.installationId}:${at.userId}` };
}

/** Tokens as a sealed text for a column. */
export function sealTokens(ports: Pick<Ports, 'vault'>, tokens: ChatTokens, owner: SecretOwner): string {
  const { accessToken, refreshToken } = tokens;
  return ports.vault.seal(JSON.stringify({ accessToken, refreshToken } satisfies StoredTokens), owner);
}

/** Sealed tokens as they were stored. */
export function unsealTokens(ports: Pick<Ports, 'vault'>, sealed: string, owner: SecretOwner): StoredTokens {
  return StoredTokens.parse(JSON.parse(ports.vault.unseal(sealed, owner)));
}

/** The bot's word in a workspace. */
export function botAccess(ports: Pick<Ports, 'vault'>, installation: Workspace): ChatAccess {
  const tokens = unsealTokens(ports, installation.sealedTokens, installationSecret(installation));
  return { ...accessTo(installation), token: tokens.accessToken, asPerson: false };
}

/** A person's own word in a workspace; undefined when they did not link themselves. */
export async function findPersonAccess(
  ports: Pick<Ports, 'vault' | 'db'>,
  installation: Workspace,
  userId: string,
): Promise<ChatAccess | undefined> {
  const found = await findPersonToken(ports.db, installation, userId);
  if (found === undefined) return undefined;
  const tokens = unsealTokens(ports, found.sealedTokens, personSecret(found));
  return { ...accessTo(installation), token: tokens.accessToken, asPerson: true };
}

/** A person's own tokens in a workspace, sealed; undefined when they did not link themselves. */
export async function findPersonToken(
  db: Database | Transaction,
  installation: { teamId: string; id: string },
  userId: string,
): Promise<PersonToken | undefined> {
  const [row] = await db
    .select()
    .from(chatPersonToken)
    .where(
      and(
        eq(chatPersonToken.teamId, installation.teamId),
        eq(chatPersonToken.installationId, installation.id),
        eq(chatPersonToken.userId, userId),
      ),
    );
  return row;
}

function accessTo(installation: Workspace): Omit<ChatAccess, 'token' | 'asPerson'> {
  const { botUserId, appId, externalTeamId, workspaceUrl } = installation;
  return { botUserId, appId, externalTeamId, workspaceUrl };
}
