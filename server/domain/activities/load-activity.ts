import type { ActivityId } from '#shared/contract/ids.ts';
import type { Activity } from '#shared/contract/timeline.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';

export interface ActivityRow extends Record<string, unknown> {
  readonly id: Activity['id'];
  readonly type: Activity['type'];
  readonly contact_ids: Activity['contactIds'];
  readonly correspondence_id: Activity['correspondenceId'];
  readonly email_id: Activity['emailId'];
  readonly user_id: string;
  readonly body: string;
  readonly version: number;
  readonly at: string | Date;
  readonly created_at: string | Date;
  readonly updated_at: string | Date;
}

/** The columns of activity `a`. `$1` is the team. */
export const activityColumnsSql = `a.id, a.type, a.email_id,
  coalesce((select e.correspondence_id from email e where e.team_id = $1 and e.id = a.email_id),
    a.correspondence_id) as correspondence_id, a.user_id, a.body, a.version, a.at,
  a.created_at, a.updated_at,
  array(select c.contact_id from activity_contact c where c.team_id = $1 and c.activity_id = a.id
    union select k.contact_id from email_person p join contact_address k on k.team_id = $1
      and k.address_hash = p.address_hash and k.deleted_at is null
    where p.team_id = $1 and p.email_id = a.email_id) as contact_ids`;

/** Whether the team may know of activity `a`: always, but of a mail only while it is shared. `$1` is the team. */
export const isThereSql = `(a.email_id is null
  or exists (select from shared_email e where e.team_id = $1 and e.id = a.email_id))`;

export function readActivity(row: ActivityRow): Activity {
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

/** The one answer for an activity that is not there, was deleted, is another team's or is about mail that is not shared. */
export function activityNotFound(): Problem {
  return new Problem('not-found', 'This activity does not exist any more.');
}

const oneActivity: PreparedStatement = {
  name: 'activities.get',
  text: `select ${activityColumnsSql} from activity a
    where a.team_id = $1 and a.id = $2 and (a.deleted_at is null or $3::boolean) and ${isThereSql}`,
};

/** An activity of the team. Those of mails are there as long as the mail is shared. */
export async function getActivity(
  tx: Transaction | Database,
  teamId: string,
  id: string,
  options: { readonly evenDeleted?: boolean } = {},
): Promise<Activity> {
  const [row] = await runPreparedIn<ActivityRow>(tx, oneActivity, [teamId, id, options.evenDeleted ?? false]);
  if (row === undefined) throw activityNotFound();
  return readActivity(row);
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
