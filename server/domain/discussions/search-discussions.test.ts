import { afterAll, beforeAll, expect, test } from 'vitest';
import { createId } from '#server/kernel/ids.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database.ts';
import { searchStatement } from './search-discussions.ts';

const messages = 200_000;
const messagesEach = 20;
const lot = 20_000;
let database: TestDatabase;
const teamId = createId<string>();
const userId = createId<string>();

beforeAll(async () => {
  database = await createTestDatabase();
  const { $client: pool } = database.db;
  const discussions = messages / messagesEach;
  await pool.query(
    `insert into correspondence (team_id, id, subject, sender_name, sender_address, participants, created_by)
     select $1, md5('c' || n)::uuid, 'Order ' || n, 'Buyer ' || n, 'buyer@customer' || n || '.example',
       '[{"name": "Grace", "address": "grace@customer.example"}]', $2 from generate_series(1, ${discussions}) n`,
    [teamId, userId],
  );
  await pool.query(
    `insert into discussion (team_id, id, correspondence_id, started_by, last_message_at)
     select $1, md5('d' || n)::uuid, md5('c' || n)::uuid, $2, now() from generate_series(1, ${discussions}) n`,
    [teamId, userId],
  );
  // In lots: a slow disk takes longer for all of them than a statement may take.
  for (let from = 0; from < messages; from += lot)
    await pool.query(
      `insert into message (team_id, id, discussion_id, seq, author_id, body, origin)
       select $1, md5('m' || n)::uuid, md5('d' || (n / ${messagesEach} + 1))::uuid, n, $2,
         'the pallets of ' || md5(n::text) || ' leave on Monday', 'sidethread' from generate_series($3::int, $4::int) n`,
      [teamId, userId, Math.max(1, from), from + lot - 1],
    );
  await pool.query('vacuum analyze message, correspondence, discussion');
}, 120_000);
afterAll(() => database.close());

async function explain(patterns: readonly string[]): Promise<{ plan: string; ids: string[] }> {
  const client = await database.db.$client.connect();
  try {
    // As it runs once the connection keeps its plan.
    await client.query('set plan_cache_mode = force_generic_plan');
    const values = [teamId, userId, patterns];
    const found = await client.query<{ id: string }>({ ...searchStatement, values });
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain (analyze, timing off) execute "${searchStatement.name}" ('${teamId}', '${userId}', '{${patterns.join()}}')`,
    );
    return { plan: rows.map((row) => row['QUERY PLAN']).join('\n'), ids: found.rows.map(({ id }) => id) };
  } finally {
    client.release();
  }
}

test('in a team with 200,000 messages words are found by their indexes', async () => {
  const { plan, ids } = await explain(['%pallets of c4ca4238a0%', '%customer1.example%']);
  expect(ids).toHaveLength(1);
  expect(plan).toContain('message_words');
  expect(plan).toContain('correspondence_words');
  expect(plan).not.toMatch(/Seq Scan on (message|correspondence)/);
  expect(Number(/Execution Time: ([\d.]+) ms/.exec(plan)?.[1])).toBeLessThan(1_000);
});
