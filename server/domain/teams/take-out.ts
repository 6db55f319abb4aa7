import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/client.ts';
import { authMember, chatPersonToken } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { cancelInvitationsOf, requireOtherOwner, type MemberRow } from './lock-members.ts';

/**
 * Ends somebody's membership: their next request in the team fails and their live stream ends.
 * @throws Problem 'conflict' for the last owner.
 */
export async function takeOut(
  tx: Transaction,
  ctx: Context,
  members: readonly MemberRow[],
  member: MemberRow,
): Promise<void> {
  requireOtherOwner(members, member);
  await tx.delete(authMember).where(eq(authMember.id, member.id));
  await cancelInvitationsOf(tx, ctx, member.userId, undefined);
  await forgetChatTokens(tx, ctx, member.userId);
  await endAccess(tx, ctx, member.userId);
}

/** Their API tokens end, also for the case that they come back, and so do their own templates and what teammates let them use. */
async function endAccess(tx: Transaction, ctx: Context, userId: string): Promise<void> {
  await tx.execute(sql`delete from mailbox_user where team_id = ${ctx.teamId} and user_id = ${userId}`);
  await tx.execute(sql`delete from mailbox_request where team_id = ${ctx.teamId} and user_id = ${userId}`);
  await tx.execute(sql`
    update template set removed_at = now() where team_id = ${ctx.teamId} and owner_id = ${userId} and removed_at is null`);
  await tx.execute(sql`
    update api_token set revoked_at = now()
    where team_id = ${ctx.teamId} and user_id = ${userId} and revoked_at is null`);
}

/** Nothing is done in the chat in their name any more. */
async function forgetChatTokens(tx: Transaction, ctx: Context, userId: string): Promise<void> {
  await tx
    .delete(chatPersonToken)
    .where(and(eq(chatPersonToken.teamId, ctx.teamId), eq(chatPersonToken.userId, userId)));
}
