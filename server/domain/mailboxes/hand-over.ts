import { sql } from 'drizzle-orm';
import type { MailboxId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { tellPerson } from '../chat/index.ts';
import { dropPrivateMailJob, handOverSharing } from '../emails/index.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import type { Ports } from '#server/ports/ports.ts';
import { releaseMailboxJob } from './mailbox-jobs.ts';
import { tellHolders } from './mailbox-people.ts';

interface Leaver {
  readonly userId: string;
  readonly name: string;
}

/** The mailboxes that somebody owns. */
export async function listMailboxesOf(
  tx: Transaction | Ports['db'],
  teamId: string,
  userId: string,
): Promise<{ id: MailboxId; address: string }[]> {
  const { rows } = await tx.execute<{ id: MailboxId; address: string }>(sql`
    select id, address from mailbox where team_id = ${teamId} and owner_id = ${userId} and state <> 'disconnected'
    order by address, id`);
  return rows;
}

/**
 * Gives a leaver's mailbox to a teammate: what is shared stays, and the leaver's rules wait for the new owner's word; the
 * mail that only the leaver saw goes, and the new owner never sees it. Reading goes on under the consent that was given.
 */
export async function handOverMailbox(
  ports: Pick<Ports, 'queue' | 'liveFeed'>,
  tx: Transaction,
  ctx: Context,
  { mailbox, leaver, heirId }: { mailbox: { id: MailboxId; address: string }; leaver: Leaver; heirId: string },
): Promise<void> {
  const { teamId } = ctx;
  const { id: mailboxId, address } = mailbox;
  const at = sql`team_id = ${teamId} and mailbox_id = ${mailboxId}`;
  await tx.execute(sql`update mailbox set owner_id = ${heirId} where team_id = ${teamId} and id = ${mailboxId}`);
  await tx.execute(sql`delete from mailbox_user where ${at} and user_id = ${heirId}`);
  await tx.execute(sql`delete from mailbox_request where ${at} and user_id = ${heirId}`);
  // What is private keeps its owner: so nobody sees it until it is gone.
  await handOverSharing(tx, { teamId, mailboxId, heirId });
  await tx.execute(sql`
    update mail_thread t set owner_id = ${heirId} where t.team_id = ${teamId} and t.mailbox_id = ${mailboxId}
      and exists (select from email_copy c where c.team_id = ${teamId} and c.mailbox_id = ${mailboxId}
        and c.provider_thread_id = t.provider_thread_id and c.is_shared)`);
  await tx.execute(sql`update team_address set user_id = ${heirId} where ${at}`);
  await tx.execute(sql`
    update mailbox_alarm set user_id = ${heirId}, device_id = null, shown_at = null where ${at} and ended_at is null`);
  await ports.queue.enqueue(tx, dropPrivateMailJob, { teamId, mailboxId }, { jobKey: `drop-private:${mailboxId}` });
  const detail = { from: leaver.userId, to: heirId };
  await recordAudit(tx, ctx, { action: 'mailbox.hand-over', target: `mailbox:${mailboxId}`, detail });
  const body = `${leaver.name} left the team, and the mailbox **${address}** is yours in Sidethread now. What the team saw of it stays shared. Of new mail the team sees only what a rule accepted for the whole team shares, until you decide: look under Mailboxes in the options.`;
  await tellPerson(ports, tx, { id: createId<string>(), teamId, userId: heirId, body });
  await tellHolders(ports, tx, { teamId, mailboxId });
}

/** Ends a leaver's mailbox: what the team shares of it stays, private mail goes, and a job takes its consent back. */
export async function endMailbox(
  ports: Pick<Ports, 'queue' | 'liveFeed'>,
  tx: Transaction,
  { teamId, mailboxId }: { teamId: string; mailboxId: string },
): Promise<void> {
  await tellHolders(ports, tx, { teamId, mailboxId }, 'mailbox-gone');
  await tx.execute(sql`
    update mailbox set state = 'disconnected' where team_id = ${teamId} and id = ${mailboxId}`);
  const target = `mailbox:${mailboxId}`;
  const detail = { because: 'its owner left the team', keepShared: true };
  await recordAudit(tx, { teamId, actorKind: 'server' }, { action: 'mailbox.disconnect', target, detail });
  const payload = { teamId, mailboxId, keepShared: true };
  await ports.queue.enqueue(tx, releaseMailboxJob, payload, { jobKey: `release:${mailboxId}` });
}
