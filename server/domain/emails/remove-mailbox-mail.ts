import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { MailboxId, TeamId } from '#shared/contract/ids.ts';
import { lockThreads, refreshCounts } from '../correspondences/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob } from '#server/ports/queue.ts';
import { settleContent } from './settle-content.ts';
import type { MailboxRef } from './wanted-copies.ts';

const batch = 500;

/** Removes the private mail of a mailbox's former owner, after it was handed over. */
export const dropPrivateMailJob = defineJob('drop-private-mail', z.object({ teamId: TeamId, mailboxId: MailboxId }));

/** Can be cut off and called again; what its present owner got since stays. */
export async function dropPrivateMail(ports: Ports, at: MailboxRef): Promise<void> {
  const isFormer = sql`not w.is_shared and w.owner_id <> (select m.owner_id from mailbox m
    where m.team_id = ${at.teamId} and m.id = ${at.mailboxId})`;
  for (;;) if ((await removeSome(ports, at, isFormer)) < batch) return;
}

/**
 * Forgets a mailbox's mail after it was disconnected: what is private always, what the team shares unless it is to be
 * kept. Can be cut off and called again.
 */
export async function removeMailboxMail(
  ports: Ports,
  { teamId, mailboxId, keepShared }: MailboxRef & { readonly keepShared: boolean },
): Promise<void> {
  const isMeant = sql`(not ${keepShared} or not w.is_shared or w.wanted_at is not null)`;
  for (;;) if ((await removeSome(ports, { teamId, mailboxId }, isMeant)) < batch) break;
  await ports.db.execute(sql`delete from sharing_rule where team_id = ${teamId} and mailbox_id = ${mailboxId}`);
  await ports.db.execute(sql`delete from team_rule_answer where team_id = ${teamId} and mailbox_id = ${mailboxId}`);
  await ports.db.execute(sql`delete from mail_thread where team_id = ${teamId} and mailbox_id = ${mailboxId}`);
  if (!keepShared)
    await ports.db.execute(sql`delete from team_address where team_id = ${teamId} and mailbox_id = ${mailboxId}`);
}

/** @param isMeant which copies go, as a condition on `w`. */
async function removeSome(ports: Ports, { teamId, mailboxId }: MailboxRef, isMeant: SQL): Promise<number> {
  return inTransaction(ports.db, async (tx) => {
    await lockThreads(tx, teamId);
    const { rows } = await tx.execute<{ email_id: string; correspondence_id: string }>(sql`
      delete from email_copy c using email e
      where c.team_id = ${teamId} and c.mailbox_id = ${mailboxId} and e.team_id = ${teamId} and e.id = c.email_id
        and c.provider_message_id in (
          select w.provider_message_id from email_copy w
          where w.team_id = ${teamId} and w.mailbox_id = ${mailboxId}
            and ${isMeant}
          limit ${batch})
      returning c.email_id, e.correspondence_id`);
    await settleContent(
      tx,
      teamId,
      rows.map((row) => row.email_id),
    );
    await refreshCounts(tx, teamId, [...new Set(rows.map((row) => row.correspondence_id))]);
    return rows.length;
  });
}
