import { sql } from 'drizzle-orm';
import type { DiscussionId, MessageId, UserId } from '#shared/contract/ids.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { mayDo } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import { lockDiscussion, type DiscussionState } from './find-discussion.ts';

export interface MessageState {
  readonly id: MessageId;
  readonly authorId: UserId | null;
  readonly origin: 'sidethread' | 'chat';
  readonly body: string;
  readonly seq: number;
  readonly deletedAt: Date | null;
}

export interface MessageAt {
  readonly discussionId: DiscussionId;
  readonly messageId: MessageId;
}

/**
 * A message of a discussion that the asker may see, with the discussion locked.
 * @throws Problem 'not-found' for anything else.
 */
export async function lockMessage(
  tx: Transaction,
  ctx: Context,
  at: MessageAt,
): Promise<{ discussion: DiscussionState; message: MessageState }> {
  const discussion = await lockDiscussion(tx, ctx, at.discussionId);
  const { rows } = await tx.execute<{
    author_id: UserId | null;
    origin: 'sidethread' | 'chat';
    body: string;
    seq: string;
    deleted_at: string | null;
  }>(sql`
    select author_id, origin, body, seq, deleted_at from message
    where team_id = ${ctx.teamId} and id = ${at.messageId} and discussion_id = ${at.discussionId} for update`);
  const row = rows[0];
  if (row === undefined) throw new Problem('not-found', 'This message does not exist, or it is not shared with you.');
  const message = {
    id: at.messageId,
    authorId: row.author_id,
    origin: row.origin,
    body: row.body,
    seq: Number(row.seq),
    deletedAt: row.deleted_at === null ? null : new Date(row.deleted_at),
  };
  return { discussion, message };
}

/**
 * Throws unless the message is the asker's own and not deleted. What they wrote in the chat they can change from here
 * once they have linked their account there.
 */
export async function requireOwnMessage(tx: Transaction, ctx: Context, message: MessageState): Promise<void> {
  if (message.deletedAt !== null) throw new Problem('gone', 'This message was deleted.');
  if (message.authorId !== ctx.userId) throw new Problem('not-allowed', 'Only its author can change a message.');
  await requireReach(tx, ctx, message);
}

/** Throws unless the asker wrote the message or administers the team, and it can be deleted from here. */
export async function requireDeletable(tx: Transaction, ctx: Context, message: MessageState): Promise<void> {
  if (message.authorId !== ctx.userId && !mayDo(ctx, 'team.manage'))
    throw new Problem('not-allowed', 'Only its author or an admin of the team can delete a message.');
  await requireReach(tx, ctx, message);
}

/** The chat lets only its author change what was written there. */
async function requireReach(tx: Transaction, ctx: Context, message: MessageState): Promise<void> {
  if (message.origin === 'sidethread') return;
  const { rows } = await tx.execute(sql`
    select from chat_person_token t
    join chat_installation i on i.team_id = t.team_id and i.id = t.installation_id and i.state = 'active'
    where t.team_id = ${ctx.teamId} and t.user_id = ${ctx.userId}`);
  if (rows.length > 0 && message.authorId === ctx.userId) return;
  throw new Problem(
    'not-allowed',
    'This was written in the chat, where only its author can change it: change it there, and it changes here too.',
  );
}
