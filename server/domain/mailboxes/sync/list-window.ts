import { sql } from 'drizzle-orm';
import { inTransaction } from '#server/db/client.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble, type MailReader } from '#server/ports/mail-reader.ts';
import { providerOf, type MailboxRow } from '../mailbox-row.ts';
import { keepTouches, recheckRead, recheckUnlisted } from './items.ts';
import { takeLeave } from './spend.ts';
import type { StepOutcome } from './step-outcome.ts';

const pageSize = 500;

/**
 * Lists the next page of the window, newest first, and notes its mails down together with where the listing goes on.
 * At the end of a listing that refills a gap, mails that are stored but were not listed are looked at again; where lists
 * give ids alone, the unread ones are listed besides, and only those that are stored otherwise are looked at.
 */
export async function listWindow(ports: MailPorts, row: MailboxRow, reader: MailReader): Promise<StepOutcome> {
  if (row.listing === 'none') return 'idle';
  const key = { teamId: row.teamId, mailboxId: row.id };
  const { quota } = providerOf(ports, row.provider);
  const leave = await takeLeave(ports, key, quota, { cost: quota.costs.list, want: 1 });
  if ('waitMs' in leave) return leave;
  try {
    await listPage(ports, row, reader);
  } catch (error) {
    const isPageLost = error instanceof MailTrouble && (error.kind === 'refused' || error.kind === 'missing');
    if (!isPageLost || row.listPage === null) throw error;
    // The page's address is too old: listing anew costs little, since nothing is fetched again.
    await ports.db.execute(sql`
      update mailbox set list_page = null, list_count = 0 where team_id = ${row.teamId} and id = ${row.id}
        and list_page = ${row.listPage}`);
  } finally {
    await leave.done();
  }
  return 'done';
}

async function listPage(ports: MailPorts, row: MailboxRow, reader: MailReader): Promise<void> {
  const key = { teamId: row.teamId, mailboxId: row.id };
  const isUnread = row.listing === 'unread';
  const found = await reader.list({ from: row.windowFrom, page: row.listPage, size: pageSize, isUnread });
  const isLast = found.next === undefined;
  const { listsStates } = providerOf(ports, row.provider);
  const after = row.listing === 'gap' && !listsStates ? 'unread' : 'none';
  await inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute(sql`
      update mailbox set list_page = ${found.next ?? null}, list_count = list_count + ${found.items.length},
        estimate = ${isUnread ? row.estimate : (found.estimate ?? null)}, listing = ${isLast ? after : row.listing},
        list_round = list_round + ${isLast ? 1 : 0}
      where team_id = ${row.teamId} and id = ${row.id} and list_page is not distinct from ${row.listPage}
        and listing = ${row.listing} and list_round = ${row.listRound} returning id`);
    if (rows.length === 0) return;
    await keepTouches(tx, key, found.items, {
      place: (row.listStartedAt ?? row.connectedAt).getTime() - row.listCount,
      round: row.listRound,
      isChange: row.listing === 'gap',
      sparesStored: !listsStates,
    });
    if (!isLast) return;
    if (row.listing === 'gap') await recheckUnlisted(tx, key, row.listRound);
    if (isUnread) await recheckRead(tx, key, row.listRound);
  });
}
