import type { DiscussionId } from '#shared/contract/ids.ts';
import type { Discussion } from '#shared/contract/discussion.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { endLink, findActiveLink, startLink } from './chat-links.ts';
import { lockDiscussion, requireDiscussion, type DiscussionState } from './find-discussion.ts';
import { getDiscussion } from './load-discussion.ts';
import { postAll } from './post-all.ts';

/**
 * Whether the asker may choose a channel for a discussion, before anybody else is asked about the channel.
 * @throws Problem 'not-found' when they may not see it, 'conflict' when it is private.
 */
export async function checkMirrorable(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  discussionId: DiscussionId,
): Promise<void> {
  requirePermission(ctx, 'discussion.write');
  mirrorable(await requireDiscussion(ports.db, ctx, discussionId));
}

function mirrorable(discussion: DiscussionState): DiscussionState {
  if (discussion.visibility === 'team') return discussion;
  throw new Problem('conflict', 'A private discussion is for those invited and is not sent to a channel.');
}

/**
 * Mirrors a discussion to another channel from now on: a new card there, then every message so far in order. The
 * old thread stays as it is. The channel it already has changes nothing.
 * @throws Problem 'conflict' when the channel can't be used or the discussion is private.
 */
export async function setChannel(
  ports: Ports,
  ctx: Context,
  input: { discussionId: DiscussionId; channelId: string },
): Promise<Discussion> {
  requirePermission(ctx, 'discussion.write');
  await inTransaction(ports.db, async (tx) => {
    const discussion = mirrorable(await lockDiscussion(tx, ctx, input.discussionId));
    const current = await findActiveLink(tx, ctx.teamId, discussion.id);
    if (current?.channelId === input.channelId) return;
    if (current !== undefined) await endLink(tx, ctx.teamId, current.id);
    const of = { teamId: ctx.teamId, discussionId: discussion.id, startedBy: discussion.startedBy };
    const link = await startLink(ports, tx, of, input.channelId);
    if (link !== undefined) await postAll(ports, tx, { ...of, linkId: link.id });
    await recordAudit(tx, ctx, {
      action: 'discussion.set-channel',
      target: `discussion:${discussion.id}`,
      detail: { channelId: input.channelId, linkId: link?.id ?? null },
    });
    await ports.liveFeed.publish(tx, { teamId: ctx.teamId, kind: 'discussion', discussionId: discussion.id });
  });
  return getDiscussion(ports, ctx, input.discussionId);
}
