import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { MailProviderId } from '#shared/contract/mailbox.ts';
import { mailbox } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import { requestSync } from './mailbox-jobs.ts';
import { isUsableBy, providerOf, type MailboxRow } from './mailbox-row.ts';
import { openReader } from './open-access.ts';
import { keepTouches } from './sync/items.ts';
import { takeLeave } from './sync/spend.ts';

export const OpenThread = z.object({
  provider: MailProviderId,
  address: z.email().max(320).toLowerCase(),
  threadId: z.string().min(1).max(500),
});
export type OpenThread = z.infer<typeof OpenThread>;

/**
 * Somebody has a thread of their own mailbox open, or of one that they use: what is not synced of it yet comes first. Mail that was not even
 * listed is looked for at the provider.
 * @returns how many of its mails are on their way; 0 when all are there, or it is no connected mailbox.
 */
export async function openThread(ports: MailPorts, ctx: Context, input: OpenThread): Promise<{ waiting: number }> {
  requirePermission(ctx, 'mailbox.read');
  const own = and(
    eq(mailbox.teamId, ctx.teamId),
    isUsableBy(ctx),
    eq(mailbox.provider, input.provider),
    eq(mailbox.address, input.address),
    eq(mailbox.state, 'connected'),
  );
  const [row] = await ports.db.select().from(mailbox).where(own);
  if (row === undefined || row.isPaused) return { waiting: 0 };
  const known = await hurry(ports, row, input.threadId);
  if (known.all === 0) await lookFor(ports, row, input.threadId);
  const waiting = known.all === 0 ? (await hurry(ports, row, input.threadId)).waiting : known.waiting;
  if (waiting > 0) await requestSync(ports, ports.db, { teamId: row.teamId, mailboxId: row.id });
  return { waiting };
}

async function hurry(ports: MailPorts, row: MailboxRow, threadId: string): Promise<{ all: number; waiting: number }> {
  const { rows } = await ports.db.execute<{ all: number; waiting: number }>(sql`
    with hurried as (
      update mailbox_item set is_urgent = true where team_id = ${row.teamId} and mailbox_id = ${row.id}
        and thread_id = ${threadId} and state = 'waiting' and not_before is null returning 1)
    select (select count(*) from hurried)::int as waiting, (select count(*) from mailbox_item
      where team_id = ${row.teamId} and mailbox_id = ${row.id} and thread_id = ${threadId})::int as all`);
  return rows[0] ?? { all: 0, waiting: 0 };
}

/** Trouble here is no one's concern: the sync itself meets it, and says so. */
async function lookFor(ports: MailPorts, row: MailboxRow, threadId: string): Promise<void> {
  const key = { teamId: row.teamId, mailboxId: row.id };
  const { quota } = providerOf(ports, row.provider);
  const leave = await takeLeave(ports, key, quota, {
    cost: quota.costs.thread,
    want: 1,
    isUrgent: true,
    isApart: true,
  });
  if ('waitMs' in leave) return;
  try {
    const touches = await (await openReader(ports, row)).thread(threadId);
    const place = ports.clock.now().getTime();
    const ofThread = touches.map((touch) => ({ ...touch, threadId }));
    await keepTouches(ports.db, key, ofThread, { place, isChange: false, isUrgent: true });
  } catch (error) {
    if (!(error instanceof MailTrouble)) throw error;
    ports.logger.debug({ err: error, mailboxId: row.id }, 'an open thread could not be looked for');
  } finally {
    await leave.done();
  }
}
