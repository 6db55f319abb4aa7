import { sql } from 'drizzle-orm';
import type { MailboxAlarm } from '#shared/contract/notification.ts';
import { tellPerson, withdrawNotice } from '../chat/index.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { MailboxKey, MailboxRow } from './mailbox-row.ts';

/**
 * Tells a mailbox's owner that it has to be connected again: once in the chat, where they are there, and once on the
 * desktop of one of their devices. While the mailbox stays so, nothing is said a second time.
 */
export async function raiseAlarm(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  { teamId, id: mailboxId, ownerId: userId, address }: MailboxRow,
): Promise<void> {
  const id = createId<string>();
  const { rows } = await tx.execute(sql`
    insert into mailbox_alarm (team_id, id, mailbox_id, user_id) values (${teamId}, ${id}, ${mailboxId}, ${userId})
    on conflict (team_id, mailbox_id) where ended_at is null do nothing returning id`);
  if (rows.length === 0) return;
  const body = `Sidethread can no longer read **${address}**: its provider gives no access any more. Nothing is lost. Open Sidethread in your browser and choose “Reconnect”; reading then goes on where it stopped.`;
  await tellPerson(ports, tx, { id, teamId, userId, body });
}

/** The mailbox is connected again, or gone: who was not told yet need not be. */
export async function endAlarms(tx: Transaction, { teamId, mailboxId }: MailboxKey): Promise<void> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    update mailbox_alarm set ended_at = now()
    where team_id = ${teamId} and mailbox_id = ${mailboxId} and ended_at is null returning id`);
  for (const { id: noticeId } of rows) await withdrawNotice(tx, { teamId, noticeId });
}

/**
 * Hands this device the alarms of its person that no other device shows: as with mentions, the first to ask shows
 * them, and what it does not say that it showed is for any device after `leaseMs`. Mailboxes whose owner wants no
 * notifications are left out.
 * @returns `isHeld`: another device has one and did not say yet that it showed it.
 */
export async function claimAlarms(
  db: Database,
  ctx: Context,
  leaseMs: number,
): Promise<{ alarms: MailboxAlarm[]; isHeld: boolean }> {
  const { rows } = await db.execute<MailboxAlarm & { isMine: boolean }>(sql`
    with due as (
      select a.id, a.mailbox_id, a.device_id, m.address from mailbox_alarm a
      join mailbox m on m.team_id = a.team_id and m.id = a.mailbox_id and m.state = 'reconnect'
        and m.notification_enabled and m.owner_id = a.user_id
      where a.team_id = ${ctx.teamId} and a.user_id = ${ctx.userId} and a.ended_at is null and a.shown_at is null
    ), mine as (
      update mailbox_alarm a set device_id = ${ctx.deviceId}, claimed_at = now() from due
      where a.team_id = ${ctx.teamId} and a.id = due.id and a.shown_at is null
        and (a.device_id is null or a.device_id = ${ctx.deviceId}
          or a.claimed_at < now() - ${leaseMs} * interval '1 millisecond')
      returning a.id
    )
    select due.id, due.mailbox_id as "mailboxId", due.address, mine.id is not null as "isMine"
    from due left join mine on mine.id = due.id order by due.address`);
  const alarms = rows.filter(({ isMine }) => isMine).map(({ isMine: _isMine, ...alarm }) => alarm);
  return { alarms, isHeld: alarms.length < rows.length };
}

/** The device has shown these: no device shows them again. */
export async function noteAlarmsShown(db: Database, ctx: Context, alarmIds: readonly string[]): Promise<void> {
  await db.execute(sql`
    update mailbox_alarm set shown_at = now() where team_id = ${ctx.teamId} and user_id = ${ctx.userId}
      and device_id = ${ctx.deviceId} and shown_at is null and id = any(${sql.param([...alarmIds])}::uuid[])`);
}
