import { isHeldBy } from '#server/db/holder-sql.ts';
import { sql } from 'drizzle-orm';
import { lockThreads, refreshCounts } from '../correspondences/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';
import { isLeftOut } from './incoming-email.ts';
import { settleContent } from './settle-content.ts';

export interface CopyChange {
  readonly teamId: string;
  readonly mailboxId: string;
  readonly providerMessageId: string;
  /** All that it has now. */
  readonly labels?: readonly string[];
  readonly isRead?: boolean;
  /** It is gone from the mailbox. Moved to spam or the bin counts as gone. */
  readonly isDeleted?: boolean;
}

/**
 * Follows what happened to a mail in its mailbox. A mail whose last shared copy is gone is gone for the team. One that
 * is not known changes nothing.
 */
export async function changeCopy(ports: Ports, change: CopyChange): Promise<void> {
  const { teamId } = change;
  const isGone = change.isDeleted === true || isLeftOut(change.labels ?? []);
  await inTransaction(ports.db, async (tx) => {
    await lockThreads(tx, teamId);
    const { rows } = await tx.execute<{ email_id: string; correspondence_id: string; owner_id: string }>(sql`
      update email_copy c set
        labels = case when ${change.labels === undefined} then c.labels
          else array(select json_array_elements_text(${JSON.stringify(change.labels ?? [])}::json)) end,
        is_read = coalesce(${change.isRead ?? null}, c.is_read),
        wanted_at = case when ${isGone} then null else c.wanted_at end,
        deleted_at = case when ${isGone} then coalesce(c.deleted_at, now()) end
      from email e
      where c.team_id = ${teamId} and c.mailbox_id = ${change.mailboxId}
        and c.provider_message_id = ${change.providerMessageId} and e.team_id = ${teamId} and e.id = c.email_id
      returning c.email_id, e.correspondence_id, c.owner_id`);
    const [row] = rows;
    if (row === undefined) return;
    if (isGone) {
      await settleContent(ports, tx, teamId, [row.email_id]);
      await refreshCounts(tx, teamId, [row.correspondence_id]);
    }
    const { correspondence_id: correspondenceId } = row;
    const holders = await listHolders(tx, teamId, change.mailboxId, row.owner_id);
    if (change.isRead === true) for (const userId of holders) await markRead(tx, teamId, correspondenceId, userId);
    await ports.liveFeed.publish(
      tx,
      holders.map((userId) => ({ teamId, kind: 'correspondence', userId, payload: { correspondenceId } })),
    );
  });
}

/** Whose mail it is: the mailbox's owner, and its users. */
async function listHolders(tx: Transaction, teamId: string, mailboxId: string, ownerId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ user_id: string }>(sql`
    select user_id from mailbox_user where team_id = ${teamId} and mailbox_id = ${mailboxId} order by user_id`);
  return [ownerId, ...rows.map((row) => row.user_id)];
}

/** Who has read all of it in the mailbox has read it here. */
async function markRead(tx: Transaction, teamId: string, correspondenceId: string, userId: string): Promise<void> {
  await tx.execute(sql`
    update correspondence_user u set is_unread = false, read_at = now()
    where u.team_id = ${teamId} and u.correspondence_id = ${correspondenceId} and u.user_id = ${userId} and u.is_unread
      and not exists (select from email e join email_copy c on c.team_id = ${teamId} and c.email_id = e.id
        where e.team_id = ${teamId} and e.correspondence_id = ${correspondenceId} and ${isHeldBy('c', userId)}
          and c.deleted_at is null and not c.is_read)`);
}
