import { release, sizeOf } from '#server/ports/mail-bytes.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble, type MailReader } from '#server/ports/mail-reader.ts';
import { providerOf, type MailboxRow } from '../mailbox-row.ts';
import { parkItem, readDueItems, type SettledItem, type WaitingItem } from './items.ts';
import { createKeeper, isLeftOut, type Keeper } from './keep-mail.ts';
import { takeLeave } from './spend.ts';
import type { StepOutcome } from './step-outcome.ts';

/** After as many failed tries a mail counts as failed and is shown with a retry button. */
const mostAttempts = 6;
const firstPauseMs = 15_000;

/** Troubles that are the whole mailbox's and not one mail's. */
const ofMailbox: readonly string[] = ['limited', 'expired', 'signed-out'];

/** What was read and is not stored yet; more is read once there is less. */
const mostHeldBytes = 32 * 1024 * 1024;

/** Of one mail; what is larger lies in a file. */
const mostHeldOfOne = 16 * 1024 * 1024;

interface MailboxAccess {
  readonly ports: MailPorts;
  readonly row: MailboxRow;
  readonly reader: MailReader;
}

interface Fetch extends MailboxAccess {
  readonly keeper: Keeper;
}

/**
 * Does the next few of the mails that wait: stores those that are new, brings those that are known up to date. A mail
 * that fails is parked and tried again later, and keeps no other from its turn.
 * @throws MailTrouble when the mailbox as a whole can't be read now.
 */
export async function fetchItems(access: MailboxAccess, options: { onlyUrgent: boolean }): Promise<StepOutcome> {
  const { ports, row } = access;
  const key = { teamId: row.teamId, mailboxId: row.id };
  const due = await readDueItems(ports.db, key, { limit: row.maxBatchSize, now: ports.clock.now() });
  const items = options.onlyUrgent ? due.filter(({ isUrgent }) => isUrgent) : due;
  if (items.length === 0) return 'idle';
  const fetch = { ...access, keeper: createKeeper(ports, row) };
  const free = items.filter((item) => needsNoCall(item));
  await Promise.all(free.map((item) => settleKnown(fetch, item)));
  const costly = items.filter((item) => !needsNoCall(item));
  if (costly.length === 0) return 'done';
  const { quota } = providerOf(ports, row.provider);
  const isUrgent = costly[0]?.isUrgent === true;
  const leave = await takeLeave(ports, key, quota, { cost: quota.costs.read, want: costly.length, isUrgent });
  if ('waitMs' in leave) return free.length > 0 ? 'done' : leave;
  await doAll(fetch, costly.slice(0, leave.count), leave);
  return 'done';
}

/** What was listed says enough. */
function needsNoCall({ state, known }: WaitingItem): boolean {
  return known !== undefined && (state === 'stale' || known === 'gone' || isLeftOut(known));
}

async function settleKnown({ keeper }: Fetch, item: WaitingItem): Promise<void> {
  const { known, state } = item;
  if (known === undefined) return;
  const isGone = known === 'gone' || isLeftOut(known);
  if (state === 'stale') await keeper.keepState(item, known);
  await keeper.settle(item, isGone ? (state === 'stale' || known === 'gone' ? 'gone' : 'skipped') : 'stored');
}

/** Runs a few at a time. The leave ends with the last request, while the last mails are still being stored. */
async function doAll(
  fetch: Fetch,
  items: readonly WaitingItem[],
  leave: { atOnce: number; done(): Promise<void> },
): Promise<void> {
  const waiting = [...items];
  const storing = new Map<Promise<void>, number>();
  const isFull = () => [...storing.values()].reduce((total, bytes) => total + bytes, 0) > mostHeldBytes;
  const failures: { item: WaitingItem; error: unknown }[] = [];
  const lane = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      const one = item;
      try {
        while (isFull()) await Promise.race(storing.keys());
        const { bytes, keep } = await ask(fetch, one);
        const kept = keep()
          .catch((error: unknown) => void failures.push({ item: one, error }))
          .finally(() => storing.delete(kept));
        storing.set(kept, bytes);
      } catch (error) {
        failures.push({ item: one, error });
        if (error instanceof MailTrouble && ofMailbox.includes(error.kind)) waiting.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: leave.atOnce }, lane));
  await leave.done();
  await Promise.all(storing.keys());
  await settleFailures(fetch, items.length, failures);
}

interface Answer {
  /** Held in memory until it is stored. */
  readonly bytes: number;
  /** Stores it. */
  keep(): Promise<void>;
}

async function ask({ ports, reader, keeper }: Fetch, item: WaitingItem): Promise<Answer> {
  const { hold } = ports.files;
  try {
    if (item.state === 'stale') {
      const state = await reader.state(item.id);
      return keepAs(isLeftOut(state) ? 'gone' : 'stored', () => keeper.keepState(item, state));
    }
    const mail = await reader.read(item.id, item.known === 'gone' ? undefined : item.known, hold);
    const drop = () => release(mail.raw);
    if (isLeftOut(mail.state)) return keepAs('skipped', drop);
    const bytes = Math.min(sizeOf(mail.raw), mostHeldOfOne);
    return keepAs('stored', () => keeper.keepMail(item, mail).finally(drop), bytes);
  } catch (error) {
    if (!(error instanceof MailTrouble) || error.kind !== 'missing') throw error;
    return keepAs('gone', () => keeper.keepState(item, 'gone'));
  }

  function keepAs(state: SettledItem['state'], keep: () => Promise<void>, bytes = 0): Answer {
    return { bytes, keep: () => keep().then(() => keeper.settle(item, state)) };
  }
}

async function settleFailures(
  fetch: Fetch,
  count: number,
  failures: readonly { item: WaitingItem; error: unknown }[],
): Promise<void> {
  const whole = failures.find(({ error }) => error instanceof MailTrouble && ofMailbox.includes(error.kind));
  if (whole !== undefined) throw whole.error;
  // When nothing worked, it may be the provider that is away and not these mails that are bad.
  const isOutage = failures.length === count && failures.every(({ error }) => isUnreachable(error));
  if (isOutage) await fetch.reader.readAddress();
  for (const { item, error } of failures) await park(fetch, item, error);
}

function isUnreachable(error: unknown): boolean {
  return error instanceof MailTrouble && error.kind === 'unreachable';
}

async function park({ ports, row }: Fetch, item: WaitingItem, error: unknown): Promise<void> {
  const isTrouble = error instanceof MailTrouble;
  if (!isTrouble) ports.logger.error({ err: error, mailboxId: row.id }, 'a mail could not be stored');
  const isLast = item.attempts + 1 >= mostAttempts || (isTrouble && error.kind === 'too-large');
  const pauseMs = firstPauseMs * 2 ** item.attempts * (0.75 + Math.random() / 2);
  await parkItem(ports.db, { teamId: row.teamId, mailboxId: row.id }, item, {
    error: isTrouble ? error.message : 'The server could not store this mail.',
    notBefore: isLast ? undefined : ports.clock.after(pauseMs),
  });
}
