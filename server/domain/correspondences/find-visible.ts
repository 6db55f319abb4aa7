import type { CorrespondenceId } from '#shared/contract/ids.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import type { Context } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';
import { mayBeSeenSql } from './visible-sql.ts';

const find: PreparedStatement = {
  name: 'correspondences.visible',
  text: `select k.id from correspondence was
    join correspondence k on k.team_id = $1 and k.id = coalesce(was.merged_into, was.id)
    where was.team_id = $1 and was.id = $3 and ${mayBeSeenSql}`,
};

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
  const [row] = await runPreparedIn<{ id: CorrespondenceId }>(tx, find, [teamId, userId, id]);
  if (row === undefined) throw correspondenceNotFound();
  return row.id;
}
