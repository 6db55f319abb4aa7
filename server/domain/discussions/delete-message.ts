import { sql } from 'drizzle-orm';
import type { Message } from '#shared/contract/discussion.ts';
import { removeUnusedFiles } from '../attachments/index.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { messageEvents } from './add-message.ts';
import { findActiveLink } from './chat-links.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { lockMessage, requireDeletable, type MessageAt } from './find-message.ts';
import { getMessage } from './load-discussion.ts';

/** How long a deletion can be undone; after it the text is erased. */
export const undoMs = 10 * 60 * 1000;

/** Deletes a message here and in the chat: one's own, or anybody's for admins. Deleting twice is deleting once. */
export async function deleteMessage(ports: Ports, ctx: Context, input: MessageAt): Promise<Message> {
  requirePermission(ctx, 'discussion.write');
  await inTransaction(ports.db, async (tx) => {
    const { message } = await lockMessage(tx, ctx, input);
    await requireDeletable(tx, ctx, message);
    if (message.deletedAt !== null) return;
    await setDeleted(tx, ctx, input, true);
    await withdraw(ports, tx, ctx, input);
    await audit(tx, ctx, input, 'message.delete');
    await ports.liveFeed.publish(tx, messageEvents({ teamId: ctx.teamId, ...input }));
  });
  return getMessage(ports, ctx, input.messageId);
}

/**
 * Puts a deleted message back within ten minutes, by whoever may delete it.
 * @throws Problem 'gone' later than that, when the text is erased.
 */
export async function restoreMessage(ports: Ports, ctx: Context, input: MessageAt): Promise<Message> {
  requirePermission(ctx, 'discussion.write');
  await inTransaction(ports.db, async (tx) => {
    const { message } = await lockMessage(tx, ctx, input);
    await requireDeletable(tx, ctx, message);
    if (message.deletedAt === null) return;
    const age = ports.clock.now().getTime() - message.deletedAt.getTime();
    if (age > undoMs || message.body === '')
      throw new Problem('gone', 'It is too late to undo this deletion: the text is erased after ten minutes.');
    await setDeleted(tx, ctx, input, false);
    await sendAgain(ports, tx, ctx, input);
    await audit(tx, ctx, input, 'message.restore');
    await ports.liveFeed.publish(tx, messageEvents({ teamId: ctx.teamId, ...input }));
  });
  return getMessage(ports, ctx, input.messageId);
}

/**
 * Erases the text, reactions and files of messages whose deletion can no longer be undone, and files that nobody
 * attached. Safe to run at any time, on several servers.
 * @returns how many texts were erased.
 */
export async function eraseDeletedMessages(ports: Ports): Promise<number> {
  const before = new Date(ports.clock.now().getTime() - undoMs);
  await removeUnusedFiles(ports, before);
  const { rows } = await ports.db.execute(sql`
    with erased as (
      update message set body = '', mentions = '{}' where deleted_at < ${before.toISOString()}::timestamptz and body <> ''
      returning team_id, id
    ), unmarked as (
      delete from reaction r using erased e where r.team_id = e.team_id and r.message_id = e.id
    )
    select id from erased`);
  return rows.length;
}

async function setDeleted(tx: Transaction, ctx: Context, at: MessageAt, on: boolean): Promise<void> {
  await tx.execute(sql`
    update message set deleted_at = ${on ? sql`now()` : sql`null`}, version = version + 1
    where team_id = ${ctx.teamId} and id = ${at.messageId}`);
}

/** Takes the message out of the chat. What was never begun there is not sent at all. */
async function withdraw(ports: Ports, tx: Transaction, ctx: Context, at: MessageAt): Promise<void> {
  const link = await findActiveLink(tx, ctx.teamId, at.discussionId);
  if (link === undefined) return;
  await tx.execute(sql`
    update chat_outbox set state = 'cancelled', settled_at = now()
    where team_id = ${ctx.teamId} and link_id = ${link.id} and message_id = ${at.messageId}
      and state = 'pending' and attempts = 0`);
  const { rows } = await tx.execute(sql`
    select from chat_outbox where team_id = ${ctx.teamId} and link_id = ${link.id} and message_id = ${at.messageId}
      and kind in ('post', 'file') and state <> 'cancelled' limit 1`);
  if (rows.length === 0) return;
  await enqueueEffect(ports, tx, { teamId: ctx.teamId, linkId: link.id, kind: 'delete', messageId: at.messageId });
}

/** Puts the message back into the chat: as a new post, unless its removal there had not begun. */
async function sendAgain(ports: Ports, tx: Transaction, ctx: Context, at: MessageAt): Promise<void> {
  const link = await findActiveLink(tx, ctx.teamId, at.discussionId);
  if (link === undefined) return;
  const { rows } = await tx.execute(sql`
    update chat_outbox set state = 'cancelled', settled_at = now()
    where team_id = ${ctx.teamId} and link_id = ${link.id} and message_id = ${at.messageId} and kind = 'delete'
      and state = 'pending' and attempts = 0 returning id`);
  const effect = { teamId: ctx.teamId, linkId: link.id, messageId: at.messageId };
  // An edit that was withdrawn together with the message is made up for by one more.
  await enqueueEffect(ports, tx, { ...effect, kind: rows.length > 0 ? 'edit' : 'post' });
  if (rows.length > 0) return;
  const files = await tx.execute<{ id: string }>(sql`
    select id from file where team_id = ${ctx.teamId} and message_id = ${at.messageId} and sha256 is not null
    order by created_at, id`);
  for (const file of files.rows)
    await enqueueEffect(ports, tx, { ...effect, kind: 'file', payload: { fileId: file.id } });
}

async function audit(tx: Transaction, ctx: Context, at: MessageAt, action: string): Promise<void> {
  await recordAudit(tx, ctx, {
    action,
    target: `message:${at.messageId}`,
    detail: { discussionId: at.discussionId },
  });
}
