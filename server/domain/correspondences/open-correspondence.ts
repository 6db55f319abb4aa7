import type { CorrespondenceView, OpenCorrespondence } from '#shared/contract/correspondence.ts';
import { readContact } from '../contacts/index.ts';
import { describeChannelProblem, readDiscussion, showPeople, viewLinks } from '../discussions/index.ts';
import type { Database } from '#server/db/client.ts';
import { createGatherer, type Gatherer } from '#server/db/gather.ts';
import { runPrepared } from '#server/db/prepared.ts';
import type { Context } from '#server/kernel/context.ts';
import { mayDo, requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { mostAsks, openStatement, type OpenAsk, type OpenRow } from './open-sql.ts';
import { getCard } from './reading/get-correspondence.ts';
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
  const [row, teammates] = await Promise.all([
    findGatherer(ports.db, ctx.teamId).read({ person: ctx.userId, account, thread, addresses, domains, fingerprints }),
    findTeammateHashes(ports.db, ctx.teamId),
  ]);
  const links = viewLinks(ports, ctx.teamId);
  const discussion = row.discussion === null ? null : readDiscussion(row.discussion, links);
  const mail = row.withMail === null ? null : await getCard(ports, ctx, row.withMail);
  return {
    correspondenceId: row.proved ?? discussion?.correspondenceId ?? null,
    contacts: (row.contacts ?? []).map(readContact),
    companies: row.companies ?? [],
    teammateAddresses: addresses.filter((hash) => teammates.has(hash)),
    mail,
    isPrivate: row.proved !== null && mail === null,
    discussion,
    joinOffer: mayDo(ctx, 'discussion.write') ? readOffer(row.offer) : null,
    presence:
      discussion === null || row.presenceEnabled !== true
        ? null
        : { discussionId: discussion.id, people: showPeople(row.presence, links) },
    chat: readChat(row.chat),
  };
}

const gatherers = new WeakMap<Database, Map<string, Gatherer<OpenAsk, OpenRow>>>();

/** One per team, since a statement never spans two. */
function findGatherer(db: Database, teamId: string): Gatherer<OpenAsk, OpenRow> {
  const teams = gatherers.get(db) ?? new Map<string, Gatherer<OpenAsk, OpenRow>>();
  gatherers.set(db, teams);
  const known = teams.get(teamId);
  if (known !== undefined) return known;
  const gatherer = createGatherer<OpenAsk, OpenRow>({
    most: mostAsks,
    readAll: async (asks) => {
      const questions = JSON.stringify(asks.map((ask, at) => ({ ...ask, at })));
      const rows = await runPrepared<OpenRow>(db, openStatement, [teamId, questions]);
      return rows.toSorted((a, b) => a.at - b.at);
    },
  });
  teams.set(teamId, gatherer);
  return gatherer;
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
