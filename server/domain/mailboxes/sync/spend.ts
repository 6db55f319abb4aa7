import { sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { MailCost, MailQuota } from '#server/ports/mail-reader.ts';
import type { MailboxKey } from '../mailbox-row.ts';
import { weighPool } from './spend-pool.ts';
import { weigh, type Since, type Spent } from './weigh.ts';

/** Leave to make `count` calls, `atOnce` of them at the same time; `done` when they are over. */
export interface Leave {
  readonly count: number;
  readonly atOnce: number;
  done(): Promise<void>;
}

/** A request whose server died counts as over after this long. */
const lostAfterMs = 30_000;

/**
 * Takes from what the provider allows this mailbox, for all servers together. A provider counts a request at some
 * moment between its start and its end, so it is charged from its start until a whole window after its end: no
 * window, however the provider draws it, ever holds more than is allowed.
 * @param ask how many calls of this cost (fewer may be granted); `isApart` when made outside the sync job.
 * @returns leave for at least one call, or how long to wait (on the clock's scale) until some are free.
 */
export async function takeLeave(
  ports: Pick<MailPorts, 'db' | 'clock'>,
  key: MailboxKey,
  quota: MailQuota,
  ask: { cost: MailCost; want: number; isUrgent?: boolean; isApart?: boolean },
): Promise<Leave | { readonly waitMs: number }> {
  const id = createId<string>();
  const granted = await ports.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`mailbox-spending:${key.mailboxId}`}, 0))`);
    const now = ports.clock.now().getTime();
    const windowMs = ports.clock.scaled(quota.windowMs);
    const since = { now, after: now - windowMs, lostBefore: now - ports.clock.scaled(lostAfterMs) };
    const own = weigh(await readSpending(tx, key, since), quota, ask, now, windowMs);
    const found = own.count === 0 ? own : await weighPool(tx, quota, { ...ask, want: own.count }, own, since);
    if (found.count === 0) return found;
    await tx.execute(sql`
      insert into mailbox_spending (team_id, mailbox_id, id, units, calls, is_apart, pool, started_at)
      values (${key.teamId}, ${key.mailboxId}, ${id}, ${found.count * ask.cost.units}, ${found.atOnce * ask.cost.calls},
        ${ask.isApart === true}, ${quota.pool?.name ?? null},
        ${new Date(now).toISOString()}::timestamptz)`);
    return found;
  });
  if (granted.count === 0) return { waitMs: granted.waitMs };
  return {
    count: granted.count,
    atOnce: granted.atOnce,
    done: async () => {
      await ports.db.execute(sql`
        update mailbox_spending set ended_at = ${ports.clock.now().toISOString()}::timestamptz
        where team_id = ${key.teamId} and mailbox_id = ${key.mailboxId} and id = ${id}`);
    },
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

/**
 * A mailbox has one sync job at a time: requests that an earlier one left under way ended with its server, and hold
 * no place any more.
 */
export async function endLostLeaves(ports: Pick<MailPorts, 'db' | 'clock'>, key: MailboxKey): Promise<void> {
  await ports.db.execute(sql`
    update mailbox_spending set ended_at = ${ports.clock.now().toISOString()}::timestamptz
    where team_id = ${key.teamId} and mailbox_id = ${key.mailboxId} and ended_at is null and not is_apart`);
}

async function readSpending(
  tx: Transaction,
  key: MailboxKey,
  { now, after, lostBefore }: Since,
): Promise<readonly Spent[]> {
  const own = sql`team_id = ${key.teamId} and mailbox_id = ${key.mailboxId}`;
  // One statement, as this is asked before every few requests: what is over is removed, what was lost ends now.
  const { rows } = await tx.execute<{ units: number; calls: number; ended_at: Date | string | null }>(sql`
    with over as (
      delete from mailbox_spending where ${own} and ended_at <= ${iso(after)}::timestamptz
    ), lost as (
      update mailbox_spending set ended_at = ${iso(now)}::timestamptz
      where ${own} and ended_at is null and started_at <= ${iso(lostBefore)}::timestamptz
      returning units, calls, ended_at
    )
    select units, calls, ended_at from mailbox_spending where ${own} and (ended_at > ${iso(after)}::timestamptz
      or (ended_at is null and started_at > ${iso(lostBefore)}::timestamptz))
    union all select units, calls, ended_at from lost
    order by ended_at nulls last`);
  return rows.map(({ units, calls, ended_at }) => ({
    units,
    calls,
    endedAt: ended_at === null ? undefined : new Date(ended_at).getTime(),
  }));
}
