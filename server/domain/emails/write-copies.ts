import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import type { IncomingEmail } from './incoming-email.ts';
import type { KeptSource } from './keep-source.ts';
import { handedOver } from './sharing-facts.ts';

export interface NewCopy {
  readonly emailId: string;
  readonly incoming: IncomingEmail;
  /** The rule for which it is shared. */
  readonly rule: string | undefined;
  readonly kept: KeptSource | undefined;
}

/**
 * The copies of mails in one mailbox, with how they are there now.
 * @returns for each, in their order, whether the copy is new.
 */
export async function writeCopies(tx: Transaction, copies: readonly NewCopy[]): Promise<readonly boolean[]> {
  const [first] = copies;
  if (first === undefined) return [];
  const { teamId, mailboxId, ownerUserId } = first.incoming;
  const given = copies.map(({ emailId, incoming, rule, kept }) => ({
    message: incoming.providerMessageId,
    thread: incoming.providerThreadId,
    email: emailId,
    labels: incoming.labels,
    is_read: incoming.isRead,
    received_at: incoming.receivedAt,
    rule: rule ?? null,
    // Shared meanwhile, but its content is not here: it is fetched once more.
    is_wanted: rule !== undefined && kept === undefined,
  }));
  const rows = await runPreparedIn<{ id: string; is_new: boolean }>(tx, upsert, [
    teamId,
    mailboxId,
    ownerUserId,
    JSON.stringify(given),
  ]);
  const isNew = new Map(rows.map(({ id, is_new }) => [id, is_new]));
  return copies.map(({ incoming }) => isNew.get(incoming.providerMessageId) === true);
}

const upsert: PreparedStatement = {
  name: 'emails.upsert-copies',
  text: `insert into email_copy as c (team_id, mailbox_id, provider_message_id, provider_thread_id, email_id, owner_id,
      labels, is_read, received_at, is_shared, shared_because, shared_by, shared_at, wanted_at)
    select $1, $2, message, thread, email, $3, labels, is_read, received_at, rule is not null, rule,
      case when rule is not null then $3::uuid end, case when rule is not null then now() end,
      case when is_wanted then now() end
    from json_to_recordset($4::json) as given (message text, thread text, email uuid, labels text[], is_read boolean,
      received_at timestamptz, rule text, is_wanted boolean)
    on conflict (team_id, mailbox_id, provider_message_id) do update
    set email_id = excluded.email_id, provider_thread_id = excluded.provider_thread_id, labels = excluded.labels,
      is_read = excluded.is_read, deleted_at = null,
      is_shared = excluded.is_shared or (c.is_shared and c.shared_because = '${handedOver}'),
      shared_because = case when c.shared_because = '${handedOver}' then c.shared_because
        else coalesce(excluded.shared_because, c.shared_because) end,
      shared_by = coalesce(c.shared_by, excluded.shared_by), shared_at = coalesce(c.shared_at, excluded.shared_at),
      wanted_at = excluded.wanted_at
    returning c.provider_message_id as id, (xmax = 0) as is_new`,
};
