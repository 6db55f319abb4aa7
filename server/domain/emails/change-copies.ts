import { sql } from 'drizzle-orm';
import { isHeldBy } from '#server/db/holder-sql.ts';
import { lockThreads, refreshCounts } from '../correspondences/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';
import { isLeftOut } from './incoming-email.ts';
import { settleContent } from './settle-content.ts';
import type { MailboxRef } from './wanted-copies.ts';

export interface CopyChange {
  readonly providerMessageId: string;
  /** All that it has now. */
  readonly labels?: readonly string[];
  readonly isRead?: boolean;
  /** It is gone from the mailbox. Moved to spam or the bin counts as gone. */
  readonly isDeleted?: boolean;
}

/**
 * Follows what happened to mails in a mailbox. A mail whose last shared copy is gone is gone for the team. One that is
 * not known, or that is as it was, changes nothing and is told to nobody: after a lost cursor that is nearly every one.
 */
export async function changeCopies(ports: Ports, at: MailboxRef, changes: readonly CopyChange[]): Promise<void> {
  const news = await findNews(ports, at, changes);
  if (news.length === 0) return;
  const { teamId } = at;
  await inTransaction(ports.db, async (tx) => {
    await lockThreads(tx, teamId);
    const changed: ChangedCopy[] = [];
    for (const change of news) changed.push(...(await changeOne(tx, at, change)));
    const gone = changed.filter(({ isGone }) => isGone);
    if (gone.length > 0) {
      const emails = new Set(gone.map(({ email_id }) => email_id));
      await settleContent(tx, teamId, [...emails]);
      await refreshCounts(tx, teamId, [...new Set(gone.map(({ correspondence_id }) => correspondence_id))]);
    }
    const holders = await listHolders(tx, at, changed);
    const read = new Set(changed.flatMap((copy) => (copy.isRead ? [copy.correspondence_id] : [])));
    for (const correspondenceId of read)
      for (const userId of holders) await markRead(tx, teamId, correspondenceId, userId);
    const places = [...new Set(changed.map(({ correspondence_id }) => correspondence_id))];
    const told = places.flatMap((correspondenceId) =>
      holders.map((userId) => ({ teamId, kind: 'correspondence', userId, payload: { correspondenceId } })),
    );
    await ports.liveFeed.publish(tx, told);
  });
}

function saysGone(change: CopyChange): boolean {
  return change.isDeleted === true || isLeftOut(change.labels ?? []);
}

/** Those that differ from what is known. */
async function findNews(
  ports: Pick<Ports, 'db'>,
  { teamId, mailboxId }: MailboxRef,
  changes: readonly CopyChange[],
): Promise<readonly CopyChange[]> {
  const ids = JSON.stringify(changes.map(({ providerMessageId }) => providerMessageId));
  const { rows } = await ports.db.execute<{ id: string; labels: string[]; is_read: boolean; is_deleted: boolean }>(sql`
    select provider_message_id as id, labels, is_read, deleted_at is not null as is_deleted from email_copy
    where team_id = ${teamId} and mailbox_id = ${mailboxId}
      and provider_message_id in (select json_array_elements_text(${ids}::json))`);
  const known = new Map(rows.map((row) => [row.id, row]));
  return changes.filter((change) => {
    const copy = known.get(change.providerMessageId);
    if (copy === undefined) return false;
    const labels = change.labels ?? copy.labels;
    const isSame = (change.isRead ?? copy.is_read) === copy.is_read && labels.join('\0') === copy.labels.join('\0');
    return !isSame || saysGone(change) !== copy.is_deleted;
  });
}

interface ChangedRow extends Record<string, unknown> {
  readonly email_id: string;
  readonly correspondence_id: string;
  readonly owner_id: string;
}

interface ChangedCopy extends ChangedRow {
  readonly isGone: boolean;
  readonly isRead: boolean;
}

async function changeOne(
  tx: Transaction,
  { teamId, mailboxId }: MailboxRef,
  change: CopyChange,
): Promise<readonly ChangedCopy[]> {
  const gone = saysGone(change);
  const { rows } = await tx.execute<ChangedRow>(sql`
    update email_copy c set
      labels = case when ${change.labels === undefined} then c.labels
        else array(select json_array_elements_text(${JSON.stringify(change.labels ?? [])}::json)) end,
      is_read = coalesce(${change.isRead ?? null}, c.is_read),
      wanted_at = case when ${gone} then null else c.wanted_at end,
      deleted_at = case when ${gone} then coalesce(c.deleted_at, now()) end
    from email e
    where c.team_id = ${teamId} and c.mailbox_id = ${mailboxId}
      and c.provider_message_id = ${change.providerMessageId} and e.team_id = ${teamId} and e.id = c.email_id
    returning c.email_id, e.correspondence_id, c.owner_id`);
  return rows.map((row) => ({ ...row, isGone: gone, isRead: change.isRead === true }));
}

/** Whose mail it is: the mailbox's owner, and its users. */
async function listHolders(
  tx: Transaction,
  { teamId, mailboxId }: MailboxRef,
  changed: readonly ChangedCopy[],
): Promise<readonly string[]> {
  const { rows } = await tx.execute<{ user_id: string }>(sql`
    select user_id from mailbox_user where team_id = ${teamId} and mailbox_id = ${mailboxId} order by user_id`);
  return [...new Set([...changed.map(({ owner_id }) => owner_id), ...rows.map(({ user_id }) => user_id)])];
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
