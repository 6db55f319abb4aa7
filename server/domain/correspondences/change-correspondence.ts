import { sql } from 'drizzle-orm';
import type { ChangeCorrespondence, CorrespondenceCard } from '#shared/contract/correspondence-list.ts';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { findVisible } from './find-visible.ts';
import { getCard } from './reading/get-correspondence.ts';
import { redrawNews } from './show-news.ts';
import { recordEvent } from './record-event.ts';

const mostTags = 50;

interface Current extends Record<string, unknown> {
  readonly state: string;
  readonly assignee_id: string | null;
  readonly case_id: string | null;
}

/**
 * Changes state, assignee, tags or case link. Undoing is changing back. Whoever is assigned has to do with it from
 * then on.
 * @throws Problem 'not-found' for a correspondence or a teammate that is not there.
 */
export async function changeCorrespondence(
  ports: Ports,
  ctx: Context,
  { id: asked, change }: ChangeCorrespondence,
): Promise<CorrespondenceCard> {
  requirePermission(ctx, 'correspondence.write');
  const id = await inTransaction(ports.db, async (tx) => {
    const found = await findVisible(tx, ctx, asked);
    const current = await lock(tx, ctx, found);
    const changed = [
      await changeState(tx, ctx, found, current, change.state),
      await changeAssignee(tx, ctx, found, current, change.assigneeId),
      await changeCase(tx, ctx, found, current, change.caseId),
      await changeTags(tx, ctx, found, change),
    ];
    if (!changed.includes(true)) return found;
    await tx.execute(sql`
      update correspondence set version = version + 1, updated_at = now()
      where team_id = ${ctx.teamId} and id = ${found}`);
    await redrawNews(ports, tx, ctx.teamId, { correspondenceId: found });
    await recordAudit(tx, ctx, {
      action: 'correspondence.change',
      target: `correspondence:${found}`,
      detail: { changed: Object.keys(change) },
    });
    await ports.liveFeed.publish(tx, {
      teamId: ctx.teamId,
      kind: 'correspondence',
      payload: { correspondenceId: found },
    });
    return found;
  });
  return getCard(ports, ctx, id);
}

async function lock(tx: Transaction, ctx: Context, id: CorrespondenceId): Promise<Current> {
  const { rows } = await tx.execute<Current>(sql`
    select state, assignee_id, case_id from correspondence where team_id = ${ctx.teamId} and id = ${id} for update`);
  const [row] = rows;
  if (row === undefined) throw new Error('a correspondence that was seen is gone');
  return row;
}

async function changeState(tx: Transaction, ctx: Context, id: string, current: Current, state: string | undefined) {
  if (state === undefined || state === current.state) return false;
  await tx.execute(sql`
    update correspondence set state = ${state}, state_changed_at = now() where team_id = ${ctx.teamId} and id = ${id}`);
  await note(tx, ctx, id, 'state', { from: current.state, to: state });
  return true;
}

async function changeAssignee(
  tx: Transaction,
  ctx: Context,
  id: string,
  current: Current,
  assigneeId: string | null | undefined,
) {
  if (assigneeId === undefined || assigneeId === current.assignee_id) return false;
  if (assigneeId !== null) await requireTeammate(tx, ctx, assigneeId);
  await tx.execute(sql`
    update correspondence set assignee_id = ${assigneeId} where team_id = ${ctx.teamId} and id = ${id}`);
  if (assigneeId !== null)
    await tx.execute(sql`
      insert into correspondence_user (team_id, correspondence_id, user_id, is_unread)
      values (${ctx.teamId}, ${id}, ${assigneeId}, ${assigneeId !== ctx.userId})
      on conflict (team_id, correspondence_id, user_id) do update set is_unread = excluded.is_unread`);
  await note(tx, ctx, id, 'assignee', { from: current.assignee_id, to: assigneeId });
  return true;
}

async function requireTeammate(tx: Transaction, ctx: Context, userId: string): Promise<void> {
  const { rows } = await tx.execute(sql`select from team_person where team_id = ${ctx.teamId} and user_id = ${userId}`);
  if (rows.length === 0) throw new Problem('not-found', 'This person is not in the team any more; choose another.');
}

async function changeCase(
  tx: Transaction,
  ctx: Context,
  id: string,
  current: Current,
  given: string | null | undefined,
) {
  const caseId = given === '' ? null : given;
  if (caseId === undefined || caseId === current.case_id) return false;
  await tx.execute(sql`update correspondence set case_id = ${caseId} where team_id = ${ctx.teamId} and id = ${id}`);
  await note(tx, ctx, id, 'case', { from: current.case_id, to: caseId });
  return true;
}

async function changeTags(tx: Transaction, ctx: Context, id: string, change: ChangeCorrespondence['change']) {
  const { addTags = [], removeTags = [] } = change;
  const parts = sql`(select part.id from correspondence part where part.team_id = ${ctx.teamId}
    and (part.id = ${id} or part.merged_into = ${id}))`;
  const removed = await tx.execute<{ tag: string }>(sql`
    delete from correspondence_tag where team_id = ${ctx.teamId} and correspondence_id in ${parts}
      and tag in (select json_array_elements_text(${JSON.stringify(removeTags)}::json)) returning tag`);
  const added = await tx.execute<{ tag: string }>(sql`
    insert into correspondence_tag (team_id, correspondence_id, tag, added_by)
    select ${ctx.teamId}::uuid, ${id}::uuid, tag, ${ctx.userId}::uuid
    from json_array_elements_text(${JSON.stringify(addTags)}::json) as tag
    where not exists (select from correspondence_tag t where t.team_id = ${ctx.teamId} and t.tag = tag
      and t.correspondence_id in ${parts})
    on conflict do nothing returning tag`);
  if (removed.rows.length + added.rows.length === 0) return false;
  const { rows } = await tx.execute<{ count: number }>(sql`
    select count(*)::int as count from correspondence_tag where team_id = ${ctx.teamId} and correspondence_id = ${id}`);
  if ((rows[0]?.count ?? 0) > mostTags)
    throw new Problem('invalid-input', `A correspondence can have ${mostTags} tags; nothing was changed.`);
  await note(tx, ctx, id, 'tags', {
    added: added.rows.map(({ tag }) => tag),
    removed: [...new Set(removed.rows.map(({ tag }) => tag))],
  });
  return true;
}

function note(
  tx: Transaction,
  ctx: Context,
  correspondenceId: string,
  kind: 'state' | 'assignee' | 'case' | 'tags',
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  return recordEvent(tx, { teamId: ctx.teamId, correspondenceId, kind, actorId: ctx.userId, detail });
}
