import type { Client } from 'pg';
import type { Logger } from 'pino';
import { createBell } from './bell.ts';
import { connectFeed, readEpoch, reconnectFeed } from './feed-connection.ts';
import { readSettled, type Settled } from './read-settled.ts';
import { createSubscription, type Subscription } from './subscription.ts';

/** Without any notification the reader looks this often, so that a lost one costs a second at most. */
const idlePollMs = 1000;
const healthyMs = 5 * idlePollMs;

export interface FeedReader {
  /** Names the database, so that a cursor of another one is told apart. */
  readonly epoch: string;
  join(teamId: string): Subscription;
  leave(subscription: Subscription): void;
  /** How many clients follow the feed here. */
  count(): number;
  /** True while the feed is read: its last look was not long ago. */
  isHealthy(): boolean;
  stop(): Promise<void>;
}

/**
 * Follows the feed over one connection of its own and hands each event to the subscriptions of its team. Reconnects
 * by itself; nothing is missed meanwhile, since it reads on from its position.
 * @param url a direct connection: LISTEN does not pass through a transaction pooler.
 */
export async function startFeedReader(url: string, logger: Logger): Promise<FeedReader> {
  const stopping = new AbortController();
  const bell = createBell();
  const first = await connectFeed(url, bell.ring);
  const epoch = await readEpoch(first);
  const { horizon } = await readSettled(first, Number.MAX_SAFE_INTEGER);
  const fanOut = createFanOut(horizon, logger);
  let readAt = Date.now();

  const follow = async (client: Client) => {
    let patienceMs = 1;
    while (!stopping.signal.aborted) {
      bell.clear();
      const settled = await readSettled(client, fanOut.position());
      fanOut.deliver(settled);
      readAt = Date.now();
      // A publisher that rolls back sends no notification, so what waits behind one is looked at again soon.
      patienceMs = settled.blocked ? Math.min(patienceMs * 2, 100) : 1;
      if (!settled.more) await bell.wait(settled.blocked ? patienceMs : idlePollMs);
    }
  };

  const followThroughBreaks = async () => {
    for (let client: Client | undefined = first; client !== undefined;) {
      const current: Client = client;
      try {
        await follow(current);
        await current.end();
        client = undefined;
      } catch (error) {
        logger.warn({ err: error }, 'the live feed lost its connection');
        client = await reconnectFeed(url, current, bell.ring, stopping.signal);
      }
    }
  };

  const following = followThroughBreaks();
  return {
    epoch,
    join: fanOut.join,
    leave: fanOut.leave,
    count: fanOut.count,
    isHealthy: () => Date.now() - readAt < healthyMs,
    stop: async () => {
      stopping.abort();
      bell.ring();
      await following;
    },
  };
}

/** Who listens, by team, and how far the feed has been handed out. */
function createFanOut(start: number, logger: Logger) {
  const teams = new Map<string, Set<Subscription>>();
  const everybody = () => [...teams.values()].flatMap((set) => [...set]);
  let position = start;

  const deliver = (settled: Settled) => {
    const wentBack = settled.last < position;
    if (wentBack) logger.warn({ position, last: settled.last }, 'the live feed went back; clients start afresh');
    const touched = new Set<Subscription>(wentBack ? everybody() : []);
    for (const each of touched) each.mustReset = true;
    for (const event of settled.events) {
      for (const each of teams.get(event.teamId) ?? []) {
        each.push(event);
        touched.add(each);
      }
    }
    position = settled.more ? (settled.events.at(-1)?.id ?? position) : settled.horizon;
    for (const each of touched) each.wake();
  };

  return {
    deliver,
    position: () => position,
    count: () => everybody().length,
    join: (teamId: string) => {
      const subscription = createSubscription(teamId, () => position);
      teams.set(teamId, (teams.get(teamId) ?? new Set()).add(subscription));
      return subscription;
    },
    leave: (subscription: Subscription) => {
      const set = teams.get(subscription.teamId);
      set?.delete(subscription);
      if (set?.size === 0) teams.delete(subscription.teamId);
    },
  };
}
