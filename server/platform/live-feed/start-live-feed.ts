import { sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { Database } from '#server/db/client.ts';
import type { LiveFeed, LiveFeedEvent, LiveFeedItem } from '#server/ports/live-feed.ts';
import { formatCursor, parseCursor, type Position } from './cursor.ts';
import { startFeedReader, type FeedReader } from './feed-reader.ts';
import { publish } from './publish.ts';
import { eventColumns, StoredEvents, type StoredEvent } from './read-settled.ts';

export interface LiveFeedOptions {
  readonly db: Database;
  /** A direct connection to the same database. */
  readonly listenUrl: string;
  readonly logger: Logger;
  /** Events older than this are forgotten, and a client that slept longer starts afresh. */
  readonly retentionMs: number;
}

export interface RunningLiveFeed extends LiveFeed {
  /** Deletes events older than the retention; returns how many. Runs by itself every hour. */
  prune(): Promise<number>;
  /** How many clients follow the feed on this server. */
  count(): number;
  /** True while events reach this server. */
  isHealthy(): boolean;
  /** Ends every subscription and the connection. */
  stop(): Promise<void>;
}

/** An event is stamped when its transaction starts, before it is deliverable: room for long transactions. */
const cursorMarginMs = 60 * 60 * 1000;
const pruneEveryMs = 60 * 60 * 1000;
const pageSize = 500;

/** Starts following the feed; see `publish` and `readSettled` for how order is kept. */
export async function startLiveFeed(options: LiveFeedOptions): Promise<RunningLiveFeed> {
  const reader = await startFeedReader(options.listenUrl, options.logger);
  const stopping = new AbortController();
  const prune = () => pruneEvents(options.db, options.retentionMs);
  const pruning = setInterval(() => {
    prune().catch((error: unknown) => options.logger.warn({ err: error }, 'old live events could not be deleted'));
  }, pruneEveryMs);
  pruning.unref();
  return {
    publish,
    subscribe: ({ teamId, cursor, signal }) =>
      follow(options, reader, teamId, cursor, AbortSignal.any([signal, stopping.signal])),
    prune,
    count: reader.count,
    isHealthy: reader.isHealthy,
    stop: async () => {
      clearInterval(pruning);
      stopping.abort();
      await reader.stop();
    },
  };
}

async function* follow(
  options: LiveFeedOptions,
  reader: FeedReader,
  teamId: string,
  cursor: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<LiveFeedItem> {
  const subscription = reader.join(teamId);
  const cursorAt = (id: number, at: Date) => formatCursor({ epoch: reader.epoch, id, at });
  try {
    const resumed = cursor === undefined ? undefined : await resume(options, reader.epoch, cursor);
    let last = resumed?.id ?? subscription.from();
    const isReset = cursor !== undefined && resumed === undefined;
    // A resumed client is still as far back as it was: its cursor must not look younger than what it misses.
    yield { type: isReset ? 'reset' : 'ready', cursor: cursorAt(last, resumed?.at ?? new Date()) };
    while (!signal.aborted) {
      if (subscription.mustReset) {
        subscription.mustReset = false;
        subscription.restart();
        last = subscription.from();
        yield { type: 'reset', cursor: cursorAt(last, new Date()) };
      }
      for await (const event of missed(options.db, teamId, last, subscription.from())) {
        if (signal.aborted) return;
        last = event.id;
        yield toItem(event, cursorAt);
      }
      last = Math.max(last, subscription.from());
      for (const event of subscription.take()) {
        // What was taken after a restart, or was already read from the table, is not told twice.
        if (event.id <= last || signal.aborted) continue;
        last = event.id;
        yield toItem(event, cursorAt);
      }
      if (last >= subscription.from()) await subscription.whenReady(signal);
    }
  } finally {
    reader.leave(subscription);
  }
}

/** Where a client's cursor stands, or undefined when it is of another database, from the future, or too old. */
async function resume(options: LiveFeedOptions, epoch: string, cursor: string): Promise<Position | undefined> {
  const position = parseCursor(cursor);
  const oldest = Date.now() - options.retentionMs + cursorMarginMs;
  if (position === undefined || position.epoch !== epoch || position.at.getTime() < oldest) return undefined;
  const { rows } = await options.db.execute<{ known: boolean }>(
    sql`select last_value >= ${position.id}::bigint or ${position.id}::bigint = 0 as known from live_event_id_seq`,
  );
  return rows[0]?.known === true ? position : undefined;
}

/** The team's settled events after `after` up to and including `upTo`, read from the table page by page. */
async function* missed(db: Database, teamId: string, after: number, upTo: number): AsyncGenerator<StoredEvent> {
  for (let last = after; last < upTo;) {
    const { rows } = await db.execute(sql`
      select ${sql.raw(eventColumns)} from live_event
      where team_id = ${teamId}::uuid and id > ${last}::bigint and id <= ${upTo}::bigint
      order by live_event.id limit ${pageSize}`);
    // drizzle reads timestamps as text unless a column says otherwise.
    const events = StoredEvents.parse(rows);
    yield* events;
    if (events.length < pageSize) return;
    last = events.at(-1)?.id ?? upTo;
  }
}

function toItem(event: StoredEvent, cursorAt: (id: number, at: Date) => string): LiveFeedEvent {
  const { id, ...rest } = event;
  return { type: 'event', cursor: cursorAt(id, event.createdAt), ...rest };
}

/** Deletes in small steps, so that no lock is held for long. */
async function pruneEvents(db: Database, retentionMs: number): Promise<number> {
  for (let total = 0; ;) {
    const { rowCount } = await db.execute(sql`
      delete from live_event where (team_id, id) in (
        select team_id, id from live_event
        where created_at < now() - ${retentionMs / 1000} * interval '1 second' limit 5000)`);
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < 5000) return total;
  }
}
