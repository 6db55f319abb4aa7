import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database.ts';
import {
  checkAuditChains,
  countCheckedChains,
  findUnsealedTeams,
  recordAudit,
  sealAuditChain,
  verifyAuditChain,
} from './index.ts';

let database: TestDatabase;
let teamId: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  teamId = createId();
});

const actor = () => ({ teamId, actorId: null, actorKind: 'server' as const });

async function record(action: string): Promise<void> {
  const detail = { zebra: 1, apple: { y: [1, { b: 2, a: 1 }], x: null } };
  await inTransaction(database.db, (tx) => recordAudit(tx, actor(), { action, target: 'test:1', detail }));
}

test('rows are chained in order, new ones after those sealed, and the chain proves intact', async () => {
  for (let n = 0; n < 623; n++) await record(`step.${n}`);
  expect(await findUnsealedTeams(database.db)).toContain(teamId);
  expect(await sealAuditChain(database.db, teamId)).toBe(623);
  expect(await sealAuditChain(database.db, teamId)).toBe(0);
  await record('later');
  expect(await sealAuditChain(database.db, teamId)).toBe(1);
  expect(await verifyAuditChain(database.db, teamId)).toEqual({ intact: true, length: 624 });
  const { rows } = await database.db.execute(
    sql`select action from audit_entry where team_id = ${teamId} order by chain_seq desc limit 2`,
  );
  expect(rows.map((row) => row['action'])).toEqual(['later', 'step.622']);
});

test('a row that commits late follows those sealed before it', async () => {
  await database.db.transaction(async (slow) => {
    await recordAudit(slow, actor(), { action: 'slow', target: 'test:1' });
    await record('fast');
    expect(await sealAuditChain(database.db, teamId)).toBe(1);
  });
  expect(await sealAuditChain(database.db, teamId)).toBe(1);
  expect(await verifyAuditChain(database.db, teamId)).toEqual({ intact: true, length: 2 });
});

test('servers that seal at the same time make one chain', async () => {
  for (let n = 0; n < 50; n++) await record(`step.${n}`);
  const sealed = await Promise.all(Array.from({ length: 6 }, () => sealAuditChain(database.db, teamId)));
  expect(sealed.reduce((sum, each) => sum + each, 0)).toBe(50);
  expect(await verifyAuditChain(database.db, teamId)).toEqual({ intact: true, length: 50 });
});

const tamperings = [
  [
    'changed text',
    sql`update audit_entry set action = 'forged'`,
    sql`chain_seq = 4`,
    { brokenAt: 4, reason: 'changed' },
  ],
  [
    'changed detail',
    sql`update audit_entry set detail = jsonb_set(detail, '{apple,y,1,b}', '3')`,
    sql`chain_seq = 2`,
    { brokenAt: 2, reason: 'changed' },
  ],
  ['a removed row', sql`delete from audit_entry`, sql`chain_seq = 5`, { brokenAt: 5, reason: 'missing' }],
  ['a cut end', sql`delete from audit_entry`, sql`chain_seq > 8`, { brokenAt: 9, reason: 'cut off' }],
] as const;

test.each(tamperings)('%s is found, and where', async (_name, statement, where, verdict) => {
  for (let n = 0; n < 10; n++) await record(`step.${n}`);
  await sealAuditChain(database.db, teamId);
  await database.db.execute(sql`${statement} where team_id = ${teamId} and ${where}`);
  expect(await verifyAuditChain(database.db, teamId)).toEqual({ intact: false, ...verdict });
});

test('a row put in between with hashes of its own is found', async () => {
  for (let n = 0; n < 3; n++) await record(`step.${n}`);
  await sealAuditChain(database.db, teamId);
  await database.db.execute(sql`
    update audit_entry set chain_seq = chain_seq + 1 where team_id = ${teamId} and chain_seq >= 2`);
  await database.db.execute(sql`
    insert into audit_entry (team_id, action, target, chain_seq, previous_hash, hash)
    select team_id, 'forged', 'test:1', 2, hash, repeat('f', 64) from audit_entry
    where team_id = ${teamId} and chain_seq = 1`);
  expect(await verifyAuditChain(database.db, teamId)).toEqual({ intact: false, brokenAt: 2, reason: 'changed' });
});

test('a chain that grows while it is checked is not taken for a broken one', async () => {
  for (let n = 0; n < 5; n++) await record(`step.${n}`);
  await sealAuditChain(database.db, teamId);
  const checked = new AbortController();
  const growing = (async () => {
    while (!checked.signal.aborted) {
      await record('more');
      await sealAuditChain(database.db, teamId);
    }
  })();
  for (let n = 0; n < 100; n++) expect(await verifyAuditChain(database.db, teamId)).toMatchObject({ intact: true });
  checked.abort();
  await growing;
});

test('every team’s chain is checked, and how many are broken is counted', async () => {
  await record('one');
  await sealAuditChain(database.db, teamId);
  const before = await checkAuditChains(database.db);
  expect(before.find((each) => each.teamId === teamId)?.verdict).toEqual({ intact: true, length: 1 });
  const { broken } = await countCheckedChains(database.db);
  // Whoever cuts a chain may take its head along.
  await database.db.execute(sql`delete from audit_head where team_id = ${teamId}`);
  const after = await checkAuditChains(database.db);
  expect(after.find((each) => each.teamId === teamId)?.verdict).toMatchObject({ intact: false, reason: 'cut off' });
  expect((await countCheckedChains(database.db)).broken).toBe(broken + 1);
});
