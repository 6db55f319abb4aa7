import type { CorrespondenceView, OpenCorrespondence } from '#shared/contract/correspondence.ts';
import { readContact } from '../contacts/index.ts';
import { describeChannelProblem, fileSigner, readDiscussion } from '../discussions/index.ts';
import { runPrepared } from '#server/db/prepared.ts';
import type { Context } from '#server/kernel/context.ts';
import { mayDo, requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { openStatement, type OpenRow } from './open-sql.ts';
import { findTeammateHashes } from './teammate-hashes.ts';

/**
 * Everything to show beside an open mail, from hashes alone. Reads and stores nothing, and tells nobody. Of several
 * discussions that the thread is claimed for, the asker's own claim counts first, then the oldest that they may see.
 */
export async function openCorrespondence(
  ports: Ports,
  ctx: Context,
  input: OpenCorrespondence,
): Promise<CorrespondenceView> {
  requirePermission(ctx, 'discussion.read');
  const { account, thread, addresses, domains, fingerprints } = input;
  const [[row], teammates] = await Promise.all([
    runPrepared<OpenRow>(ports.db, openStatement, [
      ctx.teamId,
      ctx.userId,
      account,
      thread,
      addresses,
      domains,
      fingerprints,
    ]),
    findTeammateHashes(ports.db, ctx.teamId),
  ]);
  if (row === undefined) throw new Error('the statement gave no row');
  const discussion = row.discussion === null ? null : readDiscussion(row.discussion, fileSigner(ports, ctx.teamId));
  return {
    correspondenceId: discussion?.correspondenceId ?? null,
    contacts: (row.contacts ?? []).map(readContact),
    companies: row.companies ?? [],
    teammateAddresses: addresses.filter((hash) => teammates.has(hash)),
    discussion,
    joinOffer: mayDo(ctx, 'discussion.write') ? readOffer(row.offer) : null,
    presence:
      discussion === null || row.presenceEnabled !== true
        ? null
        : { discussionId: discussion.id, people: [...(row.presence ?? [])] },
    chat: readChat(row.chat),
  };
}

function readOffer(offer: OpenRow['offer']): CorrespondenceView['joinOffer'] {
  if (offer === null) return null;
  return {
    ...offer,
    startedBy: offer.startedBy ?? 'Former teammate',
    startedAt: new Date(offer.startedAt).toISOString(),
  };
}

function readChat(chat: OpenRow['chat']): CorrespondenceView['chat'] {
  if (chat === null) return { connected: false, channelName: null, problem: null };
  const channelName = chat.channelName ?? chat.channelId;
  const problem = channelName === null ? null : describeChannelProblem(chat.problemCode, channelName);
  return { connected: true, channelName, problem };
}
