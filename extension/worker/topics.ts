import type { DiscussionCard } from '#shared/contract/discussion.ts';
import type { AssignmentView } from '#shared/contract/notification.ts';
import type { Topic, Topics } from '../messaging/protocol.ts';
import type { ViewSender } from '../messaging/sender.ts';
import { countWaiting } from './cache/inboxes.ts';
import type { Snapshots } from './cache/snapshots.ts';
import type { Change } from './changes.ts';
import type { Core } from './core.ts';
import type { Opening } from './sync/open-email.ts';
import { composeTabView } from './tabs/compose-tab-view.ts';
import { readPages } from './tabs/read-pages.ts';

type Readers = { readonly [Name in Topic]: (sender: ViewSender) => Promise<Topics[Name] | undefined> };

/** How each topic is read from what the worker holds. */
export function createTopics(core: Core, opening: Opening, snapshots: Snapshots): Readers {
  const readTab = async (sender: ViewSender): Promise<Topics['tab'] | undefined> => {
    const before = sender.tabId === null ? undefined : core.tabs.find(sender.tabId);
    if (before === undefined) return undefined;
    const key = before.facts?.threadKey;
    const cached = key === undefined ? undefined : await core.database.threads.get(key);
    const state = core.tabs.find(before.tabId);
    // Another mail was opened while the cache was read: what is shown must be of one thread.
    if (state?.facts?.threadKey !== key) return readTab(sender);
    if (state === undefined) return undefined;
    const scope = core.session.findScope();
    const view = composeTabView({
      state,
      choice: core.choices.find(state.account, state.origin),
      cached,
      waiting: scope === undefined ? [] : core.outbox.list(scope),
      findPresence: core.presence.find,
      problem: (key === undefined ? null : opening.findProblem(key)) ?? core.database.problem(),
    });
    snapshots.keep(view);
    return view;
  };

  const changedAt = { correspondences: core.now(), discussions: core.now() };
  core.changes.watch(({ kind }) => {
    if (kind === 'correspondences' || kind === 'discussions') changedAt[kind] = core.now();
  });

  return {
    session: async () => readSession(core),
    connection: async () => core.connection.get(),
    pages: async () => readPages(core),
    tab: readTab,
    correspondences: async () => ({ changedAt: changedAt.correspondences }),
    discussions: async () => ({ changedAt: changedAt.discussions }),
    inbox: async () => {
      const row = await readScoped(core, (scope) => core.database.inboxes.get(scope));
      return { cards: row?.cards ?? [], fetchedAt: row?.fetchedAt ?? null };
    },
    assignments: async () =>
      (await readScoped(core, (scope) => core.database.assignments.get(scope)))?.assignments ?? [],
    teammates: async () => (await readScoped(core, (scope) => core.database.teammates.get(scope)))?.members ?? [],
    mailboxes: async () => (await readScoped(core, (scope) => core.database.mailboxes.get(scope)))?.mailboxes ?? null,
    chat: async () => (await readScoped(core, (scope) => core.database.chats.get(scope)))?.status ?? null,
  };
}

function readSession(core: Core): Topics['session'] {
  const session = core.session.find();
  if (session === undefined) {
    return { state: 'signed-out', reason: core.session.signedOutReason(), isSigningIn: core.session.isSigningIn() };
  }
  return { state: 'signed-in', session: session.view, teamId: session.teamId, serverUrl: session.serverUrl };
}

async function readScoped<Value>(
  core: Core,
  read: (scope: string) => Promise<Value | undefined>,
): Promise<Value | undefined> {
  const scope = core.session.findScope();
  return scope === undefined ? undefined : read(scope);
}

/** Whether a change can alter what a topic shows to this view. */
export function concerns(core: Core, change: Change, topic: Topic, sender: ViewSender): boolean {
  if (change.kind === 'session') return topic !== 'connection';
  if (topic === 'pages') return change.kind === 'pages' || change.kind === 'tab';
  if (topic !== 'tab') return change.kind === topic;
  if (change.kind === 'tab') return change.tabId === sender.tabId;
  if (change.kind !== 'thread') return false;
  if (change.threadKey === null) return true;
  const shown = sender.tabId === null ? undefined : core.tabs.find(sender.tabId)?.facts?.threadKey;
  return shown === change.threadKey;
}

/** What the toolbar's badge says: nothing, or how many threads wait, for unread messages or for one's own answer. */
export function badgeText(cards: readonly DiscussionCard[], assignments: readonly AssignmentView[]): string {
  const unread = countWaiting(cards, assignments);
  if (unread === 0) return '';
  return unread > 99 ? '99+' : String(unread);
}
