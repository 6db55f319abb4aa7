import { sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/client.ts';

/** Where a correspondence stands, as far as a merge changes it. */
interface Standing extends Record<string, unknown> {
  readonly id: string;
  readonly state: string;
  readonly assignee_id: string | null;
  readonly case_id: string | null;
}

export async function readStanding(
  tx: Transaction,
  teamId: string,
  ids: readonly string[],
): Promise<readonly Standing[]> {
  const { rows } = await tx.execute<Standing>(sql`
    select id, state, assignee_id, case_id from correspondence where team_id = ${teamId}
      and id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`);
  return rows;
}

interface Merge {
  readonly teamId: string;
  readonly wordId: string;
  readonly before: readonly Standing[];
  /** The one that is left. */
  readonly mergedIds: readonly string[];
}

/** Notes with the word that merged them how both stood, and how the one that is left stands now. */
export async function keepStanding(tx: Transaction, { teamId, wordId, before, mergedIds }: Merge): Promise<void> {
  const [after] = await readStanding(tx, teamId, mergedIds);
  await tx.execute(sql`
    update thread_word set standing = ${JSON.stringify({ before, after })}::jsonb
    where team_id = ${teamId} and id = ${wordId}`);
}

/** What the merge changed is as it was before; what people changed since stays as they left it. */
export async function bringBackStanding(tx: Transaction, teamId: string, wordId: string): Promise<void> {
  await tx.execute(sql`
    update correspondence k set
      state = case when k.state = merged.state then was.state else k.state end,
      assignee_id = case when k.assignee_id is not distinct from merged.assignee_id then was.assignee_id
        else k.assignee_id end,
      case_id = case when k.case_id is not distinct from merged.case_id then was.case_id else k.case_id end,
      version = k.version + 1, updated_at = now()
    from thread_word w,
      jsonb_to_recordset(w.standing -> 'before') as was (id uuid, state text, assignee_id uuid, case_id text),
      jsonb_to_record(w.standing -> 'after') as merged (id uuid, state text, assignee_id uuid, case_id text)
    where w.team_id = ${teamId} and w.id = ${wordId} and k.team_id = ${teamId} and k.id = was.id
      and k.merged_into is null`);
}
