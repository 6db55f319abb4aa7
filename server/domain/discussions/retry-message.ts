import { sql } from 'drizzle-orm';
import type { Message } from '#shared/contract/discussion.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { findActiveLink } from './chat-links.ts';
import { requestDrain } from './enqueue-effect.ts';
import { lockMessage, type MessageAt } from './find-message.ts';
import { getMessage } from './load-discussion.ts';
import { touchMessage } from './touch-message.ts';

/**
 * Sends again what failed, or what may or may not have arrived ("unknown"), for one message: only ever on a person's
 * word. Where the discussion's card is missing in the chat, the card is sent again first, and the mail that could not show
 * without it.
 * @throws Problem 'conflict' when nothing of it has failed.
 */
export async function retryMessage(ports: Ports, ctx: Context, input: MessageAt): Promise<Message> {
  requirePermission(ctx, 'discussion.write');
  await inTransaction(ports.db, async (tx) => {
    const { discussion, message } = await lockMessage(tx, ctx, input);
    const link = await findActiveLink(tx, ctx.teamId, discussion.id);
    if (link === undefined)
      throw new Problem('conflict', 'This discussion has no channel any more; choose one to send it there.');
    const { rows } = await tx.execute<{ id: string }>(sql`
      update chat_outbox o set state = 'pending', attempts = 0, error = null, error_code = null,
        not_before = null, sent_at = null, settled_at = null
      where o.team_id = ${ctx.teamId} and o.link_id = ${link.id} and o.state in ('failed', 'unknown')
        and (o.message_id = ${message.id} or (o.kind in ('card', 'mail', 'answer') and exists (
          select from chat_link l where l.team_id = o.team_id and l.id = o.link_id and l.root_ts is null)))
      returning o.id`);
    if (rows.length === 0) throw new Problem('conflict', 'There is nothing to send again: nothing of it has failed.');
    await recordAudit(tx, ctx, {
      action: 'message.retry',
      target: `message:${message.id}`,
      detail: { discussionId: discussion.id, effects: rows.map((row) => row.id) },
    });
    await requestDrain(ports, tx, ctx.teamId, link.id);
    await touchMessage(ports, tx, ctx.teamId, message.id);
  });
  return getMessage(ports, ctx, input.messageId);
}
