import { sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
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
  const { teamId, emailId, correspondenceId } = arrival;
  await nameCorrespondence(tx, arrival);
  await runPreparedIn(tx, involve, [teamId, emailId, correspondenceId]);
  await reopen(tx, arrival);
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

/**
 * Unread for whom it is news: not for whom the mailbox says that they read it, nor mail from before they had to do
 * with it. `$1` team, `$2` mail, `$3` correspondence.
 */
const involve: PreparedStatement = {
  name: 'correspondences.involve',
  text: `insert into correspondence_user as known (team_id, correspondence_id, user_id, is_unread)
    select $1, $3, people.user_id, e.direction = 'in' and coalesce(
        not (select bool_and(c.is_read) from email_copy c where c.team_id = $1 and c.email_id = e.id
          and c.owner_id = people.user_id and c.deleted_at is null),
        e.received_at > coalesce(before.since, 'infinity'))
      and e.received_at > coalesce(before.read_at, '-infinity')
    from email e cross join (
      select owner_id as user_id from email_copy
      where team_id = $1 and email_id = $2 and is_shared and deleted_at is null
      union select t.user_id from email_person p join team_address t on t.team_id = $1 and t.address_hash = p.address_hash
      where p.team_id = $1 and p.email_id = $2 and p.role in ('from', 'to', 'cc')
      union select m.user_id from email_person p join team_person m on m.team_id = $1 and lower(m.email) = p.address
      where p.team_id = $1 and p.email_id = $2 and p.role in ('from', 'to', 'cc')
      union select user_id from correspondence_user where team_id = $1 and correspondence_id = $3
    ) people
    left join correspondence_user before on before.team_id = $1 and before.correspondence_id = $3
      and before.user_id = people.user_id
    where e.team_id = $1 and e.id = $2
    order by people.user_id
    on conflict (team_id, correspondence_id, user_id) do update set is_unread = true
    where excluded.is_unread and not known.is_unread`,
};

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
