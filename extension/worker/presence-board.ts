import type { PresenceView } from '#shared/contract/discussion.ts';

/** Who has which discussion open just now; never stored. */
export interface PresenceBoard {
  find(discussionId: string): PresenceView | undefined;
  put(presence: PresenceView): void;
  clear(): void;
}

export function createPresenceBoard(): PresenceBoard {
  const views = new Map<string, PresenceView>();
  return {
    find: (discussionId) => views.get(discussionId),
    put: (presence) => void views.set(presence.discussionId, presence),
    clear: () => views.clear(),
  };
}
