import { sql } from 'drizzle-orm';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { MailReader } from '#server/ports/mail-reader.ts';
import { openReader } from '../open-access.ts';
import { findMailbox, type MailboxKey, type MailboxRow } from '../mailbox-row.ts';
import { fetchItems } from './fetch-items.ts';
import { findNextParked } from './items.ts';
import { keepWatch } from './keep-watch.ts';
import { listWindow } from './list-window.ts';
import { forgetTrouble, noteTrouble } from './note-trouble.ts';
import { readChanges } from './read-changes.ts';
import { endLostLeaves } from './spend.ts';
import type { StepOutcome } from './step-outcome.ts';
import { tellProgress } from './tell-progress.ts';

/** A job goes on for as long, then lets others have their turn. */
const turnMs = 3000;
/** A wait that is not worth a job of its own, in real time. */
const shortMs = 1500;

/**
 * Goes on with a mailbox's sync for a while: what a person waits for, what changed, what is listed and what is to be
 * fetched, in this order of urgency. Everything that was reached is in the database after each step, so that it may
 * be killed at any point.
 * @returns after how many milliseconds of real time to go on; undefined when nothing is to be done until asked.
 */
export async function syncMailbox(given: MailPorts, key: MailboxKey, signal: AbortSignal): Promise<number | undefined> {
  if (!(await hasOwner(given, key))) return undefined;
  const ports = await withOwnLog(given, key);
  await endLostLeaves(ports, key);
  const until = Date.now() + turnMs;
  for (let turn = 0; ; turn += 1) {
    if (signal.aborted || Date.now() > until) return 0;
    const row = await findMailbox(ports.db, key);
    if (row === undefined || row.state !== 'connected' || row.isPaused) return undefined;
    if (ports.mail.providers[row.provider] === undefined) return undefined;
    const heldMs = (row.heldUntil?.getTime() ?? 0) - ports.clock.now().getTime();
    const outcome: StepOutcome = heldMs > 0 ? { waitMs: heldMs } : await attempt(ports, row, turn);
    await tellProgress(ports, row);
    if (outcome === 'done') continue;
    const waitMs = outcome === 'idle' ? await idleFor(ports, row) : outcome.waitMs;
    if (waitMs > shortMs) return waitMs;
    // The clock waits by its own scale, and this is real time.
    await ports.clock.wait(waitMs / ports.clock.scaled(1), signal).catch(() => undefined);
  }
}

/** Who left the team left no right to read their mail; the mailbox itself is released by a job. */
async function hasOwner(ports: MailPorts, { teamId, mailboxId }: MailboxKey): Promise<boolean> {
  const { rows } = await ports.db.execute(sql`
    select from mailbox m join team_person p on p.team_id = m.team_id and p.user_id = m.owner_id
    where m.team_id = ${teamId} and m.id = ${mailboxId}`);
  return rows.length > 0;
}

/** The mailbox's own logging level, unless the server is to log nothing at all. */
async function withOwnLog(ports: MailPorts, key: MailboxKey): Promise<MailPorts> {
  const row = await findMailbox(ports.db, key);
  if (row === undefined || ports.logger.level === 'silent') return ports;
  return { ...ports, logger: ports.logger.child({ mailboxId: row.id }, { level: row.loggingLevel }) };
}

async function attempt(ports: MailPorts, row: MailboxRow, turn: number): Promise<StepOutcome> {
  try {
    const outcome = await step(ports, row, await openReader(ports, row), turn);
    ports.logger.debug({ outcome, listing: row.listing }, 'a step of a mailbox’s sync');
    if (outcome === 'done' && row.troubleCount > 0) await forgetTrouble(ports, row);
    return outcome;
  } catch (error) {
    return noteTrouble(ports, row, error);
  }
}

async function step(ports: MailPorts, row: MailboxRow, reader: MailReader, turn: number): Promise<StepOutcome> {
  const now = ports.clock.now();
  if (row.cursor === null) return readChanges(ports, row, reader);
  const fetch = { ports, row, reader };
  const urgent = await fetchItems(fetch, { onlyUrgent: true });
  if (urgent !== 'idle') return urgent;
  // While the window is listed, changes, lists and mails take turns: the newest mails are there within seconds.
  if (row.checkAt <= now && (row.listing === 'none' || turn % 3 === 0)) return readChanges(ports, row, reader);
  if (row.watchAt <= now) return keepWatch(ports, row, reader);
  if (turn % 3 === 1 && (await listWindow(ports, row, reader)) === 'done') return 'done';
  const fetched = await fetchItems(fetch, { onlyUrgent: false });
  return fetched === 'idle' ? listWindow(ports, row, reader) : fetched;
}

/** Nothing is left to do: notes that everything is there, and finds when something will be. */
async function idleFor(ports: MailPorts, row: MailboxRow): Promise<number> {
  const now = ports.clock.now();
  await ports.db.execute(sql`
    update mailbox set last_synced_at = ${now.toISOString()}::timestamptz,
      first_synced_at = coalesce(first_synced_at, ${now.toISOString()}::timestamptz)
    where team_id = ${row.teamId} and id = ${row.id} and listing = 'none' and cursor is not null`);
  await tellProgress(ports, row, true);
  const parked = await findNextParked(ports.db, { teamId: row.teamId, mailboxId: row.id });
  const next = [row.checkAt, row.watchAt, ...(parked === undefined ? [] : [parked])].map((date) => date.getTime());
  return Math.max(10, Math.min(...next) - now.getTime());
}
