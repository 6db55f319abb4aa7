import { t } from '#extension/language/t.ts';
import type { DiscussionCard } from '#shared/contract/discussion.ts';
import type { Core } from './core.ts';
import { sortCards } from './cache/inboxes.ts';
import { scopeOf } from './session/session-store.ts';
import type { Opening } from './sync/open-email.ts';

/** Reads from the server again what is shown. Failures are left to the next time: the cache stays as it is. */
export interface Reread {
  inbox(): Promise<void>;
  assignments(): Promise<void>;
  teammates(): Promise<void>;
  chat(): Promise<void>;
  mailboxes(): Promise<void>;
  session(): Promise<void>;
  /**
   * The open threads of all tabs: those with these keys, those that the server knew nothing of, those read so long ago
   * that the links to their files may soon be dead, or all.
   */
  threads(which: { threadKeys: readonly string[] } | 'unknown' | 'old' | 'all'): Promise<void>;
  everything(): Promise<void>;
}

const mostPages = 5;
/** The server signs a link to a file for one to two hours. */
const linksGoodMs = 45 * 60_000;

/** Builds it; `endSession` is called when the person is in no team any more. */
export function createReread(core: Core, opening: Opening, endSession: (reason: string) => Promise<void>): Reread {
  /** Runs for the person and team that are signed in now; an answer that comes after a switch is thrown away. */
  async function quietly(work: (scope: string, isCurrent: () => boolean) => Promise<void>): Promise<void> {
    const scope = core.session.findScope();
    if (scope === undefined) return;
    await work(scope, () => core.session.findScope() === scope).catch(() => undefined);
  }

  const reread: Reread = {
    inbox: () =>
      quietly(async (scope, isCurrent) => {
        const cards = await readCards(core);
        if (!isCurrent()) return;
        await core.database.inboxes.put({ key: scope, cards: sortCards(cards), fetchedAt: core.now() });
        core.changes.tell({ kind: 'inbox' });
      }),
    assignments: () =>
      quietly(async (scope, isCurrent) => {
        const assignments = await core.call((api) => api.notifications.assigned.query());
        if (!isCurrent()) return;
        await core.database.assignments.put({ key: scope, assignments });
        core.changes.tell({ kind: 'assignments' });
      }),
    teammates: () =>
      quietly(async (scope, isCurrent) => {
        const members = await core.call((api) => api.teams.members.query());
        if (!isCurrent()) return;
        await core.database.teammates.put({ key: scope, members });
        core.changes.tell({ kind: 'teammates' });
      }),
    chat: () =>
      quietly(async (scope, isCurrent) => {
        const status = await core.call((api) => api.chat.status.query());
        if (!isCurrent()) return;
        await core.database.chats.put({ key: scope, status });
        core.changes.tell({ kind: 'chat' });
      }),
    mailboxes: () =>
      quietly(async (scope, isCurrent) => {
        const mailboxes = await core.call((api) => api.mailboxes.list.query());
        if (!isCurrent()) return;
        await core.database.mailboxes.put({ key: scope, mailboxes });
        core.changes.tell({ kind: 'mailboxes' });
      }),
    session: () =>
      quietly(async (_scope, isCurrent) => {
        const view = await core.call((api) => api.session.get.query());
        const session = core.session.find();
        if (!isCurrent() || session === undefined) return;
        for (const { teamId } of session.view.teams) {
          const isLeft = !view.teams.some((each) => each.teamId === teamId);
          if (isLeft) await core.database.forget(scopeOf(view.user.id, teamId));
        }
        const team = view.teams.find(({ teamId }) => teamId === session.teamId) ?? view.teams[0];
        if (team === undefined) await endSession(t('failure.noTeamAnyMore'));
        else await core.session.save({ ...session, view, teamId: team.teamId });
      }),
    async threads(which) {
      const isAsked = async (threadKey: string): Promise<boolean> => {
        if (which === 'all') return true;
        if (typeof which === 'object') return which.threadKeys.includes(threadKey);
        const row = await core.database.threads.get(threadKey);
        if (which === 'unknown') return !row?.view.discussion;
        return row !== undefined && core.now() - row.fetchedAt > linksGoodMs;
      };
      const open = core.tabs.all().flatMap(({ facts }) => (facts === null ? [] : [facts]));
      for (const facts of new Map(open.map((each) => [each.threadKey, each])).values()) {
        if (await isAsked(facts.threadKey)) void opening.refresh(facts, { force: true });
      }
    },
    async everything() {
      opening.forget();
      await Promise.all([
        reread.session(),
        reread.inbox(),
        reread.assignments(),
        reread.teammates(),
        reread.chat(),
        reread.mailboxes(),
        reread.threads('all'),
      ]);
    },
  };
  return reread;
}

/** The first pages of my discussions; what lies further back is found by search. */
async function readCards(core: Core): Promise<DiscussionCard[]> {
  const cards: DiscussionCard[] = [];
  let place: { cursor?: string } = {};
  for (let page = 0; page < mostPages; page += 1) {
    const asked = place;
    const { cards: found, nextCursor } = await core.call((api) => api.discussions.list.query(asked));
    cards.push(...found);
    if (nextCursor === null) break;
    place = { cursor: nextCursor };
  }
  return cards;
}
