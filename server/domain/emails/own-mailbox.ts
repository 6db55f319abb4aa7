import { sql } from 'drizzle-orm';
import type { MailboxId } from '#shared/contract/ids.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { applySharingJob } from './apply-sharing.ts';

/**
 * A mailbox of the asker's own: connected, or one that mail came from. Who writes a rule for it holds the team's threads
 * (`lockThreads`): it can't be handed over meanwhile. Problem 'not-found' for any other.
 */
export async function requireOwnMailbox(
  tx: Transaction | Database,
  ctx: Pick<Context, 'teamId' | 'userId'>,
  mailboxId: MailboxId,
): Promise<void> {
  const { rows } = await tx.execute(sql`
    select from team_address where team_id = ${ctx.teamId} and mailbox_id = ${mailboxId} and user_id = ${ctx.userId}
    union all select from mailbox where team_id = ${ctx.teamId} and id = ${mailboxId} and owner_id = ${ctx.userId}
      and state <> 'disconnected'`);
  if (rows.length === 0) throw new Problem('not-found', 'This mailbox is not connected, or it is not yours.');
}

/** Has a job bring the mailbox's mail to what its rules say when the transaction is through. */
export async function requestApply(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  { teamId }: Pick<Context, 'teamId'>,
  mailboxId: MailboxId,
): Promise<void> {
  await ports.queue.enqueue(tx, applySharingJob, { teamId, mailboxId }, { jobKey: `sharing:${mailboxId}` });
}
