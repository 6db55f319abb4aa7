import type { LiveEvent } from '#shared/contract/live-event.ts';
import { findCurrentRole } from '#server/domain/devices/index.ts';
import type { Context } from '#server/kernel/context.ts';
import type { LiveFeedEvent, LiveFeedItem } from '#server/ports/live-feed.ts';
import type { Ports } from '#server/ports/ports.ts';
import { inBatches } from './batches.ts';
import { liveHub } from './live-hub.ts';
import { tellEvent } from './tell-event.ts';

/** After this long without an event a heartbeat is sent, which also carries the cursor on. */
const heartbeatMs = 20_000;
const mostVersions = 2_000;

export interface StreamOptions {
  /** Where the client stood; undefined starts from now. */
  readonly cursor: string | undefined;
  readonly signal: AbortSignal;
}

export interface TrackedEvent {
  readonly cursor: string;
  readonly event: LiveEvent;
}

/**
 * What happens in the team, as one person is told it, each event once and in order, until the signal aborts, the
 * device is signed out or the person leaves the team. A heartbeat with the cursor comes first; events told together
 * about the same thing are told once, as it is by then.
 */
export async function* streamEvents(ports: Ports, ctx: Context, options: StreamOptions): AsyncGenerator<TrackedEvent> {
  const hub = liveHub(ports);
  const leave = hub.join(ctx);
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const cursor = options.cursor === undefined ? undefined : (hub.cursors.unseal(options.cursor) ?? 'not ours');
  const isNews = createNewsFilter();
  const tell = (event: LiveFeedEvent) => tellEvent(hub, ctx, event);
  const heartbeat = (): LiveEvent => ({ kind: 'heartbeat', at: ports.clock.now().toISOString() });
  let last = '';
  let checkedAt = Date.now();
  try {
    const items = ports.liveFeed.subscribe({ teamId: ctx.teamId, cursor, signal });
    for await (const batch of inBatches(items, heartbeatMs)) {
      const isTold = batch.some((item) => item.type === 'event' && item.kind === 'session');
      // Nobody tells of a session that ended by its age.
      if (isTold || Date.now() - checkedAt >= heartbeatMs) {
        if ((await findCurrentRole(ports, ctx)) === undefined) return;
        checkedAt = Date.now();
      }
      // All are loaded together, and each goes out as soon as those before it have.
      const told = newestOnly(batch).map((item) => ({ item, loading: eventOf(item, tell, heartbeat) }));
      for (const { loading } of told) loading.catch(() => undefined);
      for (const { item, loading } of told) {
        const event = await loading;
        if (event !== undefined && isNews(event)) yield { cursor: hub.cursors.seal(item.cursor), event };
      }
      last = batch.at(-1)?.cursor ?? last;
      if (batch.length === 0) yield { cursor: hub.cursors.seal(last), event: heartbeat() };
    }
  } finally {
    stop.abort();
    leave();
  }
}

async function eventOf(
  item: LiveFeedItem,
  tell: (event: LiveFeedEvent) => Promise<LiveEvent | undefined>,
  heartbeat: () => LiveEvent,
): Promise<LiveEvent | undefined> {
  if (item.type === 'reset') return { kind: 'reset' };
  return item.type === 'ready' ? heartbeat() : tell(item);
}

/** Of several events about the same thing only the last, which is told as the thing is now. */
function newestOnly(batch: readonly LiveFeedItem[]): LiveFeedItem[] {
  const newest = new Map<string, LiveFeedItem>();
  for (const item of batch) {
    const key =
      item.type === 'event'
        ? `${item.kind} ${item.discussionId} ${item.userId} ${JSON.stringify(item.payload)}`
        : item.type;
    newest.delete(key);
    newest.set(key, item);
  }
  return [...newest.values()];
}

/** A message that was already told in this version is no news: an earlier event brought it so far. */
function createNewsFilter(): (event: LiveEvent) => boolean {
  const versions = new Map<string, number>();
  return (event) => {
    if (event.kind !== 'message') return true;
    const { id, version } = event.message;
    if ((versions.get(id) ?? -1) >= version) return false;
    versions.delete(id);
    versions.set(id, version);
    if (versions.size > mostVersions) versions.delete(versions.keys().next().value ?? '');
    return true;
  };
}
