/** What changed inside the worker; whoever shows it reads it afresh. */
export type Change =
  | { kind: 'session' }
  | { kind: 'connection' }
  | { kind: 'tab'; tabId: number }
  /** A tab went, or a site was switched on or off. */
  | { kind: 'pages' }
  /** One cached thread, its queue or its presence; null: any of them. */
  | { kind: 'thread'; threadKey: string | null }
  | { kind: 'correspondences' }
  | { kind: 'discussions' }
  | { kind: 'inbox' }
  | { kind: 'assignments' }
  | { kind: 'teammates' }
  | { kind: 'chat' }
  | { kind: 'mailboxes' };

export interface Changes {
  tell(change: Change): void;
  watch(listener: (change: Change) => void): void;
}

/** Builds the worker's notice board. Listeners live as long as the worker. */
export function createChanges(): Changes {
  const listeners: ((change: Change) => void)[] = [];
  return {
    tell: (change) => {
      for (const listener of listeners) listener(change);
    },
    watch: (listener) => void listeners.push(listener),
  };
}
