import { sql } from 'drizzle-orm';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import type { PreparedStatement } from '#server/db/prepared.ts';
import { Problem } from '#server/kernel/problem.ts';
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
  readonly team_rule_id: string | null;
}

/** The confirmed rules of a mailbox, oldest first, in the form in which they are compared. */
export async function loadRules(
  tx: Transaction | Database,
  at: { readonly teamId: string; readonly mailboxId: string },
  hashKey: string,
): Promise<readonly SharingRule[]> {
  const { rows } = await tx.execute<RuleRow>(sql`
    select id, kind, value, is_never, includes_free_mail, created_by, created_at, team_rule_id from sharing_rule
    where team_id = ${at.teamId} and mailbox_id = ${at.mailboxId} and not is_suggested order by created_at, id`);
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
    isOfTeam: row.team_rule_id !== null,
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
  const { rows } = await tx.execute<AddressRow>(sql`
    select email, null as address_hash, user_id from team_person where team_id = ${teamId}
    union all select null, address_hash, user_id from team_address where team_id = ${teamId}`);
  return readAddresses(rows, hashKey);
}

interface AddressRow extends Record<string, unknown> {
  readonly email: string | null;
  readonly address_hash: string | null;
  readonly user_id: string;
}

async function readAddresses(rows: readonly AddressRow[], hashKey: string): Promise<ReadonlyMap<string, string>> {
  const entries = rows.map(
    async (row) =>
      [
        row.address_hash ?? (await keyedHash(hashKey, 'address', (row.email ?? '').toLowerCase())),
        row.user_id,
      ] as const,
  );
  return new Map(await Promise.all(entries));
}

/** What a mailbox's mail is judged by. */
export interface SharingGround {
  readonly hashKey: string;
  /** The mailbox's own address is noted. */
  readonly isNoted: boolean;
  readonly rules: readonly SharingRule[];
  readonly teamAddresses: ReadonlyMap<string, string>;
}

interface GroundRow {
  readonly hash_key: string;
  readonly is_noted: boolean;
  readonly rules: readonly RuleRow[] | null;
  readonly addresses: readonly AddressRow[] | null;
}

// `$1` team, `$2` mailbox.
const ground: PreparedStatement = {
  name: 'emails.sharing-ground',
  text: `select s.hash_key,
      exists (select from team_address where team_id = $1 and mailbox_id = $2) as is_noted,
      (select json_agg(r order by r.created_at, r.id) from sharing_rule r
        where r.team_id = $1 and r.mailbox_id = $2 and not r.is_suggested) as rules,
      (select json_agg(a) from (
        select email, null as address_hash, user_id from team_person where team_id = $1
        union all select null, address_hash, user_id from team_address where team_id = $1) a) as addresses
    from team_settings s where s.team_id = $1`,
};

/** All of it at once, outside a transaction or in one. */
export async function loadGround(
  run: (statement: PreparedStatement, values: readonly unknown[]) => Promise<GroundRow[]>,
  at: { readonly teamId: string; readonly mailboxId: string },
): Promise<SharingGround> {
  const [row] = await run(ground, [at.teamId, at.mailboxId]);
  if (row === undefined) throw new Problem('not-found', 'This team does not exist, or you are not in it.');
  return {
    hashKey: row.hash_key,
    isNoted: row.is_noted,
    rules: await Promise.all((row.rules ?? []).map((rule) => readRule(rule, row.hash_key))),
    teamAddresses: await readAddresses(row.addresses ?? [], row.hash_key),
  };
}

/** The rule for which each of these arriving mails is shared, or undefined. They are of one mailbox. */
export async function findSharingRules(
  tx: Transaction | Database,
  mails: readonly { readonly incoming: IncomingEmail; readonly prepared: PreparedEmail }[],
  { rules, teamAddresses }: SharingGround,
): Promise<readonly (SharingRule | undefined)[]> {
  const [first] = mails;
  if (first === undefined || rules.length === 0) return mails.map(() => undefined);
  const outsidersOf = ({ people }: PreparedEmail) => people.filter((each) => !teamAddresses.has(each.addressHash));
  const contacts = rules.some(({ kind }) => kind === 'contacts')
    ? await findContacts(
        tx,
        first.incoming.teamId,
        mails.flatMap(({ prepared }) => outsidersOf(prepared)),
      )
    : new Map<string, SharingFacts['contacts']>();
  return mails.map(({ incoming, prepared }) => {
    const outsiders = outsidersOf(prepared);
    const senders = outsiders.filter(({ role }) => role === 'from');
    return decideSharing(rules, {
      threadId: incoming.providerThreadId,
      outsiders,
      counterparts: senders.length > 0 ? senders : outsiders,
      contacts: outsiders.flatMap(({ addressHash }) => contacts.get(addressHash) ?? []),
      receivedAt: incoming.receivedAt,
      isConfidential: prepared.isConfidential,
    });
  });
}

/** The contacts among these people, by the hash of the address. */
async function findContacts(
  tx: Transaction | Database,
  teamId: string,
  parties: readonly Party[],
): Promise<ReadonlyMap<string, SharingFacts['contacts']>> {
  const hashes = JSON.stringify([...new Set(parties.map(({ addressHash }) => addressHash))]);
  const { rows } = await tx.execute<{ address_hash: string; created_at: Date | string; created_by: string }>(sql`
    select a.address_hash, k.created_at, k.created_by from contact_address a
    join contact k on k.team_id = a.team_id and k.id = a.contact_id and k.deleted_at is null
    where a.team_id = ${teamId} and a.deleted_at is null
      and a.address_hash in (select json_array_elements_text(${hashes}::json))`);
  const byHash = Map.groupBy(rows, ({ address_hash }) => address_hash);
  return new Map(
    [...byHash].map(([hash, found]) => [
      hash,
      found.map((row) => ({ savedAt: new Date(row.created_at), savedBy: row.created_by })),
    ]),
  );
}
