import { escapeLiteral, type Pool } from 'pg';
import { word } from './write-bench-mail.ts';

/** So many different texts, of under 1 kB each, are written again and again. */
const texts = 2000;
const wordsPerText = 30;
const mailsPerThread = 4;

export interface Fill {
  readonly teamId: string;
  readonly mailboxId: string;
  readonly ownerUserId: string;
  /** The mails numbered from here up to `to`. */
  readonly from: number;
  readonly to: number;
}

/** Tables that are filled, and indexes that are made, at the same time. */
const lanes = 3;

/**
 * Stores shared mails as if they had come long ago: threads of four between the mailbox and one of 20,000 customers.
 * The rows are made inside the database and the indexes anew, several tables at a time, or it would take an hour.
 */
export async function fillTeam(pool: Pool, fill: Fill): Promise<void> {
  await prepareTexts(pool);
  const indexes = await listIndexes(pool);
  await inLanes(pool, Object.entries(statements), async (run, [table, statement]) => {
    const own = indexes.filter((index) => index.table === table);
    // The last first: a key may be what others rest on.
    for (const { drop } of own.toReversed()) await run(drop);
    await run(withValues(statement, fill));
    for (const { make } of own) await run(make);
    // As long ago filled tables are: known to be seen by everybody, and counted.
    await run(`vacuum analyze ${table}`);
  });
}

type Run = (text: string) => Promise<unknown>;

/** Takes up one after the other, on a few connections that have memory to sort in. */
async function inLanes<Work>(
  pool: Pool,
  work: readonly Work[],
  take: (run: Run, each: Work) => Promise<void>,
): Promise<void> {
  const waiting = [...work];
  const lane = async () => {
    const client = await pool.connect();
    try {
      await client.query(`set statement_timeout = 0`);
      await client.query(`set maintenance_work_mem = '512MB'`);
      await client.query(`set synchronous_commit = off`);
      for (let each = waiting.shift(); each !== undefined; each = waiting.shift())
        await take((text) => client.query(text), each);
    } finally {
      // Its settings go with it.
      client.release(true);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

interface Index {
  readonly table: string;
  readonly drop: string;
  readonly make: string;
}

/** How each index of the tables is dropped, and made again. */
async function listIndexes(pool: Pool): Promise<readonly Index[]> {
  const { rows } = await pool.query<Index>(
    `select i.tablename as table,
       coalesce('alter table ' || i.tablename || ' drop constraint "' || c.conname || '"', 'drop index "' || i.indexname || '"') as drop,
       coalesce('alter table ' || i.tablename || ' add constraint "' || c.conname || '" ' || pg_get_constraintdef(c.oid), i.indexdef) as make
     from pg_indexes i left join pg_constraint c on c.conname = i.indexname and c.conrelid = i.tablename::regclass
     where i.schemaname = 'public' and i.tablename = any($1) order by c.conname nulls last`,
    [Object.keys(statements)],
  );
  return rows;
}

async function prepareTexts(pool: Pool): Promise<void> {
  const lines = Array.from({ length: texts }, (_, at) =>
    Array.from({ length: wordsPerText }, (__, place) => word((at * 7919 + place * 104_729) % 6000)).join(' '),
  );
  await pool.query('drop table if exists bench_text');
  await pool.query(
    `create table bench_text as select (place - 1)::int as at, line as text, to_tsvector('simple', line) as words,
       jsonb_build_array(jsonb_build_object('content', line, 'isQuoted', false, 'isSignature', false, 'isHidden', false)) as fragments
     from unnest($1::text[]) with ordinality as given (line, place)`,
    [lines],
  );
}

/** An id from a number: in the order of time as ours are (UUIDv7, RFC 9562), which lists and indexes go by. */
function idOf(kind: string, n: string): string {
  const rest = `md5('${kind}' || (${n}))`;
  return `(lpad(to_hex(1704067200000 + (${n})::bigint * 60000), 12, '0') || '7' || substr(${rest}, 1, 3)
    || '8' || substr(${rest}, 4, 15))::uuid`;
}

/** Of mail number `n`. */
const mail = idOf('mail', 'n');
const thread = idOf('thread', `n / ${mailsPerThread} * ${mailsPerThread}`);
const customer = `encode(sha256(('customer' || (n / ${mailsPerThread}) % 20000)::bytea), 'hex')`;
const desk = `encode(sha256('desk'::bytea), 'hex')`;
const sentAt = `timestamptz '2024-01-01' + n * interval '1 minute'`;
const mails = 'generate_series($2::int, $3::int - 1) as n';
const threads = `generate_series($2::int, $3::int - 1, ${mailsPerThread}) as n`;

/** By table, those that take longest first. */
const statements: Readonly<Record<string, string>> = {
  email_body: `insert into email_body (team_id, email_id, text, visible_text, fragments, words)
   select $1::uuid, ${mail}, b.text, b.text, b.fragments, b.words from ${mails} join bench_text b on b.at = n % ${texts}`,
  email: `insert into email (team_id, id, message_id, content_hash, correspondence_id, in_reply_to, reference_ids, subject_hash,
     is_reply, sender_hash, recipient_hashes, direction, user_id, sent_at, received_at, is_shared, subject, preview,
     raw_sha256, raw_size)
   select $1::uuid, ${mail}, 'old-' || n || '@shop.example', encode(sha256(('content' || n)::bytea), 'hex'), ${thread}, '{}', '{}',
     encode(sha256(('subject' || n / ${mailsPerThread})::bytea), 'hex'), n % ${mailsPerThread} > 0, ${customer}, array[${desk}],
     'in', $5::uuid, ${sentAt}, ${sentAt}, true, 'Matter ' || n / ${mailsPerThread}, 'A few words',
     encode(sha256(('source' || n)::bytea), 'hex'), 900 from ${mails}`,
  email_person: `insert into email_person (team_id, email_id, role, position, address_hash, domain_hashes, address, name, at)
   select $1::uuid, ${mail}, role, 0, case role when 'from' then ${customer} else ${desk} end, '{}',
     'someone@shop.example', 'Someone', ${sentAt} from ${mails}, unnest(array['from', 'to']) as role`,
  email_reference: `insert into email_reference (team_id, reference, email_id)
   select $1::uuid, 'old-' || n - back || '@shop.example', ${mail}
   from ${mails}, generate_series(0, n % ${mailsPerThread}) as back`,
  email_copy: `insert into email_copy (team_id, mailbox_id, provider_message_id, provider_thread_id, email_id, owner_id, labels,
     received_at, is_shared, shared_because, shared_by)
   select $1::uuid, $4::uuid, 'old-' || n, 'old-' || n / ${mailsPerThread}, ${mail}, $5::uuid, '{inbox}', ${sentAt}, true, 'rule', $5::uuid
   from ${mails}`,
  activity: `insert into activity (team_id, id, type, email_id, user_id, at)
   select $1::uuid, ${idOf('activity', 'n')}, 'TYPE_EMAIL', ${mail}, $5::uuid, ${sentAt} from ${mails}`,
  correspondence: `insert into correspondence (team_id, id, subject, sender_name, sender_address, participants, created_by, email_count,
     last_email_id, last_email_at)
   select $1::uuid, ${thread}, 'Matter ' || n, 'Customer', 'customer@shop.example', '[]', $5::uuid, ${mailsPerThread},
     ${idOf('mail', `n + ${mailsPerThread - 1}`)}, ${sentAt} from ${threads}`,
  mail_thread: `insert into mail_thread (team_id, mailbox_id, provider_thread_id, owner_id, account_hash, thread_hash, correspondence_id)
   select $1::uuid, $4::uuid, 'old-' || n / ${mailsPerThread}, $5::uuid, ${desk},
     encode(sha256(('thread' || n)::bytea), 'hex'), ${thread} from ${threads}`,
  correspondence_user: `insert into correspondence_user (team_id, correspondence_id, user_id) select $1::uuid, ${thread}, $5::uuid from ${threads}`,
};

/** Each statement uses some of the values, which numbered parameters of their own would not allow. */
function withValues(statement: string, { teamId, mailboxId, ownerUserId, from, to }: Fill): string {
  const values = [teamId, String(from), String(to), mailboxId, ownerUserId];
  return statement.replace(/\$(\d)/g, (_whole, place: string) => escapeLiteral(values[Number(place) - 1] ?? ''));
}
