import { eq, and, sql } from 'drizzle-orm';
import { z } from 'zod';
import { MailboxId, type TeamId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { removeMailboxMail } from '../emails/index.ts';
import { mailbox } from '#server/db/schema/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import { endAlarms } from './alarms.ts';
import { tellHolders } from './mailbox-people.ts';
import { releaseMailboxJob } from './mailbox-jobs.ts';
import {
  delegatedOf,
  findMailbox,
  getOwnMailbox,
  providerOf,
  unsealTokens,
  whereMailbox,
  type MailboxKey,
  type MailboxRow,
} from './mailbox-row.ts';

export const DisconnectMailbox = z.object({
  mailboxId: MailboxId,
  /** Whether the team keeps what was shared with it. Private mail goes in any case. */
  keepShared: z.boolean().default(true),
});
export type DisconnectMailbox = z.infer<typeof DisconnectMailbox>;

/** Disconnects a mailbox at once; its consent is taken back at the provider by a job, however long that takes. */
export async function disconnectMailbox(ports: MailPorts, ctx: Context, input: DisconnectMailbox): Promise<void> {
  requirePermission(ctx, 'mailbox.connect');
  const { mailboxId, keepShared } = input;
  const key = { teamId: ctx.teamId, mailboxId };
  await inTransaction(ports.db, async (tx) => {
    const row = await getOwnMailbox(tx, ctx, mailboxId, 'update');
    await tx.update(mailbox).set({ state: 'disconnected', problem: null }).where(whereMailbox(key));
    await endAlarms(tx, key);
    const detail = { provider: row.provider, keepShared };
    await recordAudit(tx, ctx, { action: 'mailbox.disconnect', target: `mailbox:${mailboxId}`, detail });
    await ports.queue.enqueue(
      tx,
      releaseMailboxJob,
      { teamId: ctx.teamId, mailboxId, keepShared },
      { jobKey: `release:${mailboxId}` },
    );
    await tellHolders(ports, tx, key, 'mailbox-gone');
  });
}

/** Removes a disconnected mailbox's mail, takes its consent back at the provider, then forgets it. Safe to repeat. */
export async function releaseMailbox(
  ports: MailPorts,
  { teamId, mailboxId, keepShared }: MailboxKey & { keepShared: boolean },
): Promise<void> {
  const row = await findMailbox(ports.db, { teamId, mailboxId });
  if (row?.state !== 'disconnected') return;
  await removeMailboxMail(ports, { teamId: teamId as TeamId, mailboxId: mailboxId as MailboxId, keepShared });
  await takeBack(ports, row);
  await inTransaction(ports.db, async (tx) => {
    for (const table of ['mailbox_item', 'mailbox_spending', 'mailbox_user', 'mailbox_request'])
      await tx.execute(
        sql`delete from ${sql.identifier(table)} where team_id = ${teamId} and mailbox_id = ${mailboxId}`,
      );
    await tx.delete(mailbox).where(and(whereMailbox({ teamId, mailboxId }), eq(mailbox.state, 'disconnected')));
  });
}

/** What the provider does not know any more is taken back already; where it does not answer, the job is repeated. */
async function takeBack(ports: MailPorts, row: MailboxRow): Promise<void> {
  const provider = ports.mail.providers[row.provider] === undefined ? undefined : providerOf(ports, row.provider);
  if (provider === undefined) return;
  const { accessToken, refreshToken } = unsealTokens(ports, row);
  if (row.watchId !== null) await provider.reader(accessToken, delegatedOf(row)).unwatch(row.watchId).catch(ignoreOver);
  await provider.revoke(refreshToken).catch(ignoreOver);
}

function ignoreOver(error: unknown): void {
  if (!(error instanceof MailTrouble) || error.kind === 'unreachable' || error.kind === 'limited') throw error;
}
