import { sql } from 'drizzle-orm';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';

/** The one answer for a correspondence that is not there, is another team's, or of which one may see nothing. */
export function correspondenceNotFound(): Problem {
  return new Problem('not-found', 'This correspondence does not exist, or nothing of it is shared with you.');
}

/**
 * The correspondence that an id leads to now, if the asker may see something of it: a shared mail, a discussion, or
 * mail of their own.
 * @throws Problem 'not-found'
 */
export async function findVisible(
  tx: Transaction | Database,
  { teamId, userId }: Pick<Context, 'teamId' | 'userId'>,
  id: string,
): Promise<CorrespondenceId> {
  const { rows } = await tx.execute<{ id: CorrespondenceId }>(sql`
    select k.id from correspondence was
    join correspondence k on k.team_id = ${teamId} and k.id = coalesce(was.merged_into, was.id)
    where was.team_id = ${teamId} and was.id = ${id} and (k.email_count > 0
      or exists (select from discussion d join correspondence part on part.team_id = ${teamId}
        and part.id = d.correspondence_id where d.team_id = ${teamId} and (part.id = k.id or part.merged_into = k.id)
        and d.deleted_at is null and (d.visibility = 'team' or exists (select from discussion_member m
          where m.team_id = ${teamId} and m.discussion_id = d.id and m.user_id = ${userId} and m.invited)))
      or exists (select from email e join email_copy c on c.team_id = ${teamId} and c.email_id = e.id
        where e.team_id = ${teamId} and e.correspondence_id = k.id and c.owner_id = ${userId}
        and c.deleted_at is null))`);
  const [row] = rows;
  if (row === undefined) throw correspondenceNotFound();
  return row.id;
}
