import { t } from '#extension/language/t.ts';
import type { Discussion } from '#shared/contract/discussion.ts';
import type { DiscussionCard } from '#shared/contract/discussion.ts';
import { RequestRefused, type Handlers } from '../../messaging/answer-request.ts';
import type { Input } from '../../messaging/protocol.ts';
import type { ViewSender } from '../../messaging/sender.ts';
import { withOptimism } from '../cache/change-discussion.ts';
import { sortCards } from '../cache/inboxes.ts';
import { createThreadRow } from '../cache/threads.ts';
import type { Core } from '../core.ts';
import type { Reread } from '../reread.ts';
import { createPresenceBeats } from '../tabs/presence-beats.ts';
import { createMailClaim } from '../tabs/thread-facts.ts';
import { getTab } from './overlay-requests.ts';

type Names = Extract<keyof Handlers, `discussion.${string}`> | 'presence.beat';

/** What one does with a whole discussion. */
export function discussionRequests(core: Core, reread: Reread): Pick<Handlers, Names> {
  const presence = createPresenceBeats(core);

  async function setFlag(
    discussionId: string,
    flag: { following: boolean } | { muted: boolean },
    ask: () => Promise<unknown>,
  ): Promise<null> {
    const change = (discussion: Discussion): Discussion => ({ ...discussion, ...flag });
    const askInThread = (): Promise<unknown> => withOptimism(core, discussionId, change, ask);
    await withCard(core, discussionId, (card) => ({ ...card, ...flag }), askInThread);
    return null;
  }

  return {
    'discussion.read': async (input) => {
      const change = (held: Discussion): Discussion => ({
        ...held,
        lastReadSeq: Math.max(held.lastReadSeq, input.seq),
      });
      const ask = (): Promise<unknown> => core.call((api) => api.discussions.markRead.mutate(input));
      const askInThread = (): Promise<unknown> => withOptimism(core, input.discussionId, change, ask);
      await withCard(core, input.discussionId, (card) => ({ ...card, unread: 0 }), askInThread);
      return null;
    },
    'discussion.unread': async (input) => {
      const change = (held: Discussion): Discussion => ({ ...held, lastReadSeq: Math.max(0, input.seq - 1) });
      await withOptimism(core, input.discussionId, change, () =>
        core.call((api) => api.discussions.markUnread.mutate(input)),
      );
      await reread.inbox();
      return null;
    },
    'discussion.follow': (input) =>
      setFlag(input.discussionId, { following: input.on }, () =>
        core.call((api) => api.discussions.follow.mutate(input)),
      ),
    'discussion.mute': (input) =>
      setFlag(input.discussionId, { muted: input.on }, () => core.call((api) => api.discussions.mute.mutate(input))),
    'discussion.delete': async (input) => {
      await core.call((api) => api.discussions.remove.mutate(input));
      await Promise.all([reread.threads('all'), reread.inbox()]);
      return null;
    },
    'discussion.restore': async (input) => {
      await core.call((api) => api.discussions.restore.mutate(input));
      await Promise.all([reread.threads('all'), reread.inbox()]);
      return null;
    },
    'discussion.history': (input) => core.call((api) => api.discussions.history.query(input)),
    'discussion.set-channel': async (input) => {
      await core.call((api) => api.discussions.setChannel.mutate(input));
      await reread.threads('all');
      return null;
    },
    'discussion.invite': async (input) => {
      await core.call((api) => api.discussions.invite.mutate(input));
      return null;
    },
    'discussion.join': async (input, sender) => {
      await join(core, input, sender);
      await reread.inbox();
      return null;
    },
    'discussion.refuse-join': async ({ discussionId }, sender) => {
      await core.call((api) => api.correspondences.refuseJoin.mutate({ discussionId }));
      const key = getTab(core, sender).facts?.threadKey;
      const cached = key === undefined ? undefined : await core.database.threads.get(key);
      if (cached !== undefined && cached.view.joinOffer?.discussionId === discussionId) {
        await core.database.threads.put({ ...cached, view: { ...cached.view, joinOffer: null } });
        core.changes.tell({ kind: 'thread', threadKey: cached.key });
      }
      return null;
    },
    'discussion.search': (input) => core.call((api) => api.discussions.search.query(input)),
    'presence.beat': async (input, sender) => {
      await presence.beat(sender, input);
      return null;
    },
  };
}

/** Joining says which mail it is about, so it is the first moment at which the server learns more than hashes. */
async function join(core: Core, input: Input<'discussion.join'>, sender: ViewSender): Promise<void> {
  const scope = core.getScope();
  const { email, facts } = getTab(core, sender);
  if (email?.state !== 'open' || facts === null || facts.threadKey !== input.threadKey) {
    throw new RequestRefused({
      code: 'conflict',
      message: t('failure.mailClosedJoin'),
    });
  }
  const mail = createMailClaim(email, facts);
  const view = await core.call((api) => api.correspondences.join.mutate({ discussionId: input.discussionId, mail }));
  if (core.session.findScope() !== scope) return;
  const row = { scope, key: facts.threadKey, view, hashes: facts.open.addresses, fetchedAt: core.now() };
  await core.database.threads.put(createThreadRow(row));
  core.changes.tell({ kind: 'thread', threadKey: facts.threadKey });
}

/** Changes a discussion's card before `ask` has succeeded; what the server refuses is taken back. */
async function withCard(
  core: Core,
  discussionId: string,
  change: (card: DiscussionCard) => DiscussionCard,
  ask: () => Promise<unknown>,
): Promise<void> {
  let before: DiscussionCard | undefined;
  await changeCard(core, discussionId, (card) => {
    before = card;
    return change(card);
  });
  try {
    await ask();
  } catch (error) {
    const held = before;
    if (held !== undefined && core.session.find() !== undefined) {
      await changeCard(core, discussionId, (card) => (isSame(card, change(held)) ? held : card));
    }
    throw error;
  }
}

function isSame(left: DiscussionCard, right: DiscussionCard): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

async function changeCard(
  core: Core,
  discussionId: string,
  change: (card: DiscussionCard) => DiscussionCard,
): Promise<void> {
  const scope = core.getScope();
  await core.database.transact(async () => {
    const inbox = await core.database.inboxes.get(scope);
    if (inbox === undefined) return;
    const cards = inbox.cards.map((card) => (card.id === discussionId ? change(card) : card));
    await core.database.inboxes.put({ ...inbox, cards: sortCards(cards) });
  });
  core.changes.tell({ kind: 'inbox' });
}
