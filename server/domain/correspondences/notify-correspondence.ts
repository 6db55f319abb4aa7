import { sql } from 'drizzle-orm';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { findVisible } from './find-visible.ts';
import { recordEvent } from './record-event.ts';

export interface Notification {
  readonly id: CorrespondenceId;
  readonly message: string;
  readonly userIds: readonly string[];
  /** The whole team, by its own id. */
  readonly teamIds: readonly string[];
}

/**
 * Draws teammates' attention to a correspondence: it is in their list and unread from then on, with the message.
 * @throws Problem 'not-found' for a correspondence one may not see, 'invalid-input' for people who are not in the team.
 */
export async function notifyCorrespondence(ports: Ports, ctx: Context, input: Notification): Promise<void> {
  requirePermission(ctx, 'correspondence.write');
  await inTransaction(ports.db, async (tx) => {
    const id = await findVisible(tx, ctx, input.id);
    const people = await findPeople(tx, ctx, input);
    await tx.execute(sql`
      insert into correspondence_user (team_id, correspondence_id, user_id, is_unread)
      select ${ctx.teamId}::uuid, ${id}::uuid, value::uuid, true
      from json_array_elements_text(${JSON.stringify(people)}::json)
      on conflict (team_id, correspondence_id, user_id) do update set is_unread = true`);
    const detail = { message: input.message, userIds: people };
    await recordEvent(tx, { teamId: ctx.teamId, correspondenceId: id, kind: 'notify', actorId: ctx.userId, detail });
    await recordAudit(tx, ctx, {
      action: 'correspondence.notify',
      target: `correspondence:${id}`,
      detail: { userIds: people },
    });
    await ports.liveFeed.publish(
      tx,
      people.map((userId) => ({
        teamId: ctx.teamId,
        userId,
        kind: 'correspondence',
        payload: { correspondenceId: id },
      })),
    );
  });
}

async function findPeople(tx: Transaction, ctx: Context, input: Notification): Promise<readonly string[]> {
  const { rows } = await tx.execute<{ user_id: string }>(sql`
    select user_id from team_person where team_id = ${ctx.teamId}`);
  const members = rows.map((row) => row.user_id);
  const isKnown = input.userIds.every((id) => members.includes(id)) && input.teamIds.every((id) => id === ctx.teamId);
  if (!isKnown) throw new Problem('invalid-input', 'Somebody named is not in this team; nobody was notified.');
  return input.teamIds.length > 0 ? members.filter((id) => id !== ctx.userId) : [...new Set(input.userIds)];
}
