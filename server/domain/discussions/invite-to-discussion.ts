import { sql } from 'drizzle-orm';
import type { DiscussionId, UserId } from '#shared/contract/ids.ts';
import type { Discussion } from '#shared/contract/discussion.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { lockDiscussion } from './find-discussion.ts';
import { getDiscussion } from './load-discussion.ts';
import { addMembers } from './members.ts';
import { onlyTeammates } from './mentions.ts';
import { requestMirror } from './request-mirror.ts';

/** Lets teammates into a private discussion, or makes them follow one of the team's. They see all of it, as new. */
export async function inviteToDiscussion(
  ports: Ports,
  ctx: Context,
  input: { discussionId: DiscussionId; userIds: readonly UserId[] },
): Promise<Discussion> {
  requirePermission(ctx, 'discussion.write');
  await inTransaction(ports.db, async (tx) => {
    const discussion = await lockDiscussion(tx, ctx, input.discussionId);
    const teammates = await onlyTeammates(tx, ctx.teamId, input.userIds);
    if (teammates.length < new Set(input.userIds).size)
      throw new Problem('not-found', 'One of these people is not in the team any more; nobody was invited.');
    const at = { teamId: ctx.teamId, discussionId: discussion.id };
    await addMembers(tx, at, teammates, { invited: discussion.visibility === 'private', readUpTo: 0 });
    if (discussion.visibility === 'private') await requestMirror(ports, tx, ctx.teamId);
    await tx.execute(sql`
      update discussion set version = version + 1 where team_id = ${ctx.teamId} and id = ${discussion.id}`);
    await recordAudit(tx, ctx, {
      action: 'discussion.invite',
      target: `discussion:${discussion.id}`,
      detail: { userIds: teammates },
    });
    await ports.liveFeed.publish(tx, { teamId: ctx.teamId, kind: 'discussion', discussionId: discussion.id });
  });
  return getDiscussion(ports, ctx, input.discussionId);
}
