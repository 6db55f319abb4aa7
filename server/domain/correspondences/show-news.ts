import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';
import { enqueueEffects, type Effect } from '../discussions/index.ts';

interface Shown {
  readonly linkId: string;
  readonly kind: 'mail' | 'answer';
  readonly effectId: string;
}

/** The active links of the discussions about correspondence `k`, where the workspace's people want mail to show. */
const linksOf = `correspondence part
    join discussion d on d.team_id = $1 and d.correspondence_id = part.id and d.deleted_at is null
    join chat_link l on l.team_id = $1 and l.discussion_id = d.id and l.state = 'active'
    join chat_installation i on i.team_id = $1 and i.id = l.installation_id and i.state = 'active' and i.shows_mail
    where part.team_id = $1 and (part.id = coalesce(k.merged_into, k.id) or part.merged_into = coalesce(k.merged_into, k.id))`;

/**
 * Shared mails have come: those of a correspondence whose discussion stands in the chat show there, a customer's with
 * what it says, the team's own as a line that somebody answered. Each once per link, from however many mailboxes it
 * comes, and only what is newer than the link.
 * @param arrivals in the order in which they are to show.
 */
export async function showArrivals(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  teamId: string,
  arrivals: readonly { readonly emailId: string; readonly correspondenceId: string }[],
): Promise<void> {
  const given = JSON.stringify(arrivals.map(({ emailId, correspondenceId }) => ({ emailId, correspondenceId })));
  const links = await runPreparedIn<{ id: string }>(tx, lockLinks, [teamId, given]);
  if (links.length === 0) return;
  const ids = links.map(({ id }) => id);
  await enqueueShown(ports, tx, teamId, await runPreparedIn<Shown>(tx, writeArrivals, [teamId, given, ids]));
}

/** An answer that was written here went out: the same line as where it is found in a mailbox, once for both. */
export async function showSent(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  { teamId, id }: { readonly teamId: string; readonly id: string },
): Promise<void> {
  const links = await runPreparedIn<{ id: string }>(tx, lockLinksOfSent, [teamId, id]);
  if (links.length === 0) return;
  const ids = links.map((link) => link.id);
  await enqueueShown(ports, tx, teamId, await runPreparedIn<Shown>(tx, writeSent, [teamId, id, ids]));
}

/** An answer was written in a thread of the chat: there it shows from now on, with what becomes of it. */
export async function showQueued(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  { teamId, id, linkId }: { readonly teamId: string; readonly id: string; readonly linkId: string },
): Promise<void> {
  await enqueueShown(ports, tx, teamId, await runPreparedIn<Shown>(tx, writeQueued, [teamId, id, linkId]));
}

/** Shows the files of a mail in a thread where the mail stands, pictures inside of its text left out; each once. */
export async function showFiles(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  { teamId, emailId, linkId }: { readonly teamId: string; readonly emailId: string; readonly linkId: string },
): Promise<void> {
  const shown = await runPreparedIn<Omit<Shown, 'kind'> & { readonly fileId: string }>(tx, writeFiles, [
    teamId,
    emailId,
    linkId,
  ]);
  const effects = shown.map(({ effectId, fileId }): Effect => ({
    id: effectId,
    teamId,
    linkId,
    kind: 'file',
    messageId: null,
    payload: { fileId },
  }));
  await enqueueEffects(ports, tx, effects);
}

async function enqueueShown(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  teamId: string,
  shown: readonly Shown[],
): Promise<void> {
  const effects = shown.map(({ linkId, kind, effectId }): Effect => ({
    id: effectId,
    teamId,
    linkId,
    kind,
    messageId: null,
  }));
  await enqueueEffects(ports, tx, effects);
}

/**
 * What a thread shows of something has changed: it is drawn again, once however often that is asked for before.
 * @param of the correspondence whose newest mail it is, or what stands there.
 */
export async function redrawNews(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  teamId: string,
  of: { readonly correspondenceId: string } | { readonly subjectId: string },
): Promise<void> {
  const [statement, id] = 'subjectId' in of ? [findShown, of.subjectId] : [findNewest, of.correspondenceId];
  const shown = await runPreparedIn<Pick<Shown, 'linkId' | 'effectId'>>(tx, statement, [teamId, id]);
  const effects = shown.map(({ linkId, effectId }): Effect => ({
    teamId,
    linkId,
    kind: 'redraw',
    messageId: null,
    payload: { effectId },
  }));
  await enqueueEffects(ports, tx, effects);
}

// What waits to be sent is read when it is sent.
const isStale = `o.state <> 'pending' and not exists (select from chat_outbox w where w.team_id = $1
    and w.link_id = m.link_id and w.kind = 'redraw' and w.state = 'pending'
    and w.payload::json ->> 'effectId' = m.effect_id::text)`;

const findShown: PreparedStatement = {
  name: 'correspondences.shown-news',
  text: `select m.link_id as "linkId", m.effect_id as "effectId" from chat_mail m
    join chat_link l on l.team_id = $1 and l.id = m.link_id and l.state = 'active'
    join chat_outbox o on o.team_id = $1 and o.id = m.effect_id
    where m.team_id = $1 and m.subject_id = $2 and ${isStale} order by m.link_id`,
};

const findNewest: PreparedStatement = {
  name: 'correspondences.newest-news',
  text: `select l.id as "linkId", m.effect_id as "effectId" from correspondence k
    cross join lateral (select l.id from ${linksOf} offset 0) l
    cross join lateral (select m.link_id, m.effect_id from chat_mail m where m.team_id = $1 and m.link_id = l.id
      and m.kind = 'mail' order by m.created_at desc, m.subject_id desc limit 1) m
    join chat_outbox o on o.team_id = $1 and o.id = m.effect_id
    where k.team_id = $1 and k.id = $2 and ${isStale} order by l.id`,
};

// Held until the end: the same answer can be found in a mailbox and be settled as sent at the same time.
const lockLinks: PreparedStatement = {
  name: 'correspondences.lock-mail-links',
  text: `select id from chat_link where team_id = $1 and id in (
      select l.id from json_to_recordset($2::json) as given ("correspondenceId" uuid)
      join correspondence k on k.team_id = $1 and k.id = given."correspondenceId"
      cross join lateral (select l.id from ${linksOf} offset 0) l)
    order by id for update`,
};

const lockLinksOfSent: PreparedStatement = {
  name: 'correspondences.lock-sent-links',
  text: `select id from chat_link where team_id = $1 and id in (
      select l.id from outgoing_mail o join correspondence k on k.team_id = $1 and k.id = o.correspondence_id
      cross join lateral (select l.id from ${linksOf} offset 0) l
      where o.team_id = $1 and o.id = $2 and o.is_shared)
    order by id for update`,
};

/** Whether mail `e` is what outgoing mail `o` became in its mailbox. */
const isSame = `(o.message_id = e.message_id or exists (select from email_copy c where c.team_id = $1
    and c.email_id = e.id and c.mailbox_id = o.mailbox_id and c.provider_message_id = o.provider_message_id))`;

/** Somebody outside of the team gets mail `e`. */
const goesOutside = `exists (select from email_person p where p.team_id = $1 and p.email_id = e.id
    and p.role in ('to', 'cc', 'bcc')
    and not exists (select from team_address t where t.team_id = $1 and t.address_hash = p.address_hash)
    and not exists (select from team_person m where m.team_id = $1 and lower(m.email) = p.address))`;

const writeArrivals: PreparedStatement = {
  name: 'correspondences.write-arrivals',
  text: `insert into chat_mail (team_id, link_id, subject_id, kind, email_id, outgoing_id, effect_id)
    select $1, l.id, coalesce(o.id, e.id), case when e.direction = 'in' then 'mail' else 'answer' end, e.id, o.id,
      gen_random_uuid()
    from rows from (json_to_recordset($2::json) as ("emailId" uuid, "correspondenceId" uuid))
      with ordinality as given ("emailId", "correspondenceId", place)
    join correspondence k on k.team_id = $1 and k.id = given."correspondenceId"
    cross join lateral (select l.id, l.created_at from ${linksOf} and l.id = any($3::uuid[]) offset 0) l
    join shared_email e on e.team_id = $1 and e.id = given."emailId" and e.received_at > l.created_at
      and (e.direction = 'in' or ${goesOutside})
    left join lateral (select o.id from outgoing_mail o where o.team_id = $1 and e.direction = 'out'
      and o.correspondence_id = e.correspondence_id and ${isSame} order by o.id limit 1) o on true
    order by e.received_at, given.place
    on conflict (team_id, link_id, subject_id) do nothing
    returning link_id as "linkId", kind, effect_id as "effectId"`,
};

const writeSent: PreparedStatement = {
  name: 'correspondences.write-sent',
  text: `insert into chat_mail (team_id, link_id, subject_id, kind, outgoing_id, effect_id)
    select $1, l.id, o.id, 'answer', o.id, gen_random_uuid() from outgoing_mail o
    join chat_link l on l.team_id = $1 and l.id = any($3::uuid[]) and o.queued_at > l.created_at
    where o.team_id = $1 and o.id = $2
      and not exists (select from chat_mail seen join email e on e.team_id = $1 and e.id = seen.email_id
        where seen.team_id = $1 and seen.link_id = l.id and seen.kind = 'answer' and ${isSame})
    on conflict (team_id, link_id, subject_id) do nothing
    returning link_id as "linkId", kind, effect_id as "effectId"`,
};

const writeQueued: PreparedStatement = {
  name: 'correspondences.write-queued',
  text: `insert into chat_mail (team_id, link_id, subject_id, kind, outgoing_id, effect_id)
    values ($1, $3, $2, 'answer', $2, gen_random_uuid())
    on conflict (team_id, link_id, subject_id) do nothing
    returning link_id as "linkId", kind, effect_id as "effectId"`,
};

const writeFiles: PreparedStatement = {
  name: 'correspondences.write-files',
  text: `insert into chat_mail (team_id, link_id, subject_id, kind, email_id, effect_id)
    select $1, $3, a.id, 'file', a.email_id, gen_random_uuid() from email_attachment a
    join shared_email e on e.team_id = $1 and e.id = a.email_id
    where a.team_id = $1 and a.email_id = $2 and not a.is_inline order by a.position
    on conflict (team_id, link_id, subject_id) do nothing
    returning link_id as "linkId", effect_id as "effectId", subject_id as "fileId"`,
};
