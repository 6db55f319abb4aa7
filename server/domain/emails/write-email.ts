import { sql } from 'drizzle-orm';
import type { CorrespondenceId, EmailId } from '#shared/contract/ids.ts';
import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import { createId } from '#server/kernel/ids.ts';
import type { IncomingEmail } from './incoming-email.ts';
import type { PreparedEmail } from './read-incoming.ts';

export interface EmailRow {
  readonly id: EmailId;
  readonly correspondenceId: string;
  readonly isShared: boolean;
  readonly isNew: boolean;
}

/** The team's row of a mail, made when it is new. It holds hashes, ids and dates; what it says comes with its content. */
export async function upsertEmail(
  tx: Transaction,
  incoming: IncomingEmail,
  prepared: PreparedEmail,
  teamAddresses: ReadonlyMap<string, string>,
): Promise<EmailRow> {
  const { teamId, ownerUserId } = incoming;
  const { messageId, contentHash, people } = prepared;
  const sender = people.find(({ role }) => role === 'from')?.addressHash ?? '';
  const teammate = teamAddresses.get(sender);
  const recipients = people.filter(({ role }) => role === 'to' || role === 'cc').map(({ addressHash }) => addressHash);
  const id = createId<EmailId>();
  const own = messageId === null ? [] : [messageId];
  const rows = await runPreparedIn<{ correspondence_id: string }>(tx, insert, [
    teamId,
    id,
    messageId,
    contentHash,
    createId<CorrespondenceId>(),
    prepared.inReplyTo,
    prepared.references,
    prepared.subjectHash,
    prepared.isReply,
    sender,
    [...new Set(recipients)],
    teammate === undefined ? 'in' : 'out',
    teammate ?? ownerUserId,
    prepared.sentAt,
    incoming.receivedAt,
    prepared.isConfidential,
    [...new Set([...own, ...prepared.inReplyTo, ...prepared.references])],
    JSON.stringify(people.map(({ name: _name, address: _address, ...hashes }) => hashes)),
  ]);
  const [row] = rows;
  if (row === undefined) return findEmail(tx, teamId, prepared);
  return { id, correspondenceId: row.correspondence_id, isShared: false, isNew: true };
}

const insert: PreparedStatement = {
  name: 'emails.insert',
  text: `with added as (
      insert into email (team_id, id, message_id, content_hash, correspondence_id, in_reply_to, reference_ids,
        subject_hash, is_reply, sender_hash, recipient_hashes, direction, user_id, sent_at, received_at, is_confidential)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
      on conflict (team_id, message_id, content_hash) do nothing returning team_id, id, correspondence_id, sent_at
    ), named as (
      insert into email_reference (team_id, reference, email_id)
      select team_id, unnest($17::text[]), id from added
    ), people as (
      insert into email_person (team_id, email_id, role, position, address_hash, domain_hashes, is_free_mail, at)
      select added.team_id, added.id, role, position, "addressHash", "domainHashes", "isFreeMail", added.sent_at
      from added, json_to_recordset($18::json) as person (role text, position integer, "addressHash" text,
        "domainHashes" text[], "isFreeMail" boolean)
    )
    select correspondence_id from added`,
};

async function findEmail(tx: Transaction, teamId: string, prepared: PreparedEmail): Promise<EmailRow> {
  const { rows } = await tx.execute<{ id: EmailId; correspondence_id: string; is_shared: boolean }>(sql`
    select id, correspondence_id, is_shared from email where team_id = ${teamId}
      and message_id is not distinct from ${prepared.messageId} and content_hash = ${prepared.contentHash}`);
  const [row] = rows;
  if (row === undefined) throw new Error('a mail that was there is gone');
  return { id: row.id, correspondenceId: row.correspondence_id, isShared: row.is_shared, isNew: false };
}

/** A text array as one parameter. */
function texts(values: readonly string[]) {
  return sql`array(select json_array_elements_text(${JSON.stringify(values)}::json))`;
}

/** The copy of a mail in a mailbox, with how it is there now. */
export async function writeCopy(
  tx: Transaction,
  incoming: IncomingEmail,
  emailId: string,
  sharing: { readonly rule: string | undefined; readonly isWanted: boolean },
): Promise<{ isNew: boolean }> {
  const { teamId, mailboxId, providerMessageId, providerThreadId, ownerUserId } = incoming;
  const isShared = sharing.rule !== undefined;
  const { rows } = await tx.execute<{ is_new: boolean }>(sql`
    insert into email_copy as c (team_id, mailbox_id, provider_message_id, provider_thread_id, email_id, owner_id, labels,
      is_read, received_at, is_shared, shared_because, shared_by, shared_at, wanted_at)
    values (${teamId}, ${mailboxId}, ${providerMessageId}, ${providerThreadId}, ${emailId}, ${ownerUserId},
      ${texts(incoming.labels)}, ${incoming.isRead}, ${incoming.receivedAt.toISOString()}, ${isShared},
      ${sharing.rule ?? null}, ${isShared ? ownerUserId : null}, case when ${isShared} then now() end,
      case when ${sharing.isWanted} then now() end)
    on conflict (team_id, mailbox_id, provider_message_id) do update
    set email_id = excluded.email_id, provider_thread_id = excluded.provider_thread_id, labels = excluded.labels,
      is_read = excluded.is_read, deleted_at = null, is_shared = excluded.is_shared,
      shared_because = coalesce(excluded.shared_because, c.shared_because),
      shared_by = coalesce(c.shared_by, excluded.shared_by), shared_at = coalesce(c.shared_at, excluded.shared_at),
      wanted_at = excluded.wanted_at
    returning (xmax = 0) as is_new`);
  return { isNew: rows[0]?.is_new ?? false };
}
