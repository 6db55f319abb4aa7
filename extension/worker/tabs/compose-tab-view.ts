import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { PresenceView } from '#shared/contract/discussion.ts';
import type { AccountChoice, QueuedMessage, TabView } from '../../messaging/protocol.ts';
import type { OutboxRow } from '../outbox/outbox.ts';
import type { ThreadRow } from '../cache/threads.ts';
import type { TabState } from './tab-states.ts';

export interface TabParts {
  state: TabState;
  choice: AccountChoice;
  cached: ThreadRow | undefined;
  /** What waits in this scope, in order. */
  waiting: readonly OutboxRow[];
  findPresence: (discussionId: string) => PresenceView | undefined;
  problem: string | null;
}

/** Everything that a sidebar shows for its tab. */
export function composeTabView({ state, choice, cached, waiting, findPresence, problem }: TabParts): TabView {
  const correspondence = withPresence(cached?.view ?? null, findPresence);
  return {
    dark: state.dark,
    overlay: state.overlay,
    choice,
    account: state.account,
    email: state.email,
    threadKey: state.facts?.threadKey ?? null,
    correspondence,
    fetchedAt: cached?.fetchedAt ?? null,
    addressHashes: state.facts?.addressHashes ?? [],
    queued: listQueued(state.facts?.threadKey ?? null, correspondence, waiting),
    problem,
  };
}

function withPresence(
  view: CorrespondenceView | null,
  findPresence: TabParts['findPresence'],
): CorrespondenceView | null {
  const discussionId = view?.discussion?.id;
  if (view === null || discussionId === undefined) return view;
  return { ...view, presence: findPresence(discussionId) ?? null };
}

/**
 * What was written on this thread, or on a discussion without its mail, and is not confirmed; a message that the
 * thread's discussion already shows is left out.
 */
function listQueued(
  threadKey: string | null,
  view: CorrespondenceView | null,
  waiting: readonly OutboxRow[],
): QueuedMessage[] {
  const discussionId = view?.discussion?.id;
  const shown = new Set<string>(view?.discussion?.messages.map(({ id }) => id));
  return waiting
    .filter(
      (row) =>
        row.threadKey === null ||
        row.threadKey === threadKey ||
        (discussionId !== undefined && row.discussionId === discussionId),
    )
    .filter((row) => !shown.has(row.messageId))
    .map(({ messageId, discussionId: own, threadKey: key, input, files = [], createdAt, problem }) => ({
      messageId,
      discussionId: own,
      threadKey: key,
      body: input.body,
      files,
      createdAt,
      problem,
    }));
}
