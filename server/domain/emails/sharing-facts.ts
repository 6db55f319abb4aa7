import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '#server/db/client.ts';
import { decideSharing, isKeptPrivate, type Party, type SharingFacts, type SharingRule } from './decide-sharing.ts';

/** A copy with what sharing it depends on. */
export interface CopyFacts extends SharingFacts {
  readonly providerMessageId: string;
  readonly emailId: string;
  readonly correspondenceId: string;
  readonly isShared: boolean;
  readonly sharedBecause: string | null;
  /** What the mail says is here, through this copy or another. */
  readonly hasContent: boolean;
  readonly contactCount: number;
}

/** Said of a copy that a former owner of its mailbox had shared: it stays with the team without any rule. */
export const handedOver = 'handed-over';

/** Why a copy is to be shared; undefined: it is private. `createdBy` is whose word it is, where a rule says it. */
export function findReason(
  rules: readonly SharingRule[],
  copy: CopyFacts,
): { readonly id: string; readonly createdBy?: string } | undefined {
  if (copy.sharedBecause === handedOver) return isKeptPrivate(rules, copy) ? undefined : { id: handedOver };
  return decideSharing(rules, copy);
}

interface Row extends Record<string, unknown> {
  readonly provider_message_id: string;
  readonly provider_thread_id: string | null;
  readonly received_at: Date | string;
  readonly is_shared: boolean;
  readonly shared_because: string | null;
  readonly email_id: string;
  readonly correspondence_id: string;
  readonly has_content: boolean;
  readonly is_confidential: boolean;
  readonly people: readonly (Party & { readonly role: string })[] | null;
  readonly contacts: readonly { readonly savedAt: string; readonly savedBy: string }[] | null;
}

export interface CopyRange {
  readonly teamId: string;
  readonly mailboxId: string;
  /** Copies after this one, in the order of their provider's ids. */
  readonly after: string;
  readonly limit: number;
}

/** The copies of a mailbox that are there, with what is known of them without their content. */
export async function loadCopyFacts(
  tx: Transaction | Database,
  range: CopyRange,
  teamAddresses: ReadonlyMap<string, string>,
): Promise<readonly CopyFacts[]> {
  const { teamId, mailboxId } = range;
  const { rows } = await tx.execute<Row>(sql`
    select c.provider_message_id, c.provider_thread_id, c.received_at, c.is_shared, c.shared_because, c.email_id,
      e.correspondence_id, e.is_shared as has_content, e.is_confidential,
      (select json_agg(json_build_object('role', p.role, 'addressHash', p.address_hash, 'domainHashes', p.domain_hashes,
          'isFreeMail', p.is_free_mail)) from email_person p where p.team_id = ${teamId} and p.email_id = e.id) as people,
      (select json_agg(distinct jsonb_build_object('id', k.id, 'savedAt', k.created_at, 'savedBy', k.created_by))
        from email_person p join contact_address a on a.team_id = ${teamId} and a.address_hash = p.address_hash
          and a.deleted_at is null
        join contact k on k.team_id = ${teamId} and k.id = a.contact_id and k.deleted_at is null
        where p.team_id = ${teamId} and p.email_id = e.id) as contacts
    from email_copy c join email e on e.team_id = ${teamId} and e.id = c.email_id
    where c.team_id = ${teamId} and c.mailbox_id = ${mailboxId} and c.deleted_at is null
      and c.provider_message_id > ${range.after}
    order by c.provider_message_id limit ${range.limit}`);
  return rows.map((row) => readFacts(row, teamAddresses));
}

function readFacts(row: Row, teamAddresses: ReadonlyMap<string, string>): CopyFacts {
  const outsiders = (row.people ?? []).filter(({ addressHash }) => !teamAddresses.has(addressHash));
  const senders = outsiders.filter(({ role }) => role === 'from');
  const contacts = row.contacts ?? [];
  return {
    providerMessageId: row.provider_message_id,
    emailId: row.email_id,
    correspondenceId: row.correspondence_id,
    isShared: row.is_shared,
    sharedBecause: row.shared_because,
    hasContent: row.has_content,
    threadId: row.provider_thread_id,
    outsiders,
    counterparts: senders.length > 0 ? senders : outsiders,
    contacts: contacts.map(({ savedAt, savedBy }) => ({ savedAt: new Date(savedAt), savedBy })),
    contactCount: contacts.length,
    receivedAt: new Date(row.received_at),
    isConfidential: row.is_confidential,
  };
}

const batch = 500;

/** Every copy of a mailbox, some at a time. */
export async function* readAllFacts(
  db: Database,
  at: { readonly teamId: string; readonly mailboxId: string },
  teamAddresses: ReadonlyMap<string, string>,
): AsyncGenerator<readonly CopyFacts[]> {
  for (let after = ''; ;) {
    const facts = await loadCopyFacts(db, { ...at, after, limit: batch }, teamAddresses);
    if (facts.length > 0) yield facts;
    if (facts.length < batch) return;
    after = facts.at(-1)?.providerMessageId ?? after;
  }
}
