import { holderSql } from '#server/db/holder-sql.ts';
import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import type { Ports } from '#server/ports/ports.ts';
import { showArrivals } from './show-news.ts';
import { recordEvent } from './record-event.ts';

export interface Arrival {
  readonly emailId: string;
  readonly correspondenceId: string;
}

/**
 * Shared mails have come to correspondences: who has to do with them sees it, unread where it is news to them; a
 * customer's answer opens again what was closed or waiting before it was written, and the team's, wherever it was
 * written, leaves it waiting for the customer. Each correspondence is told of once.
 */
export async function noteArrivals(
  ports: Ports,
  tx: Transaction,
  teamId: string,
  arrivals: readonly Arrival[],
): Promise<void> {
  if (arrivals.length === 0) return;
  const given = JSON.stringify(arrivals.map(({ emailId, correspondenceId }) => ({ emailId, correspondenceId })));
  const places = [...new Set(arrivals.map(({ correspondenceId }) => correspondenceId))];
  await runPreparedIn(tx, name, [teamId, given, places]);
  await runPreparedIn(tx, involve, [teamId, given]);
  for (const { id, because } of await runPreparedIn<Answered>(tx, answer, [teamId, given])) {
    const detail = { from: 'open', to: 'waiting', because: 'answer', emailId: because };
    await recordEvent(tx, { teamId, correspondenceId: id, kind: 'state', detail });
  }
  const reopened = await runPreparedIn<Reopened>(tx, reopen, [teamId, given, places]);
  for (const { id, was, because } of reopened) {
    const detail = { from: was, to: 'open', because: 'reply', emailId: because };
    await recordEvent(tx, { teamId, correspondenceId: id, kind: 'state', detail });
  }
  await showArrivals(ports, tx, teamId, arrivals);
  await ports.liveFeed.publish(
    tx,
    places.map((correspondenceId) => ({ teamId, kind: 'correspondence', payload: { correspondenceId } })),
  );
}

// `$1` team, `$2` the arrivals, `$3` their correspondences.
const arrived = `arrived as materialized (
      select "emailId" as email_id, "correspondenceId" as correspondence_id, place
      from rows from (json_to_recordset($2::json) as ("emailId" uuid, "correspondenceId" uuid))
        with ordinality as given ("emailId", "correspondenceId", place)
    )`;

/** One that was made for private mail has no subject yet. */
const name: PreparedStatement = {
  name: 'correspondences.name-arrivals',
  text: `with ${arrived}, first as (
      select distinct on (correspondence_id) correspondence_id, email_id from arrived order by correspondence_id, place
    )
    update correspondence k set subject = coalesce(e.subject, ''), sender_name = coalesce(p.name, ''),
      sender_address = coalesce(p.address, '')
    from first join email e on e.team_id = $1 and e.id = first.email_id
    left join email_person p on p.team_id = $1 and p.email_id = e.id and p.role = 'from' and p.position = 0
    where k.team_id = $1 and k.id = any($3::uuid[]) and k.id = first.correspondence_id and k.subject = '' and k.sender_address = ''`,
};

/**
 * Unread for whom it is news: not for whom the mailbox says that they read it, nor mail from before they had to do
 * with it. Each part is asked for by its key (`offset 0` keeps it apart): joined freely, the planner reads all the mail
 * that the team's own addresses ever had.
 */
const involve: PreparedStatement = {
  name: 'correspondences.involve-all',
  text: `with ${arrived}, said as materialized (
      select a.email_id, a.correspondence_id, p.address_hash, p.address from arrived a cross join lateral (
        select address_hash, address from email_person p
        where p.team_id = $1 and p.email_id = a.email_id and p.role in ('from', 'to', 'cc') offset 0) p
    ), people as (
      select a.email_id, a.correspondence_id, c.owner_id as user_id from arrived a cross join lateral (
        select owner_id from email_copy c
        where c.team_id = $1 and c.email_id = a.email_id and c.is_shared and c.deleted_at is null offset 0) c
      union select a.email_id, a.correspondence_id, w.user_id from arrived a cross join lateral (
        select mailbox_id from email_copy c
        where c.team_id = $1 and c.email_id = a.email_id and c.is_shared and c.deleted_at is null offset 0) c
      join mailbox_user w on w.team_id = $1 and w.mailbox_id = c.mailbox_id
      union select said.email_id, said.correspondence_id, t.user_id from said
      join team_address t on t.team_id = $1 and t.address_hash = said.address_hash
      union select said.email_id, said.correspondence_id, m.user_id from said
      join team_person m on m.team_id = $1 and lower(m.email) = said.address
      union select a.email_id, a.correspondence_id, u.user_id from arrived a cross join lateral (
        select user_id from correspondence_user u
        where u.team_id = $1 and u.correspondence_id = a.correspondence_id offset 0) u
    )
    insert into correspondence_user as known (team_id, correspondence_id, user_id, is_unread)
    select $1, people.correspondence_id, people.user_id, bool_or(e.direction = 'in' and coalesce(
        not (select bool_and(c.is_read) from email_copy c where c.team_id = $1 and c.email_id = e.id
          and ${holderSql('c', 'people.user_id')} and c.deleted_at is null),
        e.received_at > coalesce(before.since, 'infinity'))
      and e.received_at > coalesce(before.read_at, '-infinity'))
    from people cross join lateral (
      select id, direction, received_at from email e where e.team_id = $1 and e.id = people.email_id offset 0) e
    left join lateral (
      select since, read_at from correspondence_user b where b.team_id = $1
        and b.correspondence_id = people.correspondence_id and b.user_id = people.user_id offset 0) before on true
    group by people.correspondence_id, people.user_id
    order by people.correspondence_id, people.user_id
    on conflict (team_id, correspondence_id, user_id) do update set is_unread = true
    where excluded.is_unread and not known.is_unread`,
};

interface Answered {
  readonly id: string;
  readonly because: string;
}

/**
 * Somebody of the team wrote to somebody outside, and nothing from outside is newer. It counts from when it was sent,
 * so that what the customer wrote since still opens it, in whatever order the two arrive.
 */
const answer: PreparedStatement = {
  name: 'correspondences.answer-arrivals',
  text: `with ${arrived}, answered as (
      select distinct on (k.id) k.id, e.id as because, e.sent_at as at from arrived a
      join correspondence k on k.team_id = $1 and k.id = a.correspondence_id and k.state = 'open'
      join email e on e.team_id = $1 and e.id = a.email_id and e.direction = 'out'
        and e.sent_at > coalesce(k.state_changed_at, '-infinity')
      where exists (select from email_person p where p.team_id = $1 and p.email_id = e.id
          and p.role in ('to', 'cc', 'bcc')
          and not exists (select from team_address t where t.team_id = $1 and t.address_hash = p.address_hash)
          and not exists (select from team_person m where m.team_id = $1 and lower(m.email) = p.address))
        and not exists (select from shared_email newer where newer.team_id = $1
          and newer.correspondence_id = k.id and newer.direction = 'in' and newer.sent_at > e.sent_at)
      order by k.id, e.sent_at desc
    )
    update correspondence k set state = 'waiting', state_changed_at = answered.at, version = k.version + 1,
      updated_at = now()
    from answered where k.team_id = $1 and k.id = answered.id and k.state = 'open'
    returning k.id, answered.because`,
};

interface Reopened {
  readonly id: string;
  readonly was: string;
  readonly because: string;
}

const reopen: PreparedStatement = {
  name: 'correspondences.reopen-arrivals',
  text: `with ${arrived}, answered as (
      select distinct on (k.id) k.id, k.state as was, e.id as because from arrived a
      join correspondence k on k.team_id = $1 and k.id = any($3::uuid[]) and k.id = a.correspondence_id
        and k.state <> 'open'
      join email e on e.team_id = $1 and e.id = a.email_id and e.direction = 'in'
        and e.sent_at > coalesce(k.state_changed_at, '-infinity')
      order by k.id, a.place
    )
    update correspondence k set state = 'open', state_changed_at = now(), version = k.version + 1, updated_at = now()
    from answered where k.team_id = $1 and k.id = answered.id and k.state <> 'open'
    returning k.id, answered.was, answered.because`,
};
