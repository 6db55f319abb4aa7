import type { MailClaim } from '#shared/contract/correspondence.ts';
import type { Visibility } from '#shared/contract/discussion.ts';
import type { DiscussionId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { readHashKey } from '../contacts/index.ts';
import {
  lockDiscussion,
  postInto,
  postOnce,
  startDiscussion,
  type DiscussionState,
  type MessageDraft,
  type Posted,
} from '../discussions/index.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { addClaim, attachClaim, createCorrespondence, findClaimed, lockThread } from './claim-mail.ts';
import { readMail, type KnownMail } from './mail-hashes.ts';

export interface MailTarget {
  readonly mail: MailClaim;
  readonly visibility: Visibility;
  readonly channelId: string | null;
}

/**
 * Posts about an open mail: to the discussion of its thread, which the first message starts. Two people who post
 * first at once get one discussion; the same message id again is the same message.
 * @throws Problem 'conflict' when it was meant to be private and the team's discussion of the mail exists by now.
 */
export async function postAboutMail(
  ports: Ports,
  ctx: Context,
  input: MessageDraft & { target: MailTarget },
): Promise<Posted> {
  requirePermission(ctx, 'discussion.write');
  return postOnce(ports, ctx, input.messageId, async (tx) => {
    const mail = await readMail(input.target.mail, await readHashKey(tx, ctx.teamId));
    await lockThread(tx, ctx, mail);
    const known = await findClaimed(tx, ctx, mail);
    const discussion =
      known === undefined
        ? await start(ports, tx, ctx, mail, input.target)
        : await goOn(tx, ctx, known, mail, input.target);
    await postInto(ports, tx, ctx, discussion, input);
    return discussion.id;
  });
}

async function start(
  ports: Ports,
  tx: Transaction,
  ctx: Context,
  mail: KnownMail,
  target: MailTarget,
): Promise<DiscussionState> {
  const { visibility, channelId } = target;
  const correspondenceId = await createCorrespondence(tx, ctx, mail);
  await addClaim(tx, ctx, correspondenceId, mail);
  await recordAudit(tx, ctx, { action: 'correspondence.claim', target: `correspondence:${correspondenceId}` });
  const discussion = await startDiscussion(ports, tx, ctx, { correspondenceId, visibility, channelId });
  await attachClaim(tx, ctx, mail);
  await ports.liveFeed.publish(tx, {
    teamId: ctx.teamId,
    kind: 'correspondence',
    discussionId: discussion.id,
    payload: { correspondenceId },
  });
  return discussion;
}

async function goOn(
  tx: Transaction,
  ctx: Context,
  discussionId: DiscussionId,
  mail: KnownMail,
  target: MailTarget,
): Promise<DiscussionState> {
  const discussion = await lockDiscussion(tx, ctx, discussionId);
  if (target.visibility === 'private' && discussion.visibility === 'team')
    throw new Problem(
      'conflict',
      'Nothing was posted: the team’s discussion of this mail exists by now, and your message was meant to be private.',
    );
  await addClaim(tx, ctx, discussion.correspondenceId, mail);
  await attachClaim(tx, ctx, mail);
  return discussion;
}
