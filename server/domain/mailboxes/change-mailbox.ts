import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { MailboxId } from '#shared/contract/ids.ts';
import { MailboxSettings, type FailedMail, type Mailbox } from '#shared/contract/mailbox.ts';
import { recordAudit } from '../audit/index.ts';
import { mailbox } from '#server/db/schema/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { Ports } from '#server/ports/ports.ts';
import { requestSync } from './mailbox-jobs.ts';
import { getOwnMailbox, getUsableMailbox, whereMailbox, type MailboxKey, type MailboxRow } from './mailbox-row.ts';
import { tellHolders } from './mailbox-people.ts';
import { readMailbox } from './read-mailboxes.ts';

export const MailboxInput = z.object({ mailboxId: MailboxId });
export type MailboxInput = z.infer<typeof MailboxInput>;

export const ChangeMailbox = MailboxInput.extend({
  isPaused: z.boolean().optional(),
  settings: MailboxSettings.partial().optional(),
  /** From how many days back mail is read; what is stored already stays. */
  windowDays: z.int().min(1).max(3650).optional(),
});
export type ChangeMailbox = z.infer<typeof ChangeMailbox>;

/** Pauses or resumes a mailbox's sync, or changes its settings. What was reached stays reached. */
export async function changeMailbox(ports: MailPorts, ctx: Context, input: ChangeMailbox): Promise<Mailbox> {
  requirePermission(ctx, 'mailbox.connect');
  const key = { teamId: ctx.teamId, mailboxId: input.mailboxId };
  await inTransaction(ports.db, async (tx) => {
    await getOwnMailbox(tx, ctx, input.mailboxId, 'update');
    const { isPaused, settings, windowDays } = input;
    const fields = { ...withoutUndefined(settings ?? {}), ...(isPaused !== undefined && { isPaused }) };
    if (windowDays !== undefined) await moveWindow(ports, tx, key, windowDays);
    if (Object.keys(fields).length === 0 && windowDays === undefined) return;
    await tx
      .update(mailbox)
      .set({ ...fields, checkAt: ports.clock.now() })
      .where(whereMailbox(key));
    await recordAudit(tx, ctx, {
      action: 'mailbox.change',
      target: `mailbox:${input.mailboxId}`,
      detail: { ...fields, windowDays },
    });
    await requestSync(ports, tx, key);
    await tellHolders(ports, tx, key);
  });
  return readMailbox(ports, key);
}

/** Begins anew from the new day: all of the window is listed, and nothing that is stored is read again. */
async function moveWindow(ports: MailPorts, tx: Transaction, key: MailboxKey, days: number): Promise<void> {
  const from = new Date(ports.clock.now().getTime() - days * 24 * 60 * 60 * 1000).toISOString();
  await tx.execute(sql`
    update mailbox set window_from = ${from}::timestamptz, cursor = null, list_page = null, list_count = 0,
      list_round = list_round + 1, list_started_at = null,
      listing = case when listing = 'first' then 'first' else 'gap' end
    where team_id = ${key.teamId} and id = ${key.mailboxId}`);
}

function withoutUndefined(settings: Partial<MailboxRow>): Partial<MailboxRow> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** Asks for changes now instead of after the interval. */
export async function checkMailbox(ports: MailPorts, ctx: Context, { mailboxId }: MailboxInput): Promise<Mailbox> {
  requirePermission(ctx, 'mailbox.connect');
  const key = { teamId: ctx.teamId, mailboxId };
  await inTransaction(ports.db, async (tx) => {
    await getUsableMailbox(tx, ctx, mailboxId, 'update');
    await tx.update(mailbox).set({ checkAt: ports.clock.now() }).where(whereMailbox(key));
    await requestSync(ports, tx, key);
  });
  return readMailbox(ports, key);
}

/** Tries the mails that failed, and those that are parked, again now. */
export async function retryFailed(ports: MailPorts, ctx: Context, { mailboxId }: MailboxInput): Promise<Mailbox> {
  requirePermission(ctx, 'mailbox.connect');
  const key = { teamId: ctx.teamId, mailboxId };
  await inTransaction(ports.db, async (tx) => {
    await getUsableMailbox(tx, ctx, mailboxId, 'update');
    await tx.execute(sql`
      update mailbox_item set state = case when state = 'failed' then 'waiting' else state end, attempts = 0,
        not_before = null, updated_at = now()
      where team_id = ${ctx.teamId} and mailbox_id = ${mailboxId}
        and (state = 'failed' or (state in ('waiting', 'stale') and not_before is not null))`);
    await requestSync(ports, tx, key);
    await tellHolders(ports, tx, key);
  });
  return readMailbox(ports, key);
}

/** The newest hundred mails that could not be read, and why. */
export async function listFailed(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  { mailboxId }: MailboxInput,
): Promise<FailedMail[]> {
  requirePermission(ctx, 'mailbox.connect');
  await getUsableMailbox(ports.db, ctx, mailboxId);
  const { rows } = await ports.db.execute<{
    id: string;
    attempts: number;
    error: string | null;
    at: Date | string;
  }>(sql`
    select provider_id as id, attempts, error, updated_at as at from mailbox_item
    where team_id = ${ctx.teamId} and mailbox_id = ${mailboxId} and state = 'failed' order by place desc limit 100`);
  return rows.map(({ id, attempts, error, at }) => ({
    id,
    attempts,
    reason: error ?? '',
    failedAt: new Date(at).toISOString(),
  }));
}
