import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { findWaitingEvents, handleEvent } from './handle-event.ts';
import { storeEvent, type StoredEvent } from './store-event.ts';
import { createTurns } from './take-turns.ts';

/** Where the chat's events come in, whatever way they came. */
export interface Inbox {
  /** Resolves once the event is stored and may be acknowledged; it is handled right after. False: no event at all. */
  accept(rawBody: string, body: unknown): Promise<boolean>;
  /** Handles stored events that were left behind or postponed; resolves when none is due. */
  catchUp(olderThanMs: number): Promise<number>;
  /** Resolves when what was accepted is handled. */
  settled(): Promise<void>;
}

const batch = 100;
/** Events handled at once: fewer than there are connections, since storing the next ones must not wait for them. */
const mostAtOnce = 4;

/** Events of one channel are handled one after another, in the order in which they came; channels in parallel. */
export function createInbox(ports: ChatPorts): Inbox {
  const lanes = new Map<string, Promise<void>>();
  // What waits in a lane here is not left behind: taken up besides, it would come out of its order.
  const underWay = new Set<string>();
  const takeTurns = createTurns(mostAtOnce);
  const handleAfter = async (before: Promise<void>, events: readonly StoredEvent[]): Promise<void> => {
    await before;
    // The acknowledgement goes out first.
    await new Promise((resolve) => setImmediate(resolve));
    for (const event of events) {
      await takeTurns(() => handleEvent(ports, event)).catch((error: unknown) =>
        ports.logger.warn({ err: error, eventId: event.id }, 'an event waits for the next try'),
      );
      underWay.delete(event.id);
    }
  };
  const queue = async (lane: string, events: readonly StoredEvent[]): Promise<void> => {
    for (const event of events) underWay.add(event.id);
    const run = handleAfter(lanes.get(lane) ?? Promise.resolve(), events);
    lanes.set(lane, run);
    await run;
    if (lanes.get(lane) === run) lanes.delete(lane);
  };
  return {
    accept: async (rawBody, body) => {
      const workspace = ports.intake.workspaceOf(body);
      if (workspace === null) return false;
      const stored = await storeEvent(ports, workspace, rawBody);
      if (stored.length > 0) void queue(`${workspace}:${laneOf(body)}`, stored);
      return true;
    },
    catchUp: async (olderThanMs) => {
      const waiting = await findWaitingEvents(ports, olderThanMs, batch);
      const left = waiting.filter((event) => !underWay.has(event.id));
      await Promise.all([...Map.groupBy(left, ({ lane }) => lane)].map(([lane, events]) => queue(lane, events)));
      return waiting.length;
    },
    settled: async () => void (await Promise.all(lanes.values())),
  };
}

/** Something that is the same for all events of a channel; its exact shape does not matter. */
function laneOf(body: unknown): string {
  const event = read(body, 'event');
  const channel = read(event, 'channel') ?? read(read(event, 'item'), 'channel');
  return typeof channel === 'string' ? channel : '';
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
