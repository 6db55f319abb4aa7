import { sql } from 'drizzle-orm';
import type { DiscussionId, UserId } from '#shared/contract/ids.ts';
import type { Visibility } from '#shared/contract/discussion.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';

export interface DiscussionState {
  readonly id: DiscussionId;
  readonly correspondenceId: string;
  readonly visibility: Visibility;
  readonly startedBy: UserId;
  readonly lastSeq: number;
  readonly deletedAt: Date | null;
}

/** The one answer for a discussion that is not there, is another team's, is private to others or is deleted. */
export function discussionNotFound(): Problem {
  return new Problem('not-found', 'This discussion does not exist, or it is not shared with you.');
}

/**
 * The discussion as its writers see it, locked until the transaction ends: whoever changes a discussion or adds to
 * it waits here, so that its messages are numbered without gaps.
 * @throws Problem 'not-found' when the asker may not see it, or it is deleted and `deleted` is not asked for.
 */
export async function lockDiscussion(
  tx: Transaction,
  ctx: Context,
  id: DiscussionId,
  options: { deleted?: boolean } = {},
): Promise<DiscussionState> {
  const found = await read(tx, ctx, id, sql`for update of d`);
  if (found === undefined || (found.deletedAt !== null && options.deleted !== true)) throw discussionNotFound();
  return found;
}

/** Throws Problem 'not-found' unless the asker may see the discussion and it is not deleted. */
export async function requireDiscussion(
  db: Database | Transaction,
  ctx: Context,
  id: DiscussionId,
): Promise<DiscussionState> {
  const found = await read(db, ctx, id, sql``);
  if (found === undefined || found.deletedAt !== null) throw discussionNotFound();
  return found;
}

async function read(
  db: Database | Transaction,
  ctx: Context,
  id: DiscussionId,
  lock: ReturnType<typeof sql>,
): Promise<DiscussionState | undefined> {
  const { rows } = await db.execute<{
    id: DiscussionId;
    correspondence_id: string;
    visibility: Visibility;
    started_by: UserId;
    last_seq: string;
    deleted_at: string | null;
  }>(sql`
    select d.id, d.correspondence_id, d.visibility, d.started_by, d.last_seq, d.deleted_at from discussion d
    where d.team_id = ${ctx.teamId} and d.id = ${id} and (d.visibility = 'team' or exists (
      select from discussion_member dm where dm.team_id = d.team_id and dm.discussion_id = d.id
      and dm.user_id = ${ctx.userId} and dm.invited)) ${lock}`);
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    id: row.id,
    correspondenceId: row.correspondence_id,
    visibility: row.visibility,
    startedBy: row.started_by,
    lastSeq: Number(row.last_seq),
    deletedAt: row.deleted_at === null ? null : new Date(row.deleted_at),
  };
}
