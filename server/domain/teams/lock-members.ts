import { and, eq } from 'drizzle-orm';
import type { Transaction } from '#server/db/client.ts';
import { authInvitation, authMember } from '#server/db/schema/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Context } from '#server/kernel/context.ts';

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

/** Ends the open invitations of somebody who may no longer invite, so that none of their links lets anybody in. */
export async function cancelInvitationsOf(tx: Transaction, ctx: Context, userId: string): Promise<void> {
  await tx
    .update(authInvitation)
    .set({ status: 'canceled' })
    .where(
      and(
        eq(authInvitation.organizationId, ctx.teamId),
        eq(authInvitation.inviterId, userId),
        eq(authInvitation.status, 'pending'),
      ),
    );
}
