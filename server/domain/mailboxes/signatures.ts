import { sql } from 'drizzle-orm';
import { MailboxSignature } from '#shared/contract/mailbox.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { recordAudit } from '../audit/index.ts';
import { getUsableMailbox } from './mailbox-row.ts';

/** What the asker signs with in each of these mailboxes' mails; those without a signature are left out. */
export async function readSignatures(
  db: Database | Transaction,
  { teamId, userId }: Pick<Context, 'teamId' | 'userId'>,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.execute<{ mailbox_id: string; body: string }>(sql`
    select mailbox_id, body from mailbox_signature where team_id = ${teamId} and user_id = ${userId}`);
  return new Map(rows.map(({ mailbox_id, body }) => [mailbox_id, body]));
}

/** The asker's signature in a mailbox that they may act with; empty: none. */
export async function getSignature(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  { mailboxId }: Pick<MailboxSignature, 'mailboxId'>,
): Promise<MailboxSignature> {
  requirePermission(ctx, 'mailbox.connect');
  await getUsableMailbox(ports.db, ctx, mailboxId);
  return { mailboxId, body: (await readSignatures(ports.db, ctx)).get(mailboxId) ?? '' };
}

/** Keeps what the asker signs with in a mailbox's mails; empty turns it off. Each user of a mailbox has their own. */
export async function setSignature(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  { mailboxId, body: given }: MailboxSignature,
): Promise<MailboxSignature> {
  requirePermission(ctx, 'mailbox.connect');
  const body = given.trim();
  const key = sql`team_id = ${ctx.teamId} and mailbox_id = ${mailboxId} and user_id = ${ctx.userId}`;
  await inTransaction(ports.db, async (tx) => {
    await getUsableMailbox(tx, ctx, mailboxId, 'update');
    if (body === '') await tx.execute(sql`delete from mailbox_signature where ${key}`);
    else
      await tx.execute(sql`
        insert into mailbox_signature (team_id, mailbox_id, user_id, body)
        values (${ctx.teamId}, ${mailboxId}, ${ctx.userId}, ${body})
        on conflict (team_id, mailbox_id, user_id) do update set body = excluded.body, updated_at = now()`);
    await recordAudit(tx, ctx, { action: 'mailbox.sign', target: `mailbox:${mailboxId}` });
  });
  return { mailboxId, body };
}
