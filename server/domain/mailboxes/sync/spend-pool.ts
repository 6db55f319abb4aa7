import { sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/client.ts';
import type { MailCost, MailQuota } from '#server/ports/mail-reader.ts';
import { most, weigh, type Since, type Spent, type Weighed } from './weigh.ts';

/** While as much is free, mailboxes need not wait for each other to be sure that the pool holds. */
const easyShare = 0.1;
/** So many may take from it in the same moment, each without seeing the others. */
const mostTakers = 100;

/**
 * What of `own`, which the mailbox itself may take, also fits into what all mailboxes of the app may use together.
 * Close to the end of that they are weighed one after the other, on all servers.
 */
export async function weighPool(
  tx: Transaction,
  quota: MailQuota,
  ask: { cost: MailCost; want: number; isUrgent?: boolean },
  own: Weighed,
  since: Since,
): Promise<Weighed> {
  const { pool } = quota;
  if (pool === undefined) return own;
  const easy = Math.max(pool.units * easyShare, mostTakers * most * ask.cost.units);
  if (pool.units - (await sumPool(tx, pool.name, since)) >= easy) return own;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`mailbox-pool:${pool.name}`}, 0))`);
  const spent = await readPool(tx, pool.name, since);
  const together = { ...quota, units: pool.units, callsAtOnce: Number.MAX_SAFE_INTEGER };
  const { count, waitMs } = weigh(spent, together, ask, since.now, since.now - since.after);
  return { count, atOnce: Math.min(own.atOnce, count), waitMs };
}

/** Those that ended long ago are of mailboxes that have been at rest since; what a dead server left under way is over. */
const isCharged = (name: string, { now, after, lostBefore }: Since) => sql`pool = ${name}
  and ((ended_at is null and started_at > ${iso(lostBefore + after - now)}::timestamptz)
    or ended_at > ${iso(after)}::timestamptz)`;

async function sumPool(tx: Transaction, name: string, since: Since): Promise<number> {
  const { rows } = await tx.execute<{ units: number }>(sql`
    select coalesce(sum(units), 0)::int as units from mailbox_spending where ${isCharged(name, since)}`);
  return rows[0]?.units ?? 0;
}

async function readPool(tx: Transaction, name: string, since: Since): Promise<readonly Spent[]> {
  const { rows } = await tx.execute<{ units: number; ended_at: Date | string | null }>(sql`
    select units, ended_at from mailbox_spending where ${isCharged(name, since)} order by ended_at nulls last`);
  return rows.map(({ units, ended_at }) => ({
    units,
    calls: 0,
    endedAt: ended_at === null ? undefined : new Date(ended_at).getTime(),
  }));
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
