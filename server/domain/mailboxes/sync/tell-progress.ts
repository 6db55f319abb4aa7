import { sql } from 'drizzle-orm';
import type { Ports } from '#server/ports/ports.ts';
import { tellHolders } from '../mailbox-people.ts';
import type { MailboxRow } from '../mailbox-row.ts';

/** Progress is told at most this often. */
const everyMs = 1500;

/**
 * Tells the devices of the owner and the users how the mailbox stands, now and then.
 * @param isSettled nothing more is done until something happens: said at once, or what was told last would stay.
 */
export async function tellProgress(
  ports: Pick<Ports, 'db' | 'liveFeed' | 'clock'>,
  row: MailboxRow,
  isSettled = false,
): Promise<void> {
  const now = ports.clock.now();
  const before = new Date(now.getTime() - (isSettled ? 0 : everyMs));
  if (row.toldAt !== null && row.toldAt > before) return;
  const { teamId, id: mailboxId } = row;
  await ports.db.transaction(async (tx) => {
    const { rows } = await tx.execute(sql`
      update mailbox set told_at = ${now.toISOString()}::timestamptz where team_id = ${teamId} and id = ${mailboxId}
        and (told_at is null or told_at <= ${before.toISOString()}::timestamptz) returning id`);
    if (rows.length > 0) await tellHolders(ports, tx, { teamId, mailboxId });
  });
}
