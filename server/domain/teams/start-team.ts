import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { TeamId, UserId } from '#shared/contract/ids.ts';
import { inTransaction } from '#server/db/client.ts';
import { authMember } from '#server/db/schema/index.ts';
import { noteInTeams } from '#server/domain/devices/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { createTeam } from './create-team.ts';
import { TeamName } from './person-input.ts';

export const NewTeam = z.object({ name: TeamName });
export type NewTeam = z.infer<typeof NewTeam>;

/** Starts a further team on this server. Only for people who own one: others were invited into theirs. */
export async function startTeam(
  ports: Pick<Ports, 'db' | 'liveFeed'>,
  userId: UserId,
  input: NewTeam,
): Promise<{ teamId: TeamId }> {
  return inTransaction(ports.db, async (tx) => {
    const owned = await tx
      .select({ id: authMember.id })
      .from(authMember)
      .where(and(eq(authMember.userId, userId), eq(authMember.role, 'owner')))
      .limit(1);
    if (owned.length === 0) throw new Problem('not-allowed', 'Only owners of a team can start another one.');
    const teamId = await createTeam(tx, { name: input.name, ownerId: userId });
    // createTeam has written it down.
    await noteInTeams(ports, tx, userId, undefined);
    return { teamId };
  });
}
