import { sql } from 'drizzle-orm';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import { createId } from '#server/kernel/ids.ts';
import { applyWords, type Group } from './apply-words.ts';
import { choosePlaces, type Place, type Placed } from './choose-places.ts';
import { groupMails } from './group-mails.ts';
import { loadNeighbours, loadWords, type Neighbour } from './load-neighbours.ts';
import { refreshCounts } from './refresh-counts.ts';

/** Where a team's mails belong is decided by one transaction at a time. */
export async function lockThreads(tx: Transaction, teamId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`threads:${teamId}`}, 0))`);
}

interface PlaceOptions {
  /** Who a new correspondence is made for. */
  readonly userId: string;
  /** Correspondences to give back to these mails, where nothing else has them. */
  readonly revive?: ReadonlyMap<string, string>;
}

/**
 * Puts mails, and all that they touch, where they belong now. Whatever the order in which mails come, those that
 * belong together end together. The caller holds `lockThreads`.
 * @returns the correspondence of each mail that was looked at.
 */
export async function placeEmails(
  tx: Transaction,
  teamId: string,
  emailIds: readonly string[],
  options: PlaceOptions,
): Promise<ReadonlyMap<string, CorrespondenceId>> {
  const mails = await loadNeighbours(tx, teamId, emailIds);
  const words = await loadWords(
    tx,
    teamId,
    mails.map(({ id }) => id),
  );
  const groups = applyWords(mails, groupMails(mails), words);
  const roots = await loadPlaces(tx, teamId, mails, options.revive);
  const byId = new Map(mails.map((mail) => [mail.id, mail]));
  const placesOf = (id: string) => {
    const mail = byId.get(id);
    if (mail === undefined) return [];
    const claimed = mail.claimed.map((claim) => roots.rootOf.get(claim) ?? claim);
    const revived = options.revive?.get(id);
    return [...new Set([mail.correspondence_id, ...claimed, ...(revived === undefined ? [] : [revived])])];
  };
  const cut = new Set(words.filter(({ kind }) => kind === 'cut').flatMap(({ email_ids }) => email_ids));
  const isTakenOut = (group: Group) => group.some((id) => cut.has(id));
  const placed = choosePlaces(groups, placesOf, roots.places, () => createId<CorrespondenceId>(), isTakenOut);
  await write(tx, teamId, placed, byId, roots.places, options);
  return new Map(
    placed.flatMap(({ group, correspondenceId }) =>
      group.map((id) => [id, correspondenceId as CorrespondenceId] as const),
    ),
  );
}

const placesStatement: PreparedStatement = {
  name: 'threads.places',
  text: `select asked.id as asked, k.id, k.created_at, k.email_count > 0 as has_mail,
      (k.assignee_id is not null or k.case_id is not null
        or exists (select from correspondence_tag t where t.team_id = $1 and t.correspondence_id = k.id)
        or exists (select from discussion d where d.team_id = $1 and d.correspondence_id = k.id
          and d.visibility = 'team' and d.deleted_at is null)) as is_kept
    from json_to_recordset($2::json) as asked (id uuid, alone boolean)
    cross join lateral (
      select id, merged_into from correspondence w where w.team_id = $1 and w.id = asked.id offset 0) was
    cross join lateral (
      select * from correspondence c where c.team_id = $1
        and c.id = case when asked.alone then was.id else coalesce(was.merged_into, was.id) end offset 0) k`,
};

interface PlaceRow {
  readonly asked: string;
  readonly id: string;
  readonly has_mail: boolean;
  readonly is_kept: boolean;
  readonly created_at: Date | string;
}

async function loadPlaces(
  tx: Transaction,
  teamId: string,
  mails: readonly Neighbour[],
  revive: ReadonlyMap<string, string> = new Map(),
): Promise<{ places: ReadonlyMap<string, Place>; rootOf: ReadonlyMap<string, string> }> {
  const asked = new Set(mails.flatMap((mail) => [mail.correspondence_id, ...mail.claimed]));
  const revived = new Set(revive.values());
  const questions = [...asked, ...revived].map((id) => ({ id, alone: revived.has(id) }));
  const rows = await runPreparedIn<PlaceRow>(tx, placesStatement, [teamId, JSON.stringify(questions)]);
  const places = rows.map((row) => ({
    id: row.id,
    hasMail: row.has_mail,
    isKept: row.is_kept,
    createdAt: new Date(row.created_at),
  }));
  return {
    places: new Map(places.map((place) => [place.id, place])),
    rootOf: new Map(rows.map((row) => [row.asked, row.id])),
  };
}

async function write(
  tx: Transaction,
  teamId: string,
  placed: readonly Placed[],
  byId: ReadonlyMap<string, Neighbour>,
  places: ReadonlyMap<string, Place>,
  options: PlaceOptions,
): Promise<void> {
  const added = placed.filter(({ correspondenceId }) => !places.has(correspondenceId));
  const merges = placed.flatMap(({ correspondenceId, merged }) =>
    merged.filter((id) => places.has(id)).map((from) => ({ from, into: correspondenceId })),
  );
  const moves = placed.flatMap(({ group, correspondenceId }) =>
    group
      .filter((id) => byId.get(id)?.correspondence_id !== correspondenceId)
      .map((id) => ({ id, into: correspondenceId })),
  );
  await addPlaces(
    tx,
    teamId,
    added.map(({ correspondenceId }) => correspondenceId),
    options.userId,
  );
  if (options.revive !== undefined) await revivePlaces(tx, teamId, placed);
  if (moves.length > 0)
    await tx.execute(sql`
      update email e set correspondence_id = move."into", updated_at = now()
      from json_to_recordset(${JSON.stringify(moves)}::json) as move (id uuid, "into" uuid)
      where e.team_id = ${teamId} and e.id = move.id and e.id = any(${sql.param(moves.map(({ id }) => id))}::uuid[])`);
  for (const merge of merges) await mergePlace(tx, teamId, merge);
  const left = moves.flatMap(({ id }) => byId.get(id)?.correspondence_id ?? []);
  const touched = [...new Set([...placed.map(({ correspondenceId }) => correspondenceId), ...left])];
  if (moves.length > 0 || merges.length > 0) await moveThreads(tx, teamId, [...byId.keys()]);
  await refreshCounts(tx, teamId, touched);
}

/** What the mail itself says is not written here: it may be private. */
async function addPlaces(tx: Transaction, teamId: string, ids: readonly string[], userId: string): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(sql`
    insert into correspondence (team_id, id, subject, sender_name, sender_address, participants, created_by)
    select ${teamId}::uuid, value::uuid, '', '', '', '[]', ${userId}::uuid
    from json_array_elements_text(${JSON.stringify(ids)}::json) on conflict do nothing`);
}

async function revivePlaces(tx: Transaction, teamId: string, placed: readonly Placed[]): Promise<void> {
  const ids = JSON.stringify(placed.map(({ correspondenceId }) => correspondenceId));
  await tx.execute(sql`
    update correspondence set merged_into = null, version = version + 1, updated_at = now()
    where team_id = ${teamId} and id in (select value::uuid from json_array_elements_text(${ids}::json))
      and merged_into is not null`);
}

/** Assignee, state and readers go along; tags and discussions stay where they are and are read from both. */
async function mergePlace(tx: Transaction, teamId: string, { from, into }: { from: string; into: string }) {
  await tx.execute(sql`
    update correspondence set merged_into = ${into}, version = version + 1, updated_at = now()
    where team_id = ${teamId} and (id = ${from} or merged_into = ${from}) and id <> ${into}`);
  await tx.execute(sql`
    update correspondence k set assignee_id = coalesce(k.assignee_id, other.assignee_id),
      case_id = coalesce(k.case_id, other.case_id),
      state = case when 'open' in (k.state, other.state) then 'open'
        when 'waiting' in (k.state, other.state) then 'waiting' else 'closed' end
    from correspondence other
    where k.team_id = ${teamId} and k.id = ${into} and other.team_id = ${teamId} and other.id = ${from}`);
  await tx.execute(sql`
    insert into correspondence_user (team_id, correspondence_id, user_id, is_unread, read_at, since)
    select team_id, ${into}::uuid, user_id, is_unread, read_at, since from correspondence_user
    where team_id = ${teamId} and correspondence_id = ${from}
    on conflict (team_id, correspondence_id, user_id) do update
    set is_unread = correspondence_user.is_unread or excluded.is_unread`);
}

/**
 * A mailbox's thread leads to where most of its mails are; of equals it stays where it led, or goes with the newest.
 * So a mail that was taken out by hand does not take the page's thread along.
 */
async function moveThreads(tx: Transaction, teamId: string, emailIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    with touched as (
      select distinct mailbox_id, provider_thread_id from email_copy where team_id = ${teamId} and email_id in (
        select value::uuid from json_array_elements_text(${JSON.stringify(emailIds)}::json))
    ), place as (
      select distinct on (t.mailbox_id, t.provider_thread_id) t.mailbox_id, t.provider_thread_id, e.correspondence_id
      from touched join mail_thread t on t.team_id = ${teamId} and t.mailbox_id = touched.mailbox_id
        and t.provider_thread_id = touched.provider_thread_id
      join email_copy c on c.team_id = ${teamId} and c.mailbox_id = t.mailbox_id
        and c.provider_thread_id = t.provider_thread_id
      join email e on e.team_id = ${teamId} and e.id = c.email_id and e.correspondence_id is not null
      group by t.mailbox_id, t.provider_thread_id, t.correspondence_id, e.correspondence_id
      order by t.mailbox_id, t.provider_thread_id, count(*) desc, (e.correspondence_id = t.correspondence_id) desc,
        max(e.sent_at) desc, e.correspondence_id
    )
    update mail_thread t set correspondence_id = place.correspondence_id from place
    where t.team_id = ${teamId} and t.mailbox_id = place.mailbox_id
      and t.provider_thread_id = place.provider_thread_id and t.correspondence_id <> place.correspondence_id`);
}
