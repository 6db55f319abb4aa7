import type { Database, Transaction } from '#server/db/client.ts';

/** What happened, as ids. Who may see it: everybody in the team, or only one user, or a discussion's readers. */
export interface LiveEventInput {
  readonly teamId: string;
  readonly kind: string;
  readonly discussionId?: string | null;
  readonly userId?: string | null;
  readonly payload?: Readonly<Record<string, string | number | null>>;
}

export interface LiveFeedEvent {
  readonly type: 'event';
  /** Where a client resumes after this event. Opaque. */
  readonly cursor: string;
  readonly teamId: string;
  readonly kind: string;
  readonly discussionId: string | null;
  readonly userId: string | null;
  readonly payload: Readonly<Record<string, string | number | null>>;
  readonly createdAt: Date;
}

/**
 * `ready` comes first, once: everything committed before it is at or before its cursor, so what is read from the
 * database after `ready` misses nothing. `reset` comes first instead of it when the given cursor is too old or of
 * another database: read everything afresh, then go on from its cursor.
 */
export type LiveFeedItem =
  | LiveFeedEvent
  | { readonly type: 'ready'; readonly cursor: string }
  | { readonly type: 'reset'; readonly cursor: string };

export interface LiveFeed {
  /** Tells the team's clients, if and when the caller's transaction commits. Best last: readers wait for open publishers. */
  publish(tx: Transaction | Database, event: LiveEventInput | readonly LiveEventInput[]): Promise<void>;
  /**
   * The team's events after `cursor` (or from now on), each once, in commit order, until `signal` aborts (then it
   * ends without an error). The caller filters by who may see what.
   */
  subscribe(options: {
    readonly teamId: string;
    readonly cursor?: string | undefined;
    readonly signal: AbortSignal;
  }): AsyncIterable<LiveFeedItem>;
}
