import type { DiscussionId } from '#shared/contract/ids.ts';
import type { Visibility } from '#shared/contract/discussion.ts';
import { recordAudit } from '../audit/index.ts';
import { recordDiscussionActivity } from '../contacts/index.ts';
import { discussion } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import type { Ports } from '#server/ports/ports.ts';
import { startLink } from './chat-links.ts';
import type { DiscussionState } from './find-discussion.ts';
import { addMembers } from './members.ts';

/**
 * Starts the discussion of a correspondence, without a message yet, in the caller's transaction. The team's is
 * mirrored to the named channel or the team's default one; a private one to none.
 */
export async function startDiscussion(
  ports: Ports,
  tx: Transaction,
  ctx: Context,
  input: { correspondenceId: string; visibility: Visibility; channelId: string | null },
): Promise<DiscussionState> {
  const id = createId<DiscussionId>();
  const { correspondenceId, visibility } = input;
  await tx.insert(discussion).values({ teamId: ctx.teamId, id, correspondenceId, visibility, startedBy: ctx.userId });
  const at = { teamId: ctx.teamId, discussionId: id };
  await addMembers(tx, at, [ctx.userId], { invited: true, readUpTo: 0 });
  const link =
    visibility === 'team' ? await startLink(ports, tx, { ...at, startedBy: ctx.userId }, input.channelId) : undefined;
  await recordAudit(tx, ctx, {
    action: 'discussion.start',
    target: `discussion:${id}`,
    detail: { correspondenceId, visibility, channelId: link?.channelId ?? null },
  });
  await recordDiscussionActivity(tx, { ...at, kind: 'discussion-started', actorId: ctx.userId });
  return { id, correspondenceId, visibility, startedBy: ctx.userId, lastSeq: 0, deletedAt: null };
}
