import { and, eq } from 'drizzle-orm';
import type { Role } from '#shared/contract/person.ts';
import type { Transaction } from '#server/db/client.ts';
import { authInvitation, authMember } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { mayDo } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';

export type MemberRow = typeof authMember.$inferSelect;

/** The team's memberships, locked, so that two owners can't step down at the same moment. */
export async function lockMembers(tx: Transaction, ctx: Context): Promise<readonly MemberRow[]> {
  return tx
    .select()
    .from(authMember)
    .where(eq(authMember.organizationId, ctx.teamId))
    .orderBy(authMember.id)
    .for('update');
}

/** The membership of a person, or Problem 'not-found'. */
export function getMember(members: readonly MemberRow[], userId: string): MemberRow {
  const member = members.find((one) => one.userId === userId);
  if (member === undefined) throw new Problem('not-found', 'This person is not in the team.');
  return member;
}

/** Problem 'conflict' when the team would be left without an owner. */
export function requireOtherOwner(members: readonly MemberRow[], leaving: MemberRow): void {
  if (leaving.role !== 'owner') return;
  if (members.some((one) => one.role === 'owner' && one.id !== leaving.id)) return;
  throw new Problem('conflict', 'A team needs an owner. Make somebody else an owner first.');
}

/**
 * Ends the open invitations that somebody may no longer give, so that none of their links lets anybody in.
 * @param role what they are from now on; undefined when they left.
 */
export async function cancelInvitationsOf(
  tx: Transaction,
  ctx: Context,
  userId: string,
  role: Role | undefined,
): Promise<void> {
  if (role === 'owner') return;
  const mayInvite = role !== undefined && mayDo({ role }, 'team.manage');
  await tx
    .update(authInvitation)
    .set({ status: 'canceled' })
    .where(
      and(
        eq(authInvitation.organizationId, ctx.teamId),
        eq(authInvitation.inviterId, userId),
        eq(authInvitation.status, 'pending'),
        // Only an owner makes owners.
        mayInvite ? eq(authInvitation.role, 'owner') : undefined,
      ),
    );
}
