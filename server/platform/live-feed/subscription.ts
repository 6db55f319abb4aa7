import type { StoredEvent } from './read-settled.ts';

/** More waiting events than this are dropped and read again from the table. */
const mostWaiting = 2000;

/** One client's place in the feed: what arrived since it last looked. */
export interface Subscription {
  readonly teamId: string;
  /** What came after this id arrives through `take`; what came before is in the table. */
  readonly from: () => number;
  /** Set when the database went back in time (a restore, a failover): the client must start afresh. */
  mustReset: boolean;
  push(event: StoredEvent): void;
  wake(): void;
  /** What waits; empties it. After too much came, what was dropped lies at or before the new `from`. */
  take(): readonly StoredEvent[];
  /** Drops what waits and goes on from the feed's present position. */
  restart(): void;
  /** Resolves when there is something to do, or the signal aborts. */
  whenReady(signal: AbortSignal): Promise<void>;
}

/** @param position how far the feed has been handed out. */
export function createSubscription(teamId: string, position: () => number): Subscription {
  let from = position();
  let waiting: StoredEvent[] = [];
  let overflowed = false;
  let notify: (() => void) | undefined;
  const restart = () => {
    from = position();
    waiting = [];
    overflowed = false;
  };
  const subscription: Subscription = {
    teamId,
    from: () => from,
    mustReset: false,
    restart,
    push: (event) => {
      overflowed ||= waiting.length >= mostWaiting;
      if (!overflowed) waiting.push(event);
    },
    wake: () => notify?.(),
    take: () => {
      if (overflowed) restart();
      const taken = waiting;
      waiting = [];
      return taken;
    },
    whenReady: (signal) =>
      new Promise((resolve) => {
        if (waiting.length > 0 || overflowed || subscription.mustReset || signal.aborted) return resolve();
        const done = () => {
          signal.removeEventListener('abort', done);
          notify = undefined;
          resolve();
        };
        notify = done;
        signal.addEventListener('abort', done);
      }),
  };
  return subscription;
}
