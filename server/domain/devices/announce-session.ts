import { eq } from 'drizzle-orm';
import type { Transaction } from '#server/db/client.ts';
import { authMember } from '#server/db/schema/auth.ts';
import type { UserId } from '#shared/contract/ids.ts';
import type { Ports } from '#server/ports/ports.ts';

/** Tells a person's own live streams, in every team of theirs, to look again whether they may go on. */
export async function announceSession(ports: Pick<Ports, 'liveFeed'>, tx: Transaction, userId: UserId): Promise<void> {
  const teams = await tx
    .select({ teamId: authMember.organizationId })
    .from(authMember)
    .where(eq(authMember.userId, userId));
  await ports.liveFeed.publish(
    tx,
    teams.map(({ teamId }) => ({ teamId, kind: 'session', userId })),
  );
}
