import { sql } from 'drizzle-orm';
import { recordAudit } from '../audit/index.ts';
import { outgoingMail } from '#server/db/schema/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { OutgoingMail } from '#shared/contract/outgoing-mail.ts';
import { tellOfOutgoing } from './change-state.ts';
import { lockOutgoing, lockVisible, maySee, outgoingNotFound, refuseUnknown, whereOutgoing } from './outgoing-row.ts';
import { getOutgoing } from './read-outgoing.ts';

/**
 * Takes a teammate's draft into one's own hand: from then on the other can't change or send it. It goes out from one's
 * own mailbox, so that has to be chosen anew.
 * @throws Problem 'conflict' unless it is a draft.
 */
export async function takeOverDraft(ports: Ports, ctx: Context, id: string): Promise<OutgoingMail> {
  requirePermission(ctx, 'outgoing-mail.write');
  await inTransaction(ports.db, async (tx) => {
    const row = await lockVisible(tx, ctx, id);
    if (row.editorId === ctx.userId) return;
    if (row.state === 'queued' || row.state === 'sent')
      throw new Problem('conflict', 'This e-mail is on its way; there is nothing to take over.');
    refuseUnknown(row);
    const fields = {
      editorId: ctx.userId,
      mailboxId: null,
      fromAddress: null,
      version: sql`version + 1`,
      updatedAt: new Date(),
    };
    await tx.update(outgoingMail).set(fields).where(whereOutgoing(row));
    await recordAudit(tx, ctx, { action: 'outgoing-mail.take-over', target: `outgoing-mail:${id}` });
    await tellOfOutgoing(ports, tx, row);
  });
  return getOutgoing(ports, ctx, id);
}

/** Takes a draft away; `restoreDraft` undoes it. @throws Problem 'conflict' unless it is a draft, or was not sent. */
export async function discardDraft(ports: Ports, ctx: Context, id: string): Promise<void> {
  await markDiscarded(ports, ctx, id, true);
}

export async function restoreDraft(ports: Ports, ctx: Context, id: string): Promise<void> {
  await markDiscarded(ports, ctx, id, false);
}

async function markDiscarded(ports: Ports, ctx: Context, id: string, isDiscarded: boolean): Promise<void> {
  requirePermission(ctx, 'outgoing-mail.write');
  await inTransaction(ports.db, async (tx) => {
    const row = await lockOutgoing(tx, { teamId: ctx.teamId, id });
    if (row === undefined || !maySee(row, ctx)) throw outgoingNotFound();
    if (row.state === 'queued' || row.state === 'sent')
      throw new Problem('conflict', 'Only a draft can be discarded; this e-mail is on its way.');
    refuseUnknown(row);
    if (row.editorId !== ctx.userId) throw new Problem('conflict', 'A teammate has this draft in hand now.');
    await tx
      .update(outgoingMail)
      .set({ discardedAt: isDiscarded ? ports.clock.now() : null })
      .where(whereOutgoing(row));
    await tellOfOutgoing(ports, tx, row);
  });
}
