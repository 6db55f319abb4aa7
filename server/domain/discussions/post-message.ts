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
import { addMessage, MessageIdTaken, messageEvents } from './add-message.ts';
import { enqueueEffect } from './enqueue-effect.ts';
import { lockDiscussion, type DiscussionState } from './find-discussion.ts';
import { findMentioned, onlyTeammates } from './mentions.ts';
import { requestMirror } from './request-mirror.ts';
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
  return postOnce(ports, ctx, input.messageId, async (tx) => {
    const discussion = await lockDiscussion(tx, ctx, input.discussionId);
    await postInto(ports, tx, ctx, discussion, input);
    return discussion.id;
  });
}

/**
 * Runs `post` in a transaction and answers with what it posted, or with what an earlier request with the same message
 * id did: then nothing of `post` stays.
 * @param post gives the discussion it posted to. Whoever posts to the same place must wait in it for each other.
 * @throws Problem 'conflict' when the id is taken by somebody else's message.
 */
export async function postOnce(
  ports: Ports,
  ctx: Context,
  messageId: MessageId,
  post: (tx: Transaction) => Promise<DiscussionId>,
): Promise<Posted> {
  try {
    return await loadPosted(ports, ctx, await inTransaction(ports.db, post), messageId);
  } catch (error) {
    if (!(error instanceof MessageIdTaken)) throw error;
    return loadPosted(ports, ctx, await findEarlierPost(ports, ctx, messageId), messageId);
  }
}

async function findEarlierPost(ports: Ports, ctx: Context, messageId: MessageId): Promise<DiscussionId> {
  const { rows } = await ports.db.execute<{ discussion_id: DiscussionId }>(sql`
    select discussion_id from message
    where team_id = ${ctx.teamId} and id = ${messageId} and author_id = ${ctx.userId}`);
  if (rows[0] !== undefined) return rows[0].discussion_id;
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
  const { linkId } = await addMessage(tx, {
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
  if (discussion.visibility === 'private') await requestMirror(ports, tx, ctx.teamId);
  if (linkId !== null) await sendToChat(ports, tx, { ...at, linkId }, draft.fileIds);
  await ports.liveFeed.publish(tx, messageEvents(at));
}

async function sendToChat(
  ports: Ports,
  tx: Transaction,
  at: { teamId: string; linkId: string; messageId: MessageId },
  fileIds: readonly FileId[],
): Promise<void> {
  const effect = { teamId: at.teamId, linkId: at.linkId, messageId: at.messageId };
  await enqueueEffect(ports, tx, { ...effect, kind: 'post' });
  for (const fileId of fileIds) await enqueueEffect(ports, tx, { ...effect, kind: 'file', payload: { fileId } });
}

/** What a post answers, read after it was committed. */
async function loadPosted(
  ports: Ports,
  ctx: Context,
  discussionId: DiscussionId,
  messageId: MessageId,
): Promise<Posted> {
  const discussion = await getDiscussion(ports, ctx, discussionId);
  const newest = discussion.messages.find(({ id }) => id === messageId);
  return { discussion, message: newest ?? (await getMessage(ports, ctx, messageId)) };
}
