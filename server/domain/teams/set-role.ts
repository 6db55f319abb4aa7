import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { UserId } from '#shared/contract/ids.ts';
import { Role } from '#shared/contract/person.ts';
import { inTransaction } from '#server/db/client.ts';
import { authMember } from '#server/db/schema/index.ts';
import { recordAudit } from '#server/domain/audit/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { announceTeam } from './announce-team.ts';
import { cancelInvitationsOf, getMember, lockMembers, requireOtherOwner } from './lock-members.ts';

export const SetRole = z.object({ userId: UserId, role: Role });
export type SetRole = z.infer<typeof SetRole>;

/**
 * Gives a teammate another role. Owners are made and unmade by owners only.
 * @throws Problem 'conflict' when the last owner would step down.
 */
export async function setRole(
  ports: Pick<Ports, 'db' | 'liveFeed' | 'queue'>,
  ctx: Context,
  input: SetRole,
): Promise<null> {
  requirePermission(ctx, input.role === 'owner' ? 'team.own' : 'team.manage');
  await inTransaction(ports.db, async (tx) => {
    const members = await lockMembers(tx, ctx);
    const member = getMember(members, input.userId);
    if (member.role === input.role) return;
    if (member.role === 'owner') requirePermission(ctx, 'team.own');
    requireOtherOwner(members, member);
    await tx.update(authMember).set({ role: input.role }).where(eq(authMember.id, member.id));
    await cancelInvitationsOf(tx, ctx, input.userId, input.role);
    const detail = { from: member.role, to: input.role };
    await recordAudit(tx, ctx, { action: 'member.set-role', target: `user:${input.userId}`, detail });
    await announceTeam(ports, tx, ctx.teamId);
  });
  return null;
}
