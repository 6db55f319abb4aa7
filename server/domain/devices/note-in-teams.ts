import { eq } from 'drizzle-orm';
import type { UserId } from '#shared/contract/ids.ts';
import type { Transaction } from '#server/db/client.ts';
import { authMember } from '#server/db/schema/index.ts';
import { recordAudit, type AuditRecord } from '#server/domain/audit/index.ts';
import type { Ports } from '#server/ports/ports.ts';

/**
 * Writes down what a person did with their own sign-in, in each of their teams, and tells their live streams to look
 * again whether they may go on.
 */
export async function noteInTeams(
  ports: Pick<Ports, 'liveFeed'>,
  tx: Transaction,
  userId: UserId,
  record: AuditRecord | undefined,
): Promise<void> {
  const teams = await tx
    .select({ teamId: authMember.organizationId })
    .from(authMember)
    .where(eq(authMember.userId, userId));
  for (const { teamId } of teams) {
    if (record !== undefined) await recordAudit(tx, { teamId, actorId: userId, actorKind: 'teammate' }, record);
  }
  await ports.liveFeed.publish(
    tx,
    teams.map(({ teamId }) => ({ teamId, kind: 'session', userId })),
  );
}
