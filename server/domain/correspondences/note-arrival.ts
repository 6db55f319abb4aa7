import { sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';
import { recordEvent } from './record-event.ts';

export interface Arrival {
  readonly teamId: string;
  readonly emailId: string;
  readonly correspondenceId: string;
}

/**
 * A shared mail has come to a correspondence: who has to do with it sees it, unread where it is news to them; a
 * customer's answer opens again what was closed or waiting before it was written.
 */
export async function noteArrival(ports: Ports, tx: Transaction, arrival: Arrival): Promise<void> {
  await nameCorrespondence(tx, arrival);
  await involve(tx, arrival);
  await markUnread(tx, arrival);
  await reopen(tx, arrival);
  const { teamId, correspondenceId } = arrival;
  await ports.liveFeed.publish(tx, { teamId, kind: 'correspondence', payload: { correspondenceId } });
}

/** One that was made for private mail has no subject yet. */
async function nameCorrespondence(tx: Transaction, { teamId, emailId, correspondenceId }: Arrival): Promise<void> {
  await tx.execute(sql`
    update correspondence k set subject = coalesce(e.subject, ''), sender_name = coalesce(p.name, ''),
      sender_address = coalesce(p.address, '')
    from email e left join email_person p on p.team_id = ${teamId} and p.email_id = e.id and p.role = 'from'
      and p.position = 0
    where k.team_id = ${teamId} and k.id = ${correspondenceId} and k.subject = '' and k.sender_address = ''
      and e.team_id = ${teamId} and e.id = ${emailId}`);
}

async function involve(tx: Transaction, { teamId, emailId, correspondenceId }: Arrival): Promise<void> {
  await tx.execute(sql`
    insert into correspondence_user (team_id, correspondence_id, user_id)
    select ${teamId}::uuid, ${correspondenceId}::uuid, user_id from (
      select owner_id as user_id from email_copy
      where team_id = ${teamId} and email_id = ${emailId} and is_shared and deleted_at is null
      union select t.user_id from email_person p
      join team_address t on t.team_id = ${teamId} and t.address_hash = p.address_hash
      where p.team_id = ${teamId} and p.email_id = ${emailId} and p.role in ('from', 'to', 'cc')
      union select m.user_id from email_person p join team_person m on m.team_id = ${teamId} and lower(m.email) = p.address
      where p.team_id = ${teamId} and p.email_id = ${emailId} and p.role in ('from', 'to', 'cc')
    ) people on conflict do nothing`);
}

/** Not for whom the mailbox says that they read it, nor mail from before they had to do with it. */
async function markUnread(tx: Transaction, { teamId, emailId, correspondenceId }: Arrival): Promise<void> {
  await tx.execute(sql`
    update correspondence_user u set is_unread = true
    from email e left join lateral (
      select c.owner_id, bool_and(c.is_read) as is_read from email_copy c
      where c.team_id = ${teamId} and c.email_id = e.id and c.deleted_at is null group by c.owner_id
    ) copies on true
    where u.team_id = ${teamId} and u.correspondence_id = ${correspondenceId} and not u.is_unread
      and e.team_id = ${teamId} and e.id = ${emailId} and e.direction = 'in'
      and e.received_at > coalesce(u.read_at, '-infinity')
      and case when copies.owner_id = u.user_id then not copies.is_read
        else e.received_at > u.since and not exists (select from email_copy c where c.team_id = ${teamId}
          and c.email_id = e.id and c.owner_id = u.user_id and c.deleted_at is null) end`);
}

async function reopen(tx: Transaction, { teamId, emailId, correspondenceId }: Arrival): Promise<void> {
  const { rows } = await tx.execute<{ was: string }>(sql`
    update correspondence k set state = 'open', state_changed_at = now(), version = k.version + 1, updated_at = now()
    from correspondence before, email e
    where k.team_id = ${teamId} and k.id = ${correspondenceId} and k.state <> 'open'
      and before.team_id = ${teamId} and before.id = k.id
      and e.team_id = ${teamId} and e.id = ${emailId} and e.direction = 'in'
      and e.sent_at > coalesce(k.state_changed_at, '-infinity')
    returning before.state as was`);
  const [row] = rows;
  if (row === undefined) return;
  const detail = { from: row.was, to: 'open', because: 'reply', emailId };
  await recordEvent(tx, { teamId, correspondenceId, kind: 'state', detail });
}
