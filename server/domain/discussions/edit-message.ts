import { sql } from 'drizzle-orm';
import type { EditMessage, Message } from '#shared/contract/discussion.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { messageEvents } from './add-message.ts';
import { findActiveLink } from './chat-links.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { lockMessage, requireOwnMessage } from './find-message.ts';
import { getMessage } from './load-discussion.ts';
import { addMembers } from './members.ts';
import { findMentioned, onlyTeammates } from './mentions.ts';
import { requestMirror } from './request-mirror.ts';

/** Changes the text of one's own message, here and in the chat. The same text again changes nothing. */
export async function editMessage(ports: Ports, ctx: Context, input: EditMessage): Promise<Message> {
  requirePermission(ctx, 'discussion.write');
  await inTransaction(ports.db, async (tx) => {
    const { discussion, message } = await lockMessage(tx, ctx, input);
    await requireOwnMessage(tx, ctx, message);
    if (message.body === input.body) return;
    const at = { teamId: ctx.teamId, discussionId: discussion.id, messageId: message.id };
    const mentions = await onlyTeammates(tx, ctx.teamId, findMentioned(input.body));
    await tx.execute(sql`
      update message set body = ${input.body}, mentions = array(select json_array_elements_text(${JSON.stringify(mentions)}::json)::uuid),
        edited_at = now(), version = version + 1
      where team_id = ${ctx.teamId} and id = ${message.id}`);
    const named = mentions.filter((id) => id !== ctx.userId);
    await addMembers(tx, at, named, { invited: discussion.visibility === 'private', readUpTo: message.seq - 1 });
    if (discussion.visibility === 'private' && named.length > 0) await requestMirror(ports, tx, ctx.teamId);
    await recordAudit(tx, ctx, {
      action: 'message.edit',
      target: `message:${message.id}`,
      detail: { discussionId: discussion.id },
    });
    const link = await findActiveLink(tx, ctx.teamId, discussion.id);
    if (link !== undefined)
      await enqueueEffect(ports, tx, { teamId: ctx.teamId, linkId: link.id, kind: 'edit', messageId: message.id });
    await ports.liveFeed.publish(tx, messageEvents(at));
  });
  return getMessage(ports, ctx, input.messageId);
}
