import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OutgoingState } from '#shared/contract/outgoing-mail.ts';
import { createId } from '#server/kernel/ids.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** Tries a change on a row of its own, whoever might ask for it. */
async function tryChange(
  from: OutgoingState,
  to: OutgoingState,
  bounced: 'before' | 'with it' | 'never',
): Promise<boolean> {
  const { db } = database;
  const [teamId, id] = [createId<string>(), createId<string>()];
  const before = bounced === 'before' ? sql`now()` : sql`null`;
  await db.execute(sql`
    insert into outgoing_mail (team_id, id, kind, author_id, editor_id, state, bounced_at)
    values (${teamId}, ${id}, 'new', ${createId()}, ${createId()}, ${from}, ${before})`);
  const after = bounced === 'with it' ? sql`now()` : sql`bounced_at`;
  try {
    await db.execute(
      sql`update outgoing_mail set state = ${to}, bounced_at = ${after} where team_id = ${teamId} and id = ${id}`,
    );
    return true;
  } catch {
    return false;
  }
}

const always = (change: string) => [
  `${change} (bounced never)`,
  `${change} (bounced with it)`,
  `${change} (bounced before)`,
];

test('the database lets a mail go from one state to another only where that makes sense', async () => {
  const states = OutgoingState.options;
  const allowed: string[] = [];
  for (const from of states)
    for (const to of states.filter((state) => state !== from))
      for (const bounced of ['never', 'with it', 'before'] as const)
        if (await tryChange(from, to, bounced)) allowed.push(`${from} → ${to} (bounced ${bounced})`);
  expect(allowed.toSorted()).toEqual(
    [
      ...always('draft → queued'),
      ...['draft', 'sent', 'failed', 'unknown'].flatMap((to) => always(`queued → ${to}`)),
      ...['queued', 'sent', 'draft'].flatMap((to) => always(`unknown → ${to}`)),
      ...always('failed → draft'),
      // What came back is not sent once more as it is, and what was sent fails only by coming back.
      'failed → queued (bounced never)',
      'failed → queued (bounced with it)',
      'sent → failed (bounced before)',
      'sent → failed (bounced with it)',
    ].toSorted(),
  );
});
