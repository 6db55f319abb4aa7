import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { UserId } from '#shared/contract/ids.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import { authMember, chatPersonToken } from '#server/db/schema/index.ts';
import { recordAudit } from '#server/domain/audit/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { announceTeam } from './announce-team.ts';
import { cancelInvitationsOf, getMember, lockMembers, requireOtherOwner, type MemberRow } from './lock-members.ts';

export const RemoveMember = z.object({ userId: UserId });
export type RemoveMember = z.infer<typeof RemoveMember>;

/**
 * Takes a person out of the team: their next request in it fails and their live stream ends. What they wrote stays.
 * @throws Problem 'conflict' for the last owner.
 */
export async function removeMember(
  ports: Pick<Ports, 'db' | 'liveFeed' | 'queue'>,
  ctx: Context,
  input: RemoveMember,
): Promise<null> {
  requirePermission(ctx, 'team.manage');
  await inTransaction(ports.db, async (tx) => {
    const members = await lockMembers(tx, ctx);
    const member = getMember(members, input.userId);
    if (member.role === 'owner') requirePermission(ctx, 'team.own');
    await takeOut(tx, ctx, members, member);
    await recordAudit(tx, ctx, { action: 'member.remove', target: `user:${input.userId}` });
    await announceTeam(ports, tx, ctx.teamId);
  });
  return null;
}

/**
 * The asker leaves the team, with what follows for `removeMember`.
 * @throws Problem 'conflict' for the last owner.
 */
export async function leaveTeam(ports: Pick<Ports, 'db' | 'liveFeed' | 'queue'>, ctx: Context): Promise<null> {
  requirePermission(ctx, 'team.read');
  await inTransaction(ports.db, async (tx) => {
    const members = await lockMembers(tx, ctx);
    await takeOut(tx, ctx, members, getMember(members, ctx.userId));
    await recordAudit(tx, ctx, { action: 'member.leave', target: `user:${ctx.userId}` });
    await announceTeam(ports, tx, ctx.teamId);
  });
  return null;
}

async function takeOut(tx: Transaction, ctx: Context, members: readonly MemberRow[], member: MemberRow): Promise<void> {
  requireOtherOwner(members, member);
  await tx.delete(authMember).where(eq(authMember.id, member.id));
  await cancelInvitationsOf(tx, ctx, member.userId, undefined);
  await forgetChatTokens(tx, ctx, member.userId);
  await handOver(tx, ctx, member.userId);
}

/**
 * What was theirs to answer is for whoever took them out, or for nobody yet when they left by themselves. Their API
 * tokens end, also for the case that they come back.
 */
async function handOver(tx: Transaction, ctx: Context, userId: string): Promise<void> {
  const heir = userId === ctx.userId ? null : ctx.userId;
  await tx.execute(sql`
    update correspondence set assignee_id = ${heir}, version = version + 1, updated_at = now()
    where team_id = ${ctx.teamId} and assignee_id = ${userId}`);
  await tx.execute(sql`delete from mailbox_user where team_id = ${ctx.teamId} and user_id = ${userId}`);
  await tx.execute(sql`delete from mailbox_request where team_id = ${ctx.teamId} and user_id = ${userId}`);
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
