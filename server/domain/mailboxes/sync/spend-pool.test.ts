import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MailboxId, TeamId } from '#shared/contract/ids.ts';
import { createId } from '#server/kernel/ids.ts';
import type { MailQuota } from '#server/ports/mail-reader.ts';
import { withMail } from '#server/ports/mail-ports.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { takeLeave } from './spend.ts';

const cost = { units: 20, calls: 1 };
const costs = {
  begin: cost,
  list: cost,
  changes: cost,
  read: cost,
  state: cost,
  thread: cost,
  watch: cost,
  send: cost,
};
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

test('many mailboxes that ask in the same moment take no more together than all may, however little that is', async () => {
  const pool = { name: 'gmail', units: 1000 };
  const quota: MailQuota = { units: 100_000, windowMs: 60_000, callsAtOnce: 50, costs, pool };
  const ask = () => {
    const key = { teamId: TeamId.parse(createId()), mailboxId: MailboxId.parse(createId()) };
    return takeLeave(withMail(app.ports), key, quota, { cost, want: 20 });
  };
  // With connections open already they are at the same place at the same time.
  await Promise.all(Array.from({ length: 8 }, () => app.ports.db.execute(sql`select pg_sleep(0.2)`)));
  const leaves = await Promise.all(Array.from({ length: 8 }, ask));
  const calls = leaves.reduce((total, leave) => total + ('count' in leave ? leave.count : 0), 0);
  expect(calls * cost.units).toBeLessThanOrEqual(pool.units);
  expect(calls).toBeGreaterThanOrEqual(40);
});
