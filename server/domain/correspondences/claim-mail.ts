import { isHeldBy } from '#server/db/holder-sql.ts';
import { sql } from 'drizzle-orm';
import type { CorrespondenceId, DiscussionId } from '#shared/contract/ids.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import type { KnownMail } from './mail-hashes.ts';
import { lockThreads, placeEmails } from './threads/place-emails.ts';

/** Whoever acts on the same thread of the same account at the same time takes turns, until the transaction ends. */
export async function lockThread(tx: Transaction, ctx: Context, mail: KnownMail): Promise<void> {
  const key = `thread:${ctx.teamId}:${mail.accountHash}:${mail.threadHash}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

/** The discussion of this thread that the asker may see: the same that opening it shows. */
export async function findClaimed(tx: Transaction, ctx: Context, mail: KnownMail): Promise<DiscussionId | undefined> {
  const { rows } = await tx.execute<{ id: DiscussionId }>(sql`
    select d.id from claim c
    join discussion d on d.team_id = c.team_id and d.correspondence_id = c.correspondence_id
    where c.team_id = ${ctx.teamId} and c.account_hash = ${mail.accountHash} and c.thread_hash = ${mail.threadHash}
      and d.deleted_at is null and (d.visibility = 'team' or exists (
        select from discussion_member dm where dm.team_id = d.team_id and dm.discussion_id = d.id
        and dm.user_id = ${ctx.userId} and dm.invited))
    order by (c.user_id = ${ctx.userId}) desc, c.created_at, c.id limit 1`);
  return rows[0]?.id;
}

/** A new correspondence from what the page shows; its claim comes with `addClaim`. */
export async function createCorrespondence(tx: Transaction, ctx: Context, mail: KnownMail): Promise<CorrespondenceId> {
  const id = createId<CorrespondenceId>();
  const { subject, sender, participants } = mail.claim;
  await tx.execute(sql`
    insert into correspondence (team_id, id, subject, sender_name, sender_address, participants, created_by)
    values (${ctx.teamId}, ${id}, ${subject}, ${sender.name}, ${mail.senderAddress},
      ${JSON.stringify(participants)}::jsonb, ${ctx.userId})`);
  return id;
}

/** Where the asker's own mailbox has this thread already, its mail and the claim become one correspondence. */
export async function attachClaim(tx: Transaction, ctx: Context, mail: KnownMail): Promise<void> {
  const { rows } = await tx.execute<{ email_id: string }>(sql`
    select c.email_id from mail_thread t join email_copy c on c.team_id = t.team_id and c.mailbox_id = t.mailbox_id
      and c.provider_thread_id = t.provider_thread_id
    where t.team_id = ${ctx.teamId} and t.account_hash = ${mail.accountHash} and t.thread_hash = ${mail.threadHash}
      and ${isHeldBy('t', ctx.userId)} limit 1`);
  const [row] = rows;
  if (row === undefined) return;
  await lockThreads(tx, ctx.teamId);
  await placeEmails(tx, ctx.teamId, [row.email_id], { userId: ctx.userId });
}

/** The asker's word that this thread belongs to the correspondence, with the fingerprints that the page shows. */
export async function addClaim(
  tx: Transaction,
  ctx: Context,
  correspondenceId: string,
  mail: KnownMail,
): Promise<void> {
  const { webmail, thread, url, fingerprints } = mail.claim;
  await tx.execute(sql`
    insert into claim (team_id, id, correspondence_id, user_id, webmail, account_hash, account_address, thread_kind,
      thread_id, thread_hash, url)
    values (${ctx.teamId}, ${createId()}, ${correspondenceId}, ${ctx.userId}, ${webmail}, ${mail.accountHash},
      ${mail.accountAddress}, ${thread.kind}, ${thread.id}, ${mail.threadHash}, ${url})
    on conflict (team_id, account_hash, thread_hash, correspondence_id, user_id) do update set url = excluded.url`);
  if (fingerprints.length === 0) return;
  await tx.execute(sql`
    insert into claim_fingerprint (team_id, fingerprint, correspondence_id)
    select ${ctx.teamId}::uuid, fingerprint, ${correspondenceId}::uuid
    from json_array_elements_text(${JSON.stringify([...new Set(fingerprints)])}::json) as given (fingerprint)
    on conflict do nothing`);
}
