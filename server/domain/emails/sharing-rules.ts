import { sql } from 'drizzle-orm';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import { decideSharing, type Party, type SharingFacts, type SharingRule } from './decide-sharing.ts';
import type { IncomingEmail } from './incoming-email.ts';
import type { PreparedEmail } from './read-incoming.ts';

interface RuleRow extends Record<string, unknown> {
  readonly id: string;
  readonly kind: SharingRule['kind'];
  readonly value: string;
  readonly is_never: boolean;
  readonly includes_free_mail: boolean;
  readonly created_by: string;
  readonly created_at: Date | string;
}

/** The confirmed rules of a mailbox, oldest first, in the form in which they are compared. */
export async function loadRules(
  tx: Transaction | Database,
  at: { readonly teamId: string; readonly mailboxId: string },
  hashKey: string,
): Promise<readonly SharingRule[]> {
  const { rows } = await tx.execute<RuleRow>(sql`
    select id, kind, value, is_never, includes_free_mail, created_by, created_at from sharing_rule
    where team_id = ${at.teamId} and mailbox_id = ${at.mailboxId} order by created_at, id`);
  return Promise.all(rows.map((row) => readRule(row, hashKey)));
}

async function readRule(row: RuleRow, hashKey: string): Promise<SharingRule> {
  return {
    id: row.id,
    kind: row.kind,
    value: await hashValue(row.kind, row.value, hashKey),
    isNever: row.is_never,
    includesFreeMail: row.includes_free_mail,
    createdBy: row.created_by,
    createdAt: new Date(row.created_at),
  };
}

/** A rule's value as mails are compared with it. */
export function hashValue(kind: SharingRule['kind'], value: string, hashKey: string): Promise<string> | string {
  return kind === 'address' || kind === 'domain' ? keyedHash(hashKey, kind, value) : value;
}

/** Addresses that are the team's own: sign-in addresses and connected mailboxes, as hashes, with whose they are. */
export async function loadTeamAddresses(
  tx: Transaction | Database,
  teamId: string,
  hashKey: string,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await tx.execute<{ email: string | null; address_hash: string | null; user_id: string }>(sql`
    select email, null as address_hash, user_id from team_person where team_id = ${teamId}
    union all select null, address_hash, user_id from team_address where team_id = ${teamId}`);
  const entries = rows.map(
    async (row) =>
      [
        row.address_hash ?? (await keyedHash(hashKey, 'address', (row.email ?? '').toLowerCase())),
        row.user_id,
      ] as const,
  );
  return new Map(await Promise.all(entries));
}

/** The rule for which an arriving mail is shared, or undefined. */
export async function findSharingRule(
  tx: Transaction | Database,
  incoming: IncomingEmail,
  prepared: PreparedEmail,
  known: { readonly hashKey: string; readonly teamAddresses: ReadonlyMap<string, string> },
): Promise<SharingRule | undefined> {
  const rules = await loadRules(tx, incoming, known.hashKey);
  if (rules.length === 0) return undefined;
  const outsiders = prepared.people.filter(({ addressHash }) => !known.teamAddresses.has(addressHash));
  const senders = outsiders.filter(({ role }) => role === 'from');
  const facts: SharingFacts = {
    threadId: incoming.providerThreadId,
    outsiders,
    counterparts: senders.length > 0 ? senders : outsiders,
    contacts: rules.some(({ kind }) => kind === 'contacts') ? await findContacts(tx, incoming.teamId, outsiders) : [],
    receivedAt: incoming.receivedAt,
    isConfidential: prepared.isConfidential,
  };
  return decideSharing(rules, facts);
}

async function findContacts(
  tx: Transaction | Database,
  teamId: string,
  parties: readonly Party[],
): Promise<SharingFacts['contacts']> {
  const hashes = JSON.stringify(parties.map(({ addressHash }) => addressHash));
  const { rows } = await tx.execute<{ created_at: Date | string; created_by: string }>(sql`
    select distinct k.created_at, k.created_by from contact_address a
    join contact k on k.team_id = a.team_id and k.id = a.contact_id and k.deleted_at is null
    where a.team_id = ${teamId} and a.deleted_at is null
      and a.address_hash in (select json_array_elements_text(${hashes}::json))`);
  return rows.map((row) => ({ savedAt: new Date(row.created_at), savedBy: row.created_by }));
}
