import { eq } from 'drizzle-orm';
import type { UserId } from '#shared/contract/ids.ts';
import type { Transaction } from '#server/db/client.ts';
import { authMember } from '#server/db/schema/index.ts';
import { recordAudit } from '#server/domain/audit/index.ts';
import type { Ports } from '#server/ports/ports.ts';

/** Writes down in each of a person's teams what they changed of themselves, and lets everybody there read it afresh. */
export async function announcePerson(
  ports: Pick<Ports, 'liveFeed'>,
  tx: Transaction,
  userId: UserId,
  action: string,
): Promise<void> {
  const teams = await tx
    .select({ teamId: authMember.organizationId })
    .from(authMember)
    .where(eq(authMember.userId, userId));
  for (const { teamId } of teams)
    await recordAudit(tx, { teamId, actorId: userId, actorKind: 'teammate' }, { action, target: `user:${userId}` });
  await ports.liveFeed.publish(
    tx,
    teams.map(({ teamId }) => ({ teamId, kind: 'session' })),
  );
}
