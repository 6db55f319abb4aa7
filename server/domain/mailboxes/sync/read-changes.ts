import { sql } from 'drizzle-orm';
import { inTransaction } from '#server/db/client.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble, type MailReader } from '#server/ports/mail-reader.ts';
import { providerOf, type MailboxRow } from '../mailbox-row.ts';
import { keepTouches } from './items.ts';
import { takeLeave } from './spend.ts';
import type { StepOutcome } from './step-outcome.ts';

const pageSize = 200;

/**
 * Reads one page of what changed. The cursor moves in the transaction that notes the page's mails down, so that it
 * never passes one. A cursor that the provider has forgotten is replaced by a new one first, and then everything in
 * the window is listed: what the gap held is found, and nothing stored is fetched again.
 */
export async function readChanges(ports: MailPorts, row: MailboxRow, reader: MailReader): Promise<StepOutcome> {
  const key = { teamId: row.teamId, mailboxId: row.id };
  const { quota } = providerOf(ports, row.provider);
  const cost = row.cursor === null ? quota.costs.begin : quota.costs.changes;
  const leave = await takeLeave(ports, key, quota, { cost, want: 1, isUrgent: true });
  if ('waitMs' in leave) return leave;
  try {
    if (row.cursor === null) await begin(ports, row, reader);
    else await readPage(ports, row, reader, row.cursor);
  } catch (error) {
    if (!(error instanceof MailTrouble) || error.kind !== 'cursor-lost') throw error;
    await loseCursor(ports, row);
  } finally {
    await leave.done();
  }
  return 'done';
}

async function begin(ports: MailPorts, row: MailboxRow, reader: MailReader): Promise<void> {
  const cursor = await reader.begin(row.windowFrom);
  await ports.db.execute(sql`
    update mailbox set cursor = ${cursor}, check_at = now(),
      list_started_at = coalesce(list_started_at, ${ports.clock.now().toISOString()}::timestamptz)
    where team_id = ${row.teamId} and id = ${row.id} and cursor is null`);
}

async function readPage(ports: MailPorts, row: MailboxRow, reader: MailReader, cursor: string): Promise<void> {
  const found = await reader.changes(cursor, pageSize);
  const now = ports.clock.now();
  const next = found.hasMore ? now : ports.clock.after(row.syncIntervalMinutes * 60_000);
  await inTransaction(ports.db, async (tx) => {
    // A second server that read the same page finds the cursor moved, and notes nothing twice.
    const { rows } = await tx.execute(sql`
      update mailbox set cursor = ${found.cursor}, trouble_count = 0, problem = null,
        check_at = case when check_at > ${row.checkAt.toISOString()}::timestamptz then check_at
          else ${next.toISOString()}::timestamptz end,
        last_event_at = case when ${found.items.length > 0} then ${now.toISOString()}::timestamptz else last_event_at end
      where team_id = ${row.teamId} and id = ${row.id} and cursor = ${cursor} returning id`);
    if (rows.length === 0) return;
    await keepTouches(tx, { teamId: row.teamId, mailboxId: row.id }, found.items, {
      place: now.getTime(),
      isChange: true,
    });
  });
}

async function loseCursor(ports: MailPorts, row: MailboxRow): Promise<void> {
  ports.logger.warn({ mailboxId: row.id }, 'a mailbox’s cursor was forgotten by its provider; the gap is refilled');
  await ports.db.execute(sql`
    update mailbox set cursor = null, list_page = null, list_count = 0, list_round = list_round + 1,
      list_started_at = null, listing = case when listing = 'first' then 'first' else 'gap' end
    where team_id = ${row.teamId} and id = ${row.id} and cursor = ${row.cursor}`);
}
