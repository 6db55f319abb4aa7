import { randomBytes } from 'node:crypto';
import type { TeamId, UserId } from '#shared/contract/ids.ts';
import type { Transaction } from '#server/db/client.ts';
import { authMember, authOrganization, teamSettings } from '#server/db/schema/index.ts';
import { recordAudit } from '#server/domain/audit/index.ts';
import { createId } from '#server/kernel/ids.ts';

/** A new team with its owner and its key for hashes. `name` is one clean line. */
export async function createTeam(tx: Transaction, team: { name: string; ownerId: UserId }): Promise<TeamId> {
  const teamId = createId<TeamId>();
  await tx.insert(authOrganization).values({ id: teamId, name: team.name, slug: teamId });
  await tx.insert(authMember).values({ id: createId(), organizationId: teamId, userId: team.ownerId, role: 'owner' });
  await tx.insert(teamSettings).values({ teamId, hashKey: randomBytes(32).toString('base64') });
  const actor = { teamId, actorId: team.ownerId, actorKind: 'teammate' } as const;
  await recordAudit(tx, actor, { action: 'team.create', target: `team:${teamId}` });
  return teamId;
}
