import { sql } from 'drizzle-orm';
import { lockThreads } from '../correspondences/index.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import { handedOver } from './sharing-facts.ts';
import type { MailboxRef } from './wanted-copies.ts';

/**
 * What a mailbox's new owner takes over of its sharing. What the team sees stays as it is. The former owner's own rules
 * end: they only wait, as a suggestion, for the new owner to look at a count and confirm. Rules accepted for the whole
 * team hold on, and so does everything that was to stay private.
 */
export async function handOverSharing(
  tx: Transaction,
  { teamId, mailboxId, heirId }: MailboxRef & { readonly heirId: string },
): Promise<void> {
  await lockThreads(tx, teamId);
  const at = sql`team_id = ${teamId} and mailbox_id = ${mailboxId}`;
  const ending = sql`${at} and team_rule_id is null and not is_never`;
  const ofTeam = sql`(select id::text from sharing_rule where ${at} and team_rule_id is not null)`;
  // Shared, but never seen by anybody: it goes with the private mail.
  await tx.execute(sql`
    update email_copy set is_shared = false, shared_because = null, shared_by = null, shared_at = null, wanted_at = null
    where ${at} and wanted_at is not null and shared_because not in ${ofTeam}`);
  await tx.execute(sql`
    update email_copy set shared_because = ${handedOver} where ${at} and is_shared and shared_because not in ${ofTeam}`);
  await tx.execute(sql`update email_copy set owner_id = ${heirId} where ${at} and is_shared`);
  await tx.execute(sql`delete from sharing_rule where ${ending} and kind = 'thread'`);
  await tx.execute(sql`update sharing_rule set is_suggested = true where ${ending}`);
  await tx.execute(sql`delete from team_rule_answer where ${at} and not is_accepted`);
}

/** Whether a mailbox has a former owner's rules that its present one has not said anything about yet. */
export async function hasSuggestions(
  db: Database,
  { teamId, id }: { readonly teamId: string; readonly id: string },
): Promise<boolean> {
  const { rows } = await db.execute(sql`
    select from sharing_rule where team_id = ${teamId} and mailbox_id = ${id} and is_suggested limit 1`);
  return rows.length > 0;
}
