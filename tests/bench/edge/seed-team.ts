import { sql } from 'drizzle-orm';
import type { OpenCorrespondence } from '#shared/contract/correspondence.ts';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import type { Database } from '#server/db/client.ts';
import { addTestMember, addTestTeam, type TestPerson } from '#tests/support/people.ts';

/** A team that has worked with us for a year, and what its people open. */
export interface SeededTeam {
  readonly teamId: string;
  readonly people: readonly TestPerson[];
  readonly opens: readonly OpenCorrespondence[];
}

const discussions = 4000;
const messagesEach = 8;
const customers = 3000;
const teammates = 12;
const account = 'support@larkfield.example';

/** A year's data in PostgreSQL, and `count` opens of which every second is of a mail that nobody talked about. */
export async function seedTeam(db: Database, count: number): Promise<SeededTeam> {
  const { teamId, owner } = await addTestTeam(db, {
    name: 'Larkfield',
    owner: { name: 'Mara Lindqvist', email: 'mara@larkfield.example' },
  });
  const people = [owner];
  for (let at = 1; at < teammates; at++)
    people.push(
      await addTestMember(db, teamId, { name: `Person ${at}`, email: `p${at}@larkfield.example`, role: 'member' }),
    );
  const hashKey = await readHashKey(db, teamId);
  const hash = (purpose: Parameters<typeof keyedHash>[1], text: string) => keyedHash(hashKey, purpose, text);
  const threads = await Promise.all(Array.from({ length: discussions }, (_, at) => hash('thread', threadOf(at))));
  const addresses = await Promise.all(Array.from({ length: customers }, (_, at) => hash('address', addressOf(at))));
  const accountHash = await hash('account', account);
  await insertContacts(db, teamId, owner.userId, addresses);
  await insertDiscussions(db, teamId, people, accountHash, threads);
  await db.execute(sql`analyze`);
  const own = await hash('address', account);
  const ownDomain = await hash('domain', 'larkfield.example');
  const opens = await Promise.all(
    Array.from({ length: count }, async (_, at): Promise<OpenCorrespondence> => {
      const isKnown = at % 2 === 0;
      const customer = (at * 7) % customers;
      return {
        webmail: 'gmail',
        account: accountHash,
        thread: (isKnown ? threads[(at * 13) % discussions] : undefined) ?? (await hash('thread', `new:${at}`)),
        addresses: [addresses[customer] ?? own, own],
        domains: [await hash('domain', `customer${customer}.example`), ownDomain],
        fingerprints: [await hash('fingerprint', `a:${at}`), await hash('fingerprint', `b:${at}`)],
      };
    }),
  );
  return { teamId, people, opens };
}

const threadOf = (at: number): string => `gmail-thread:18c${at.toString(16).padStart(13, '0')}`;
const addressOf = (at: number): string => `buyer@customer${at}.example`;

async function readHashKey(db: Database, teamId: string): Promise<string> {
  const { rows } = await db.execute<{ key: string }>(
    sql`select hash_key as key from team_settings where team_id = ${teamId}`,
  );
  return rows[0]?.key ?? '';
}

async function insertContacts(
  db: Database,
  teamId: string,
  ownerId: string,
  addressHashes: readonly string[],
): Promise<void> {
  await db.execute(sql`
    with given as (
      select gen_random_uuid() as contact_id, gen_random_uuid() as company_id, hash, at - 1 as at
      from json_array_elements_text(${JSON.stringify(addressHashes)}::json) with ordinality as t (hash, at)
    ), companies as (
      insert into company (team_id, id, name, domain, domain_hash)
      select ${teamId}::uuid, company_id, 'Customer ' || at, 'customer' || at || '.example', 'd' || at from given
    ), contacts as (
      insert into contact (team_id, id, name, company_id, owner_id, created_by)
      select ${teamId}::uuid, contact_id, 'Buyer ' || at, company_id, ${ownerId}::uuid, ${ownerId}::uuid from given
    )
    insert into contact_address (team_id, contact_id, address, address_hash, match_address)
    select ${teamId}::uuid, contact_id, 'buyer@customer' || at || '.example', hash,
      'buyer@customer' || at || '.example' from given`);
}

async function insertDiscussions(
  db: Database,
  teamId: string,
  people: readonly TestPerson[],
  accountHash: string,
  threadHashes: readonly string[],
): Promise<void> {
  const userIds = JSON.stringify(people.map(({ userId }) => userId));
  await db.execute(sql`
    create temporary table given as
      select gen_random_uuid() as c_id, gen_random_uuid() as d_id, hash, at - 1 as at,
        (${userIds}::json ->> ((at - 1) % ${people.length})::int)::uuid as user_id
      from json_array_elements_text(${JSON.stringify(threadHashes)}::json) with ordinality as t (hash, at)`);
  await db.execute(sql`
    insert into correspondence (team_id, id, subject, sender_name, sender_address, participants, created_by)
    select ${teamId}::uuid, c_id, 'Order ' || at || ': delivery in two parts', 'Buyer ' || at,
      'buyer@customer' || at || '.example', '[]', user_id from given`);
  await db.execute(sql`
    insert into claim (team_id, id, correspondence_id, user_id, webmail, account_hash, account_address, thread_kind,
      thread_id, thread_hash, url)
    select ${teamId}::uuid, gen_random_uuid(), c_id, user_id, 'gmail', ${accountHash}, ${account}, 'gmail-thread',
      '18c' || lpad(to_hex(at), 13, '0'), hash, 'https://mail.google.com/mail/u/0/#inbox/' || at from given`);
  await db.execute(sql`
    insert into claim_fingerprint (team_id, fingerprint, correspondence_id)
    select ${teamId}::uuid, encode(sha256(c_id::text::bytea), 'hex'), c_id from given`);
  await db.execute(sql`
    insert into discussion (team_id, id, correspondence_id, started_by, last_seq, last_message_at)
    select ${teamId}::uuid, d_id, c_id, user_id, ${messagesEach}, now() from given`);
  await db.execute(sql`
    insert into discussion_member (team_id, discussion_id, user_id) select ${teamId}::uuid, d_id, user_id from given`);
  await db.execute(sql`
    insert into message (team_id, id, discussion_id, seq, author_id, body, origin, created_at)
    select ${teamId}::uuid, gen_random_uuid(), d_id, seq,
      (${userIds}::json ->> ((at + seq) % ${people.length})::int)::uuid,
      'Can we promise **two deliveries**? The first half is ready on the 9th, the rest two weeks later.',
      'sidethread', now() - make_interval(mins => ${messagesEach} - seq)
    from given, generate_series(1, ${messagesEach}) as seq`);
  await db.execute(sql`
    insert into reaction (team_id, message_id, emoji, person, person_kind, origin)
    select ${teamId}::uuid, m.id, '👍', m.author_id, 'teammate', 'sidethread' from message m
    where m.team_id = ${teamId} and m.seq = ${messagesEach}`);
  await db.execute(sql`drop table given`);
}
