import { sql } from 'drizzle-orm';
import type { DiscussionId } from '#shared/contract/ids.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { lockDiscussion, type DiscussionState } from './find-discussion.ts';

// What a person sets for themselves alone: it is told to nobody else, and writes no audit row.

/** Follows a discussion or stops to; a mention follows it again. */
export async function followDiscussion(
  ports: Ports,
  ctx: Context,
  input: { discussionId: DiscussionId; on: boolean },
): Promise<void> {
  await change(ports, ctx, input.discussionId, (tx, discussion) =>
    tx.execute(sql`
      insert into discussion_member (team_id, discussion_id, user_id, following, last_read_seq)
      values (${ctx.teamId}, ${discussion.id}, ${ctx.userId}, ${input.on}, ${discussion.lastSeq})
      on conflict (team_id, discussion_id, user_id) do update set following = excluded.following`),
  );
}

/** Mutes a discussion: it stays in the list and is never put first. */
export async function muteDiscussion(
  ports: Ports,
  ctx: Context,
  input: { discussionId: DiscussionId; on: boolean },
): Promise<void> {
  await change(ports, ctx, input.discussionId, (tx, discussion) =>
    tx.execute(sql`
      insert into discussion_member (team_id, discussion_id, user_id, following, muted, last_read_seq)
      values (${ctx.teamId}, ${discussion.id}, ${ctx.userId}, false, ${input.on}, ${discussion.lastSeq})
      on conflict (team_id, discussion_id, user_id) do update set muted = excluded.muted`),
  );
}

/** Read up to `seq`; never takes back what was read. Of somebody who only looks nothing is kept. */
export async function markRead(
  ports: Ports,
  ctx: Context,
  input: { discussionId: DiscussionId; seq: number },
): Promise<void> {
  await change(ports, ctx, input.discussionId, (tx, discussion) =>
    tx.execute(sql`
      update discussion_member set last_read_seq = ${Math.min(input.seq, discussion.lastSeq)}
      where team_id = ${ctx.teamId} and discussion_id = ${discussion.id} and user_id = ${ctx.userId}
        and last_read_seq < ${Math.min(input.seq, discussion.lastSeq)} returning user_id`),
  );
}

/** Unread from `seq` on: the mark that a person sets to come back to it. */
export async function markUnread(
  ports: Ports,
  ctx: Context,
  input: { discussionId: DiscussionId; seq: number },
): Promise<void> {
  await change(ports, ctx, input.discussionId, (tx, discussion) => {
    const readUpTo = Math.max(0, Math.min(input.seq - 1, discussion.lastSeq));
    return tx.execute(sql`
      insert into discussion_member (team_id, discussion_id, user_id, last_read_seq)
      values (${ctx.teamId}, ${discussion.id}, ${ctx.userId}, ${readUpTo})
      on conflict (team_id, discussion_id, user_id)
      do update set last_read_seq = excluded.last_read_seq, following = true`);
  });
}

async function change(
  ports: Ports,
  ctx: Context,
  discussionId: DiscussionId,
  write: (tx: Transaction, discussion: DiscussionState) => Promise<{ rowCount: number | null }>,
): Promise<void> {
  requirePermission(ctx, 'discussion.read');
  await inTransaction(ports.db, async (tx) => {
    const discussion = await lockDiscussion(tx, ctx, discussionId);
    const { rowCount } = await write(tx, discussion);
    if (rowCount === 0) return;
    await ports.liveFeed.publish(tx, { teamId: ctx.teamId, kind: 'discussion', discussionId, userId: ctx.userId });
  });
}
