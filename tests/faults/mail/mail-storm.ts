import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { CallFault } from '#tests/support/mail-oauth/faults.ts';
import { createRandom, type Random } from '../random.ts';
import type { Verdict } from '../verify.ts';
import { Correspondence } from './correspond.ts';
import { createMailWorld, type MailWorld } from './mail-world.ts';
import { verifyMail } from './verify-mail.ts';

export interface MailStormOptions {
  readonly mails: number;
  readonly kills: number;
  readonly seed: number;
}

/** What goes wrong with calls, as shares of them. */
const rates: readonly (readonly [CallFault, number])[] = [
  [{ status: 429, retryAfterSeconds: 5 }, 0.01],
  [{ status: 503, retryAfterSeconds: 3 }, 0.005],
  [{ status: 503 }, 0.005],
  [{ status: 500 }, 0.01],
  [{ status: 'drop' }, 0.01],
];
const settleWithinMs = 300_000;

/**
 * Mail arrives in five mailboxes of two providers while calls fail, notifications get lost or come twice, providers
 * forget changes, and servers are killed: in the end every mail is stored once, with every copy as it is there.
 */
export async function runMailStorm({ mails, kills, seed }: MailStormOptions): Promise<Verdict> {
  const world = await createMailWorld({ servers: 2, mailboxes: 5 });
  try {
    const random = createRandom(seed);
    const weather = createRandom(seed + 1);
    for (const provider of world.providers) {
      provider.faults.rates(rates, weather.unit);
      provider.weather({ lost: 0.3, repeated: 0.1, random: weather.unit });
    }
    const startedAt = Date.now();
    const correspondence = new Correspondence(world.boxes, random);
    await storm(world, correspondence, random, { mails, kills });
    await untilStored(world, correspondence, 0.85);
    for (const provider of world.providers) provider.faults.rates([]);
    const writtenMs = Date.now() - startedAt;
    const verdict = await untilSettled(world, correspondence);
    const totalMs = Date.now() - startedAt;
    const injected: Record<string, number> = {};
    for (const [kind, times] of world.providers.flatMap((provider) => [...provider.faults.counts]))
      injected[`fault ${kind}`] = (injected[`fault ${kind}`] ?? 0) + times;
    return { ...verdict, counts: { ...verdict.counts, kills, writtenMs, totalMs, ...injected } };
  } finally {
    await world.close();
  }
}

/** Kills come evenly, each in the middle of work; changes are forgotten at about every third kill. */
async function storm(
  world: MailWorld,
  correspondence: Correspondence,
  random: Random,
  { mails, kills }: { mails: number; kills: number },
): Promise<void> {
  const perKill = Math.ceil(mails / (kills + 1));
  for (let count = 1; count <= mails; count += 1) {
    correspondence.step();
    if (count % 5 === 0) await wait(20);
    if (count % perKill !== 0 || count === mails) continue;
    if (random.unit() < 0.35) random.pick(world.boxes).account.forgetChanges();
    await untilStored(world, correspondence, 0.6);
    await world.kill(random.below(world.servers.length));
    await world.start();
  }
}

/** Until so great a share of what arrived is stored: the rest is under way. */
async function untilStored(world: MailWorld, { delivered }: Correspondence, share: number): Promise<void> {
  for (const deadline = Date.now() + settleWithinMs; Date.now() < deadline; await wait(20)) {
    const { rows } = await world.database.db.execute<{ n: number }>(sql`
      select count(*)::int as n from mailbox_item where team_id = ${world.teamId} and state not in ('waiting', 'failed')`);
    if ((rows[0]?.n ?? 0) >= delivered.length * share) return;
  }
}

async function untilSettled(world: MailWorld, correspondence: Correspondence): Promise<Verdict> {
  for (const deadline = Date.now() + settleWithinMs; ; await wait(500)) {
    const verdict = await verifyMail(world, correspondence);
    if (verdict.failures.length === 0 || Date.now() > deadline) {
      const waiting = await countOpen(world);
      return { ...verdict, counts: { ...verdict.counts, ...waiting } };
    }
  }
}

async function countOpen(world: MailWorld): Promise<Record<string, number>> {
  const { rows } = await world.database.db.execute<{ state: string; n: number }>(sql`
    select state, count(*)::int as n from mailbox_item where team_id = ${world.teamId} group by state`);
  return Object.fromEntries(rows.map(({ state, n }) => [`items ${state}`, n]));
}
