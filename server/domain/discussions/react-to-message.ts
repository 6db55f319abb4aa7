import { sql } from 'drizzle-orm';
import type { Message, React } from '#shared/contract/discussion.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { findActiveLink } from './chat-links.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { lockMessage } from './find-message.ts';
import { getMessage } from './load-discussion.ts';
import { touchMessage } from './touch-message.ts';

// One emoji as people see it (with its variation, skin tone or joiners), a flag, a keycap, or a workspace's own name.
const emojiPattern = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}|:[a-z0-9_+'\-]{1,60}:)$/v;

const mostKinds = 50;

/** Sets or takes back one's own reaction, here and in the chat. Setting it twice is setting it once. */
export async function reactToMessage(ports: Ports, ctx: Context, input: React): Promise<Message> {
  requirePermission(ctx, 'discussion.write');
  if (!emojiPattern.test(input.emoji)) throw new Problem('invalid-input', 'A reaction is one emoji.');
  await inTransaction(ports.db, async (tx) => {
    const { message } = await lockMessage(tx, ctx, input);
    if (message.deletedAt !== null) throw new Problem('gone', 'This message was deleted.');
    if (!(await setReaction(tx, ctx, input))) return;
    await recordAudit(tx, ctx, {
      action: input.on ? 'message.react' : 'message.unreact',
      target: `message:${message.id}`,
      detail: { emoji: input.emoji },
    });
    const link = await findActiveLink(tx, ctx.teamId, input.discussionId);
    if (link !== undefined)
      await enqueueEffect(ports, tx, {
        teamId: ctx.teamId,
        linkId: link.id,
        kind: input.on ? 'react' : 'unreact',
        messageId: message.id,
        payload: { emoji: input.emoji, userId: ctx.userId },
      });
    await touchMessage(ports, tx, ctx.teamId, message.id);
  });
  return getMessage(ports, ctx, input.messageId);
}

/** @returns false when it was so already. */
async function setReaction(tx: Transaction, ctx: Context, input: React): Promise<boolean> {
  if (!input.on) {
    const { rows } = await tx.execute(sql`
      delete from reaction where team_id = ${ctx.teamId} and message_id = ${input.messageId}
      and emoji = ${input.emoji} and person = ${ctx.userId} returning person`);
    return rows.length > 0;
  }
  const { rows: kinds } = await tx.execute<{ emoji: string }>(sql`
    select distinct emoji from reaction where team_id = ${ctx.teamId} and message_id = ${input.messageId}`);
  if (kinds.length >= mostKinds && !kinds.some((row) => row.emoji === input.emoji))
    throw new Problem('too-many', `A message can have ${mostKinds} different reactions; choose one of those.`);
  const { rows } = await tx.execute(sql`
    insert into reaction (team_id, message_id, emoji, person, person_kind, origin)
    values (${ctx.teamId}, ${input.messageId}, ${input.emoji}, ${ctx.userId}, 'teammate', 'sidethread')
    on conflict do nothing returning person`);
  return rows.length > 0;
}
