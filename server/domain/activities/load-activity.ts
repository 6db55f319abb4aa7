import { sql } from 'drizzle-orm';
import type { ActivityId } from '#shared/contract/ids.ts';
import type { Activity } from '#shared/contract/timeline.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';

interface Row extends Record<string, unknown> {
  readonly id: Activity['id'];
  readonly type: Activity['type'];
  readonly contact_ids: Activity['contactIds'];
  readonly correspondence_id: Activity['correspondenceId'];
  readonly email_id: Activity['emailId'];
  readonly user_id: string;
  readonly body: string;
  readonly version: number;
  readonly at: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** The one answer for an activity that is not there, was deleted, is another team's or is about mail that is not shared. */
export function activityNotFound(): Problem {
  return new Problem('not-found', 'This activity does not exist any more.');
}

/** An activity of the team. Those of mails are there as long as the mail is shared. */
export async function getActivity(
  tx: Transaction | Database,
  teamId: string,
  id: string,
  options: { readonly evenDeleted?: boolean } = {},
): Promise<Activity> {
  const { rows } = await tx.execute<Row>(sql`
    select a.id, a.type, a.correspondence_id, a.email_id, a.user_id, a.body, a.version, a.at, a.created_at, a.updated_at,
      array(select c.contact_id from activity_contact c where c.team_id = ${teamId} and c.activity_id = a.id
        union select k.contact_id from email_person p join contact_address k on k.team_id = ${teamId}
          and k.address_hash = p.address_hash and k.deleted_at is null
        where p.team_id = ${teamId} and p.email_id = a.email_id) as contact_ids
    from activity a
    where a.team_id = ${teamId} and a.id = ${id} and (a.deleted_at is null or ${options.evenDeleted ?? false})
      and (a.email_id is null or exists (select from shared_email e where e.team_id = ${teamId} and e.id = a.email_id))`);
  const [row] = rows;
  if (row === undefined) throw activityNotFound();
  return {
    id: row.id,
    type: row.type,
    contactIds: row.contact_ids,
    correspondenceId: row.correspondence_id,
    emailId: row.email_id,
    userId: row.user_id,
    body: row.body,
    version: row.version,
    at: new Date(row.at).toISOString(),
    createdAt: new Date(row.created_at).toISOString(),
    updatedAt: new Date(row.updated_at).toISOString(),
  };
}

/** One activity of the asker's team. @throws Problem 'not-found' */
export async function getOwnActivity(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  input: { readonly id: ActivityId },
): Promise<Activity> {
  requirePermission(ctx, 'contact.read');
  return getActivity(ports.db, ctx.teamId, input.id);
}
