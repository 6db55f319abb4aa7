import type { CorrespondenceId, EmailId } from '#shared/contract/ids.ts';
import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import { createId } from '#server/kernel/ids.ts';
import { describeContent, type KeptContent } from './describe-content.ts';
import type { IncomingEmail } from './incoming-email.ts';
import type { KeptSource } from './keep-source.ts';
import type { PreparedEmail } from './read-incoming.ts';

export interface EmailRow {
  readonly id: EmailId;
  /** As it was before these mails were placed. */
  readonly correspondenceId: string;
  /** Whether its content was here before. */
  readonly isShared: boolean;
  readonly isNew: boolean;
}

interface NewEmail {
  readonly incoming: IncomingEmail;
  readonly prepared: PreparedEmail;
  readonly kept: KeptSource | undefined;
}

/**
 * The team's rows of mails, made where they are new: what a shared one is called is written along, of the others
 * hashes, ids and dates alone. The caller holds the team's threads, so that nobody else adds mails meanwhile.
 * @returns a row for each, in their order; of several that are the same mail the first is new.
 */
export async function writeEmails(
  tx: Transaction,
  mails: readonly NewEmail[],
  teamAddresses: ReadonlyMap<string, string>,
): Promise<readonly EmailRow[]> {
  const [first] = mails;
  if (first === undefined) return [];
  const { teamId } = first.incoming;
  const byIdentity = Map.groupBy(mails, ({ prepared }) => identityOf(prepared));
  const given = [...byIdentity.values()].flatMap((same) => {
    const one = same.find(({ kept }) => kept !== undefined) ?? same[0];
    return one === undefined ? [] : [toRow(one, teamAddresses)];
  });
  const added = await runPreparedIn<{ id: string }>(tx, insert, [teamId, JSON.stringify(given)]);
  const addedIds = new Set(added.map(({ id }) => id));
  const rows = new Map(
    given.map((row): [string, EmailRow] => [
      identity(row.message_id, row.content_hash),
      { id: row.id, correspondenceId: row.correspondence_id, isShared: false, isNew: true },
    ]),
  );
  for (const known of await findKnown(tx, teamId, given, addedIds))
    rows.set(identity(known.message_id, known.content_hash), {
      id: known.id,
      correspondenceId: known.correspondence_id,
      isShared: known.is_shared,
      isNew: false,
    });
  const told = new Set<string>();
  return mails.map(({ prepared }) => {
    const key = identityOf(prepared);
    const row = rows.get(key);
    if (row === undefined || (row.isNew && !addedIds.has(row.id))) throw new Error('a mail that was there is gone');
    const isFirst = !told.has(key);
    told.add(key);
    return { ...row, isNew: row.isNew && isFirst };
  });
}

function identityOf({ messageId, contentHash }: PreparedEmail): string {
  return identity(messageId, contentHash);
}

function identity(messageId: string | null, contentHash: string): string {
  return `${contentHash} ${messageId ?? ''}`;
}

interface GivenRow extends Partial<KeptContent> {
  readonly id: EmailId;
  readonly message_id: string | null;
  readonly content_hash: string;
  readonly correspondence_id: string;
}

function toRow({ incoming, prepared, kept }: NewEmail, teamAddresses: ReadonlyMap<string, string>): GivenRow {
  const { messageId, people } = prepared;
  const sender = people.find(({ role }) => role === 'from')?.addressHash ?? '';
  const teammate = teamAddresses.get(sender);
  const recipients = people.filter(({ role }) => role === 'to' || role === 'cc').map(({ addressHash }) => addressHash);
  const own = messageId === null ? [] : [messageId];
  const row = {
    id: createId<EmailId>(),
    message_id: messageId,
    content_hash: prepared.contentHash,
    correspondence_id: createId<CorrespondenceId>(),
    in_reply_to: prepared.inReplyTo,
    reference_ids: prepared.references,
    subject_hash: prepared.subjectHash,
    is_reply: prepared.isReply,
    sender_hash: sender,
    recipient_hashes: [...new Set(recipients)],
    direction: teammate === undefined ? 'in' : 'out',
    user_id: teammate ?? incoming.ownerUserId,
    sent_at: prepared.sentAt,
    received_at: incoming.receivedAt,
    is_confidential: prepared.isConfidential,
    named: [...new Set([...own, ...prepared.inReplyTo, ...prepared.references])],
    is_shared: kept !== undefined,
    people: people.map(({ name, address, ...hashes }) => (kept === undefined ? hashes : { ...hashes, name, address })),
  };
  return kept === undefined ? row : { ...row, ...describeContent(prepared, kept) };
}

const insert: PreparedStatement = {
  name: 'emails.insert-all',
  text: `with given as materialized (
      select * from json_to_recordset($2::json) as given (id uuid, message_id text, content_hash text,
        correspondence_id uuid, in_reply_to text[], reference_ids text[], subject_hash text, is_reply boolean,
        sender_hash text, recipient_hashes text[], direction text, user_id uuid, sent_at timestamptz,
        received_at timestamptz, is_confidential boolean, is_shared boolean, subject text, preview text,
        attachment_count integer, raw_sha256 text, raw_size integer, named text[], people json)
    ), added as (
      insert into email (team_id, id, message_id, content_hash, correspondence_id, in_reply_to, reference_ids,
        subject_hash, is_reply, sender_hash, recipient_hashes, direction, user_id, sent_at, received_at,
        is_confidential, is_shared, subject, preview, attachment_count, raw_sha256, raw_size)
      select $1, id, message_id, content_hash, correspondence_id, in_reply_to, reference_ids, subject_hash, is_reply,
        sender_hash, recipient_hashes, direction, user_id, sent_at, received_at, is_confidential, is_shared, subject,
        preview, coalesce(attachment_count, 0), raw_sha256, raw_size
      from given
      on conflict (team_id, message_id, content_hash) do nothing returning id
    ), fresh as materialized (
      select given.* from given join added on added.id = given.id
    ), named as (
      insert into email_reference (team_id, reference, email_id)
      select $1, reference, fresh.id from fresh, unnest(fresh.named) as reference
    ), people as (
      insert into email_person (team_id, email_id, role, position, address_hash, domain_hashes, is_free_mail, address,
        name, at)
      select $1, fresh.id, role, position, "addressHash", "domainHashes", "isFreeMail", address, name, fresh.sent_at
      from fresh, json_to_recordset(fresh.people) as person (role text, position integer, "addressHash" text,
        "domainHashes" text[], "isFreeMail" boolean, address text, name text)
    )
    select id from added`,
};

interface KnownRow {
  readonly message_id: string | null;
  readonly content_hash: string;
  readonly id: EmailId;
  readonly correspondence_id: string;
  readonly is_shared: boolean;
}

const known: PreparedStatement = {
  name: 'emails.find-known',
  text: `with given as materialized (
      select * from json_to_recordset($2::json) as given (message_id text, content_hash text)
    )
    select e.message_id, e.content_hash, e.id, e.correspondence_id, e.is_shared from given
    join email e on e.team_id = $1 and e.message_id = given.message_id and e.content_hash = given.content_hash
    union all
    select e.message_id, e.content_hash, e.id, e.correspondence_id, e.is_shared from given
    join email e on e.team_id = $1 and e.message_id is null and e.content_hash = given.content_hash
    where given.message_id is null`,
};

async function findKnown(
  tx: Transaction,
  teamId: string,
  given: readonly GivenRow[],
  addedIds: ReadonlySet<string>,
): Promise<readonly KnownRow[]> {
  const rest = given.filter(({ id }) => !addedIds.has(id));
  if (rest.length === 0) return [];
  const asked = rest.map(({ message_id, content_hash }) => ({ message_id, content_hash }));
  return runPreparedIn<KnownRow>(tx, known, [teamId, JSON.stringify(asked)]);
}
