import { sql } from 'drizzle-orm';
import type { DiscussionId, FileId, MessageId, UserId } from '#shared/contract/ids.ts';
import type { Discussion, Message } from '#shared/contract/discussion.ts';
import { attachFiles } from '../attachments/index.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { addMessage, messageEvents } from './add-message.ts';
import { findActiveLink } from './chat-links.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { lockDiscussion, type DiscussionState } from './find-discussion.ts';
import { findMentioned, onlyTeammates } from './mentions.ts';
import { getDiscussion, getMessage } from './load-discussion.ts';

/** What is written, whatever discussion it goes to. */
export interface MessageDraft {
  readonly messageId: MessageId;
  readonly body: string;
  readonly mentions: readonly UserId[];
  readonly fileIds: readonly FileId[];
}

export interface Posted {
  readonly discussion: Discussion;
  readonly message: Message;
}

/** Posts to a discussion. The same message id again is the same message: nothing is posted twice. */
export async function postMessage(
  ports: Ports,
  ctx: Context,
  input: MessageDraft & { discussionId: DiscussionId },
): Promise<Posted> {
  requirePermission(ctx, 'discussion.write');
  const discussionId = await inTransaction(ports.db, async (tx) => {
    const earlier = await findEarlierPost(tx, ctx, input.messageId);
    if (earlier !== undefined) return earlier;
    const discussion = await lockDiscussion(tx, ctx, input.discussionId);
    await postInto(ports, tx, ctx, discussion, input);
    return discussion.id;
  });
  return loadPosted(ports, ctx, discussionId, input.messageId);
}

/**
 * The discussion where the asker already posted a message under this id. Requests with the same id wait for each
 * other, so that a repeat that comes while the first is still under way finds it.
 * @throws Problem 'conflict' when the id is taken by another message.
 */
export async function findEarlierPost(
  tx: Transaction,
  ctx: Context,
  messageId: MessageId,
): Promise<DiscussionId | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`message:${ctx.teamId}:${messageId}`}, 0))`);
  const { rows } = await tx.execute<{ discussion_id: DiscussionId; author_id: string | null }>(sql`
    select discussion_id, author_id from message where team_id = ${ctx.teamId} and id = ${messageId}`);
  const row = rows[0];
  if (row === undefined) return undefined;
  if (row.author_id === ctx.userId) return row.discussion_id;
  throw new Problem('conflict', 'The message was not posted: its id is in use. Copy the text and write it again.');
}

/** Adds the draft to a discussion that the caller has locked, with its files, audit row, chat effects and live events. */
export async function postInto(
  ports: Ports,
  tx: Transaction,
  ctx: Context,
  discussion: DiscussionState,
  draft: MessageDraft,
): Promise<void> {
  const at = { teamId: ctx.teamId, discussionId: discussion.id, messageId: draft.messageId };
  const mentions = await onlyTeammates(tx, ctx.teamId, [...findMentioned(draft.body), ...draft.mentions]);
  const author = { kind: 'teammate', userId: ctx.userId } as const;
  await addMessage(tx, {
    teamId: ctx.teamId,
    discussion,
    id: draft.messageId,
    author,
    body: draft.body,
    mentions,
    origin: 'sidethread',
  });
  await attachFiles(tx, ctx, { messageId: draft.messageId, discussionId: discussion.id }, draft.fileIds);
  await recordAudit(tx, ctx, {
    action: 'message.post',
    target: `message:${draft.messageId}`,
    detail: { discussionId: discussion.id, fileIds: draft.fileIds },
  });
  await sendToChat(ports, tx, at, draft.fileIds);
  await ports.liveFeed.publish(tx, messageEvents(at));
}

async function sendToChat(
  ports: Ports,
  tx: Transaction,
  at: { teamId: string; discussionId: DiscussionId; messageId: MessageId },
  fileIds: readonly FileId[],
): Promise<void> {
  const link = await findActiveLink(tx, at.teamId, at.discussionId);
  if (link === undefined) return;
  const effect = { teamId: at.teamId, linkId: link.id, messageId: at.messageId };
  await enqueueEffect(ports, tx, { ...effect, kind: 'post' });
  for (const fileId of fileIds) await enqueueEffect(ports, tx, { ...effect, kind: 'file', payload: { fileId } });
}

/** What a post answers, read after it was committed. */
export async function loadPosted(
  ports: Ports,
  ctx: Context,
  discussionId: DiscussionId,
  messageId: MessageId,
): Promise<Posted> {
  const [discussion, message] = await Promise.all([
    getDiscussion(ports, ctx, discussionId),
    getMessage(ports, ctx, messageId),
  ]);
  return { discussion, message };
}
