import type { Activity, ActivityType } from '#shared/contract/timeline.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { activityColumnsSql, isThereSql, readActivity, type ActivityRow } from './load-activity.ts';

export interface ListActivities {
  readonly contactId?: string | undefined;
  readonly correspondenceId?: string | undefined;
  readonly userId?: string | undefined;
  readonly type?: ActivityType | undefined;
  readonly page: number;
  readonly perPage: number;
  /** The last activity of the page before, instead of a page's number. */
  readonly after?: { readonly at: string; readonly id: string; readonly total?: number | undefined } | undefined;
}

/** The team's activities, the newest first, with how many there are. Those of mails are there while the mail is shared. */
export async function listActivities(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  input: ListActivities,
): Promise<{ activities: readonly Activity[]; total: number; hasMore: boolean }> {
  requirePermission(ctx, 'contact.read');
  const values: unknown[] = [ctx.teamId];
  const name = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ['a.team_id = $1', 'a.deleted_at is null', isThereSql];
  if (input.contactId !== undefined) conditions.push(isWith(name(input.contactId)));
  if (input.correspondenceId !== undefined) conditions.push(isIn(name(input.correspondenceId)));
  if (input.userId !== undefined) conditions.push(`a.user_id = ${name(input.userId)}`);
  if (input.type !== undefined) conditions.push(`a.type = ${name(input.type)}`);
  const from = `from activity a where ${conditions.join(' and ')}`;
  const counted = [...values];
  const { after } = input;
  const rest = after === undefined ? '' : ` and (a.at, a.id) < (${name(after.at)}::timestamptz, ${name(after.id)})`;
  const offset = after === undefined ? (input.page - 1) * input.perPage : 0;
  const [total, page] = await Promise.all([
    after?.total ?? countRows(ports, `select count(*)::int as total ${from}`, counted),
    ports.db.$client.query<ActivityRow>(
      `select ${activityColumnsSql} ${from}${rest} order by a.at desc, a.id desc
       limit ${input.perPage + 1} offset ${offset}`,
      values,
    ),
  ]);
  return {
    activities: page.rows.slice(0, input.perPage).map(readActivity),
    total,
    hasMore: page.rows.length > input.perPage,
  };
}

async function countRows(ports: Pick<Ports, 'db'>, text: string, values: unknown[]): Promise<number> {
  const { rows } = await ports.db.$client.query<{ total: number }>(text, values);
  return rows[0]?.total ?? 0;
}

const isWith = (contact: string): string => `(a.id in (
    select c.activity_id from activity_contact c where c.team_id = $1 and c.contact_id = ${contact})
  or a.email_id in (select p.email_id from contact_address k join email_person p on p.team_id = $1
      and p.address_hash = k.address_hash where k.team_id = $1 and k.contact_id = ${contact} and k.deleted_at is null))`;

const isIn = (correspondence: string): string => `(a.correspondence_id = ${correspondence}
  or a.email_id in (select e.id from email e where e.team_id = $1 and e.correspondence_id = ${correspondence}))`;
