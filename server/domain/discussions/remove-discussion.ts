import { sql } from 'drizzle-orm';
import type { DiscussionId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { mayDo, requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { findActiveLink } from './chat-links.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { lockDiscussion, type DiscussionState } from './find-discussion.ts';
import { requestMirror } from './request-mirror.ts';

/** Deletes a discussion for everybody; whoever started it and admins may, and may undo it. Its card in the chat says so. */
export async function removeDiscussion(ports: Ports, ctx: Context, discussionId: DiscussionId): Promise<void> {
  requirePermission(ctx, 'discussion.write');
  await inTransaction(ports.db, async (tx) => {
    const discussion = await lockRemovable(tx, ctx, discussionId);
    if (discussion.deletedAt !== null) return;
    await tx.execute(sql`
      update discussion set deleted_at = now(), deleted_by = ${ctx.userId}, version = version + 1
      where team_id = ${ctx.teamId} and id = ${discussion.id}`);
    await tx.execute(sql`
      delete from presence where team_id = ${ctx.teamId} and discussion_id = ${discussion.id}`);
    await tell(ports, tx, ctx, discussion.id, 'deleted');
  });
}

/** Undoes the deletion of a discussion. */
export async function restoreDiscussion(ports: Ports, ctx: Context, discussionId: DiscussionId): Promise<void> {
  requirePermission(ctx, 'discussion.write');
  await inTransaction(ports.db, async (tx) => {
    const discussion = await lockRemovable(tx, ctx, discussionId);
    if (discussion.deletedAt === null) return;
    await tx.execute(sql`
      update discussion set deleted_at = null, deleted_by = null, version = version + 1
      where team_id = ${ctx.teamId} and id = ${discussion.id}`);
    if (discussion.visibility === 'private') await requestMirror(ports, tx, ctx.teamId);
    await tell(ports, tx, ctx, discussion.id, 'restored');
  });
}

async function lockRemovable(tx: Transaction, ctx: Context, discussionId: DiscussionId): Promise<DiscussionState> {
  const discussion = await lockDiscussion(tx, ctx, discussionId, { deleted: true });
  if (discussion.startedBy === ctx.userId || mayDo(ctx, 'team.manage')) return discussion;
  throw new Problem('not-allowed', 'Only who started a discussion or an admin of the team can delete it.');
}

async function tell(
  ports: Ports,
  tx: Transaction,
  ctx: Context,
  discussionId: DiscussionId,
  card: 'deleted' | 'restored',
): Promise<void> {
  await recordAudit(tx, ctx, {
    action: card === 'deleted' ? 'discussion.delete' : 'discussion.restore',
    target: `discussion:${discussionId}`,
  });
  const link = await findActiveLink(tx, ctx.teamId, discussionId);
  if (link !== undefined)
    await enqueueEffect(ports, tx, {
      teamId: ctx.teamId,
      linkId: link.id,
      kind: 'edit',
      messageId: null,
      payload: { card, by: ctx.userName },
    });
  const kind = card === 'deleted' ? 'discussion-gone' : 'discussion';
  await ports.liveFeed.publish(tx, { teamId: ctx.teamId, kind, discussionId });
}
