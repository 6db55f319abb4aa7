import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { OutgoingDraft, OutgoingMail } from '#shared/contract/outgoing-mail.ts';
import type { CallFault } from '#tests/support/mail-oauth/faults.ts';
import { createOutgoingDraft } from '#tests/support/outgoing-draft.ts';
import { createRandom } from '../random.ts';
import type { Verdict } from '../verify.ts';
import { createMailWorld, type MailWorld } from './mail-world.ts';
import { verifySent, type Sending } from './verify-sent.ts';

export interface SendStormOptions {
  readonly mails: number;
  readonly kills: number;
  readonly seed: number;
}

/** Real milliseconds; whoever sends a mail is left alone with it for twice the first and once the second. */
const timeoutMs = 3000;
const graceMs = 1000;

/** What goes wrong with the providers' calls, as shares of them. */
const rates: readonly (readonly [CallFault, number])[] = [
  [{ status: 'lose' }, 0.04],
  [{ status: 'late', lateMs: graceMs / 2 }, 0.03],
  [{ status: 'drop' }, 0.02],
  [{ status: 429, retryAfterSeconds: 3 }, 0.01],
  [{ status: 500 }, 0.01],
  [{ status: 503, retryAfterSeconds: 3 }, 0.01],
];
const settleWithinMs = 240_000;
const writers = 8;
/** Of so many mails one is taken back, if there is time. */
const undoneOf = 10;

/**
 * Teammates send mails to customers from four mailboxes of two providers while answers get lost, mails are accepted
 * late, connections break, and servers are killed: in the end each mail is with its provider once, or not at all when it
 * was taken back, and its state says so.
 */
export async function runSendStorm({ mails, kills, seed }: SendStormOptions): Promise<Verdict> {
  const env = { MAIL_TIMEOUT_MS: String(timeoutMs), MAIL_CHECK_GRACE_MS: String(graceMs) };
  const world = await createMailWorld({ servers: 2, mailboxes: 4, features: ['read', 'send'], env });
  try {
    const weather = createRandom(seed + 1);
    for (const provider of world.providers) provider.faults.rates(rates, weather.unit);
    const startedAt = Date.now();
    const sendings = await storm(world, { mails, kills, seed });
    const writtenMs = Date.now() - startedAt;
    await untilNoneQueued(world);
    for (const provider of world.providers) provider.faults.rates([]);
    const verdict = await verifySent(world, sendings, settleWithinMs);
    const faults: Record<string, number> = {};
    for (const [kind, times] of world.providers.flatMap((provider) => [...provider.faults.counts]))
      faults[`fault ${kind}`] = (faults[`fault ${kind}`] ?? 0) + times;
    return { ...verdict, counts: { ...verdict.counts, kills, writtenMs, totalMs: Date.now() - startedAt, ...faults } };
  } finally {
    await world.close();
  }
}

/** Several people write at the same time; kills come evenly among the mails. */
async function storm(world: MailWorld, { mails, kills, seed }: SendStormOptions): Promise<readonly Sending[]> {
  const random = createRandom(seed);
  const sendings: Sending[] = [];
  const perKill = Math.ceil(mails / (kills + 1));
  const plan = Array.from({ length: mails }, (_, at) => ({
    mailboxId: random.pick(world.boxes).mailbox.id,
    isUndone: random.below(undoneOf) === 0,
    killed: (at + 1) % perKill === 0 && at + 1 < mails ? random.below(world.servers.length) : undefined,
    number: at + 1,
  }));
  let killing = Promise.resolve();
  const write = async (): Promise<void> => {
    for (let next = plan.shift(); next !== undefined; next = plan.shift()) {
      const { mailboxId, killed, number } = next;
      const sending: Sending = {
        draft: createOutgoingDraft({ mailboxId, subject: `Order ${number}` }),
        isUndone: false,
      };
      sendings.push(sending);
      await world.ask((api) => api.outgoingMail.send.mutate(sending.draft));
      if (next.isUndone) sending.isUndone = await takeBack(world, sending.draft);
      if (killed === undefined) continue;
      killing = killing.then(() => world.kill(killed)).then(() => world.start());
      await killing;
    }
  };
  await Promise.all(Array.from({ length: writers }, write));
  return sendings;
}

/** Whether it came in time: the answer may be lost with a killed server, so the mail's own state says. */
async function takeBack(world: MailWorld, { id }: OutgoingDraft): Promise<boolean> {
  await world.ask((api) => api.outgoingMail.undo.mutate({ id }).catch(passRefusal));
  const { state } = await world.ask((api) => api.outgoingMail.get.query({ id }));
  return state === 'draft';
}

function passRefusal(error: unknown): undefined {
  if (error instanceof Error && /too late/.test(error.message)) return undefined;
  throw error;
}

async function untilNoneQueued(world: MailWorld): Promise<void> {
  const queued: OutgoingMail['state'] = 'queued';
  for (const deadline = Date.now() + settleWithinMs; Date.now() < deadline; await wait(50)) {
    const { rows } = await world.database.db.execute(
      sql`select from outgoing_mail where team_id = ${world.teamId} and state = ${queued} limit 1`,
    );
    if (rows.length === 0) return;
  }
}
