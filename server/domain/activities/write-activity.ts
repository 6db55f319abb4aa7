import { sql } from 'drizzle-orm';
import type { Activity, AddActivity, ChangeActivity } from '#shared/contract/timeline.ts';
import type { ActivityId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { findVisible } from '../correspondences/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { activityNotFound, getActivity } from './load-activity.ts';

/** Notes a call, a meeting or anything else with contacts. The same id again is the same activity. */
export async function addActivity(ports: Ports, ctx: Context, input: AddActivity): Promise<Activity> {
  requirePermission(ctx, 'contact.write');
  return inTransaction(ports.db, async (tx) => {
    await requireContacts(tx, ctx, input.contactIds);
    const { correspondenceId } = input;
    const correspondence = correspondenceId === null ? null : await findVisible(tx, ctx, correspondenceId);
    const { rows } = await tx.execute<{ at: string }>(sql`
      insert into activity (team_id, id, type, correspondence_id, user_id, body, at)
      values (${ctx.teamId}, ${input.id}, ${input.type}, ${correspondence}, ${ctx.userId}, ${input.body},
        coalesce(${input.at ?? null}::timestamptz, now()))
      on conflict (team_id, id) do nothing returning at`);
    if (rows.length > 0) {
      await tx.execute(sql`
        insert into activity_contact (team_id, contact_id, activity_id, at)
        select a.team_id, given.id, a.id, a.at
        from activity a, (select distinct value::uuid as id
          from json_array_elements_text(${JSON.stringify(input.contactIds)}::json)) given
        where a.team_id = ${ctx.teamId} and a.id = ${input.id}`);
      await note(ports, tx, ctx, 'activity.add', input.id, input.contactIds);
    }
    return getActivity(tx, ctx.teamId, input.id);
  });
}

/** Changes what is said of an activity, and when it was. @throws Problem 'conflict' for an older version. */
export async function changeActivity(ports: Ports, ctx: Context, input: ChangeActivity): Promise<Activity> {
  requirePermission(ctx, 'contact.write');
  return inTransaction(ports.db, async (tx) => {
    const known = await getActivity(tx, ctx.teamId, input.id);
    const { body, at } = input.change;
    if (known.emailId !== null && at !== undefined)
      throw new Problem('invalid-input', 'When an e-mail was sent can’t be changed.');
    const { rows } = await tx.execute(sql`
      update activity set body = coalesce(${body ?? null}, body), at = coalesce(${at ?? null}::timestamptz, at),
        version = version + 1, updated_at = now()
      where team_id = ${ctx.teamId} and id = ${input.id} and version = ${input.version} and deleted_at is null
      returning id`);
    if (rows.length === 0)
      throw new Problem(
        'conflict',
        'Somebody changed this meanwhile; what they wrote is kept. Make your change again.',
      );
    if (at !== undefined)
      await tx.execute(sql`
        update activity_contact set at = ${at}::timestamptz where team_id = ${ctx.teamId} and activity_id = ${input.id}`);
    await note(ports, tx, ctx, 'activity.change', input.id, known.contactIds);
    return getActivity(tx, ctx.teamId, input.id);
  });
}

/** Takes an activity from its contacts' timelines; a mail stays where it is. Deleting twice is deleting once. */
export async function removeActivity(ports: Ports, ctx: Context, input: { readonly id: ActivityId }): Promise<void> {
  await setDeleted(ports, ctx, input.id, true);
}

/** Takes a deletion back. */
export async function restoreActivity(ports: Ports, ctx: Context, input: { readonly id: ActivityId }): Promise<void> {
  await setDeleted(ports, ctx, input.id, false);
}

async function setDeleted(ports: Ports, ctx: Context, id: ActivityId, isDeleted: boolean): Promise<void> {
  requirePermission(ctx, 'contact.write');
  await inTransaction(ports.db, async (tx) => {
    const known = await getActivity(tx, ctx.teamId, id, { evenDeleted: true });
    const { rows } = await tx.execute(sql`
      update activity set deleted_at = case when ${isDeleted} then now() end, version = version + 1, updated_at = now()
      where team_id = ${ctx.teamId} and id = ${id} and (deleted_at is null) = ${isDeleted} returning id`);
    if (rows.length > 0)
      await note(ports, tx, ctx, isDeleted ? 'activity.remove' : 'activity.restore', id, known.contactIds);
  });
}

async function requireContacts(tx: Transaction, ctx: Context, ids: readonly string[]): Promise<void> {
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from contact where team_id = ${ctx.teamId} and deleted_at is null
      and id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`);
  if (rows[0]?.count !== new Set(ids).size) throw activityNotFound();
}

async function note(
  ports: Ports,
  tx: Transaction,
  ctx: Context,
  action: string,
  id: string,
  contactIds: readonly string[],
): Promise<void> {
  await recordAudit(tx, ctx, { action, target: `activity:${id}` });
  await ports.liveFeed.publish(
    tx,
    contactIds.map((contactId) => ({ teamId: ctx.teamId, kind: 'contact', payload: { contactId } })),
  );
}
