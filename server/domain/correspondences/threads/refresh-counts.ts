import { sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/client.ts';

/** Counts anew what the team sees of correspondences: their shared mails and these mails' attachments. */
export async function refreshCounts(tx: Transaction, teamId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(sql`
    update correspondence k set email_count = seen.mails, attachment_count = seen.attachments,
      last_email_id = seen.last_id, last_email_at = seen.last_at, version = k.version + 1, updated_at = now()
    from (
      select wanted.id, count(e.id)::int as mails, coalesce(sum(e.attachment_count), 0)::int as attachments,
        (array_agg(e.id order by e.sent_at desc, e.id desc) filter (where e.id is not null))[1] as last_id,
        max(e.sent_at) as last_at
      from (select value::uuid as id from json_array_elements_text(${JSON.stringify(ids)}::json)) wanted
      left join email e on e.team_id = ${teamId} and e.correspondence_id = wanted.id and e.is_shared
      group by wanted.id
    ) seen
    where k.team_id = ${teamId} and k.id = seen.id and k.id = any(${sql.param(ids)}::uuid[])
      and (k.email_count, k.attachment_count, k.last_email_id, k.last_email_at)
        is distinct from (seen.mails, seen.attachments, seen.last_id, seen.last_at)`);
}
