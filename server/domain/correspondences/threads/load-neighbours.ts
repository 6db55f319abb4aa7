import { holderSql } from '#server/db/holder-sql.ts';
import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';

/** A mail as threading sees it: its ids and hashes, never what it says. */
export interface Neighbour extends Record<string, unknown> {
  readonly id: string;
  readonly correspondence_id: string;
  readonly message_id: string | null;
  readonly content_hash: string;
  readonly in_reply_to: readonly string[];
  readonly reference_ids: readonly string[];
  readonly subject_hash: string;
  readonly is_reply: boolean;
  readonly sender_hash: string;
  readonly recipient_hashes: readonly string[];
  readonly sent_at: Date | string;
  /** One for each copy whose provider groups mails. */
  readonly provider_threads: readonly { readonly mailbox: string; readonly id: string }[];
  /** Correspondences that the copies' own users claimed these threads for, from the page. */
  readonly claimed: readonly string[];
}

/** An answer is never found by its subject among mails further away than this. */
const subjectDays = 15;
/** A component of more mails than this is no thread but a mailing list gone wrong: it is judged by this many. */
const mostMails = 20_000;

/**
 * The mails given and every mail that could belong with them or with one of those: by an id or a reference, a thread
 * of a mailbox, the subject at about the same time where one of the two is an answer, a person's word, or a claim. As
 * the set is closed, what is decided in it is the same whichever of its mails came last.
 */
export async function loadNeighbours(
  tx: Transaction,
  teamId: string,
  emailIds: readonly string[],
): Promise<readonly Neighbour[]> {
  const known = new Set(emailIds);
  for (let edge: readonly string[] = [...known]; edge.length > 0 && known.size < mostMails;) {
    const found = await findAdjacent(tx, teamId, edge);
    edge = found.filter((id) => !known.has(id));
    for (const id of edge) known.add(id);
  }
  return readMails(tx, teamId, [...known]);
}

// `$1` team, `$2` mails. As they run for every mail that comes, their plans are kept.
const adjacent: PreparedStatement = {
  name: 'threads.adjacent',
  text: `with edge as materialized (
      select e.id, e.subject_hash, e.is_reply, e.sent_at from email e where e.team_id = $1 and e.id = any($2::uuid[])
    ), named as materialized (
      select distinct r.reference from edge join email_reference r on r.team_id = $1 and r.email_id = edge.id
    ), threads as materialized (
      select distinct c.mailbox_id, c.provider_thread_id from edge
      join email_copy c on c.team_id = $1 and c.email_id = edge.id and c.provider_thread_id is not null
    ), claimed as materialized (
      select distinct k.correspondence_id from threads
      join mail_thread t on t.team_id = $1 and t.mailbox_id = threads.mailbox_id
        and t.provider_thread_id = threads.provider_thread_id
      join claim k on k.team_id = $1 and k.account_hash = t.account_hash and k.thread_hash = t.thread_hash
        and ${holderSql('t', 'k.user_id')}
    )
    select r.email_id as id from named join email_reference r on r.team_id = $1 and r.reference = named.reference
    union select c.email_id from threads join email_copy c on c.team_id = $1
      and c.mailbox_id = threads.mailbox_id and c.provider_thread_id = threads.provider_thread_id
    union select e.id from edge join email e on e.team_id = $1 and e.subject_hash = edge.subject_hash
      and e.sent_at between edge.sent_at - interval '${subjectDays} days' and edge.sent_at + interval '${subjectDays} days'
      and (edge.is_reply or e.is_reply or e.sent_at = edge.sent_at)
      where edge.subject_hash <> ''
    union select unnest(w.email_ids) from thread_word w where w.team_id = $1 and w.undone_at is null
      and w.kind = 'join' and w.email_ids && $2::uuid[]
    union select c.email_id from claimed
      join claim k on k.team_id = $1 and k.correspondence_id = claimed.correspondence_id
      join mail_thread t on t.team_id = $1 and t.account_hash = k.account_hash and t.thread_hash = k.thread_hash
        and ${holderSql('t', 'k.user_id')}
      join email_copy c on c.team_id = $1 and c.mailbox_id = t.mailbox_id
        and c.provider_thread_id = t.provider_thread_id`,
};

async function findAdjacent(tx: Transaction, teamId: string, ids: readonly string[]): Promise<readonly string[]> {
  const rows = await runPreparedIn<{ id: string }>(tx, adjacent, [teamId, ids]);
  return rows.map(({ id }) => id);
}

const mails: PreparedStatement = {
  name: 'threads.mails',
  text: `select e.id, e.correspondence_id, e.message_id, e.content_hash, e.in_reply_to, e.reference_ids, e.subject_hash,
      e.is_reply, e.sender_hash, e.recipient_hashes, e.sent_at,
      coalesce((select json_agg(json_build_object('mailbox', c.mailbox_id, 'id', c.provider_thread_id)
          order by c.mailbox_id, c.provider_message_id)
        from email_copy c where c.team_id = $1 and c.email_id = e.id and c.provider_thread_id is not null),
        '[]') as provider_threads,
      array(select distinct k.correspondence_id from email_copy c
        join mail_thread t on t.team_id = $1 and t.mailbox_id = c.mailbox_id
          and t.provider_thread_id = c.provider_thread_id
        join claim k on k.team_id = $1 and k.account_hash = t.account_hash and k.thread_hash = t.thread_hash
          and ${holderSql('t', 'k.user_id')}
        where c.team_id = $1 and c.email_id = e.id) as claimed
    from email e where e.team_id = $1 and e.id = any($2::uuid[]) order by e.sent_at, e.id`,
};

function readMails(tx: Transaction, teamId: string, ids: readonly string[]): Promise<readonly Neighbour[]> {
  return runPreparedIn<Neighbour>(tx, mails, [teamId, ids]);
}

/** What a person said about mails: `join` says they belong together, `cut` that they are apart from the rest. */
export interface ThreadWord extends Record<string, unknown> {
  readonly id: string;
  readonly kind: 'join' | 'cut';
  readonly email_ids: readonly string[];
  readonly correspondence_ids: readonly string[];
}

const words: PreparedStatement = {
  name: 'threads.words',
  text: `select id, kind, email_ids, correspondence_ids from thread_word
    where team_id = $1 and undone_at is null and email_ids && $2::uuid[] order by created_at, id`,
};

/** The words about any of these mails that were not undone, oldest first. */
export function loadWords(
  tx: Transaction,
  teamId: string,
  emailIds: readonly string[],
): Promise<readonly ThreadWord[]> {
  return runPreparedIn<ThreadWord>(tx, words, [teamId, emailIds]);
}
