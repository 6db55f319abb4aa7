import { t } from '#extension/language/t.ts';
import { LiveEvent } from '#shared/contract/live-event.ts';
import { readProblem, type Api } from './api-client.ts';
import { retryDelayMs } from './retry-delay.ts';

/** What a subscription needs to know and to tell. */
export interface LiveUpdatesOptions {
  createApi(onHeard: () => void): Api;
  loadCursor(): Promise<string | null>;
  /** Applies one event and keeps its cursor (null: the event has none), in one transaction. Called in order. */
  apply(event: LiveEvent, cursor: string | null): Promise<void>;
  /** The connection stands. `isFresh`: there was no cursor, so whatever came before must be read by other means. */
  onConnected(isFresh: boolean): Promise<void>;
  onHeard(): void;
  /** `isReachable`: the server answers, and only the stream ended. */
  onLost(reason: string, isReachable: boolean): void;
  /** The server no longer accepts this device. */
  onSignedOut(reason: string): void;
  /** While somebody looks, attempts come at most 5 s apart; else the longest pause is longer. */
  isWatched(): boolean;
}

export interface LiveUpdates {
  /** Tries at once instead of waiting out the pause; a connection that stands is left alone. */
  hurry(): void;
  /** Drops the connection, whose silence may only mean that the machine slept, and connects anew. */
  restart(): void;
  stop(): void;
}

const answerWithinMs = 5_000;
const longestWatchedMs = 5_000;
const longestUnwatchedMs = 60_000;

/** Keeps one subscription to the server's live events for as long as it is not stopped. */
export function startLiveUpdates(options: LiveUpdatesOptions): LiveUpdates {
  let isStopped = false;
  let attempt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: AbortController | undefined;

  async function connect(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const mine = new AbortController();
    current = mine;
    const ending = await followEvents(options, mine.signal, () => {
      attempt = 0;
    });
    if (current !== mine) return;
    current = undefined;
    if (isStopped) return;
    if (ending.signedOut !== null) {
      options.onSignedOut(ending.signedOut);
      return;
    }
    options.onLost(ending.reason, ending.isReachable);
    attempt += 1;
    const longest = options.isWatched() ? longestWatchedMs : longestUnwatchedMs;
    timer = setTimeout(() => void connect(), retryDelayMs(attempt, longest, Math.random()));
  }

  void connect();
  return {
    hurry() {
      if (!isStopped && timer !== undefined) void connect();
    },
    restart() {
      if (isStopped) return;
      const before = current;
      void connect();
      before?.abort();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      current?.abort();
    },
  };
}

interface Ending {
  reason: string;
  isReachable: boolean;
  /** A sentence when the server refused the token. */
  signedOut: string | null;
}

/** One connection, from its opening to its end. Never throws. */
async function followEvents(options: LiveUpdatesOptions, signal: AbortSignal, onOpen: () => void): Promise<Ending> {
  const api = options.createApi(options.onHeard);
  const cursor = await options.loadCursor();
  // What was ended before it began is told so by no event any more.
  const failure = signal.aborted ? undefined : await readEvents(api, { cursor, signal, options, onOpen });
  if (signal.aborted) return { reason: 'stopped', isReachable: true, signedOut: null };
  return diagnose(api, failure);
}

interface Reading {
  cursor: string | null;
  signal: AbortSignal;
  options: LiveUpdatesOptions;
  onOpen: () => void;
}

/** Settles when the connection has ended and all that it brought is applied. */
async function readEvents(api: Api, { cursor, signal, options, onOpen }: Reading): Promise<unknown> {
  const { promise: ended, resolve: end } = Promise.withResolvers<unknown>();
  let applied = Promise.resolve();
  let failure: unknown;
  const step = (work: () => Promise<void>): void => {
    applied = applied
      .then(() => (failure === undefined && !signal.aborted ? work() : undefined))
      .catch((error: unknown) => {
        failure ??= error;
        // Whoever ends a subscription is not told that it has ended.
        end(failure);
      });
  };
  const connection = api.live.events.subscribe(
    { cursor },
    {
      signal,
      onStarted: () => {
        onOpen();
        step(() => options.onConnected(cursor === null));
      },
      onData: (value: unknown) => {
        const { event, id } = readTracked(value);
        if (event !== undefined) step(() => options.apply(event, id));
      },
      onError: end,
      onStopped: () => end(undefined),
      onComplete: () => end(undefined),
    },
  );
  signal.addEventListener('abort', () => end(undefined), { once: true });
  const ending = await ended;
  connection.unsubscribe();
  await applied;
  return failure ?? ending;
}

/** Events with an id move the cursor; others (presence, heartbeats) come bare. An unknown kind is left out. */
function readTracked(value: unknown): { event: LiveEvent | undefined; id: string | null } {
  const isTracked = typeof value === 'object' && value !== null && 'id' in value && 'data' in value;
  const parsed = LiveEvent.safeParse(isTracked ? value.data : value);
  return { event: parsed.success ? parsed.data : undefined, id: isTracked ? String(value.id) : null };
}

/** An ended stream says little, so a small request finds out why: signed out, or not reachable. */
async function diagnose(api: Api, failure: unknown): Promise<Ending> {
  try {
    await api.session.get.query(undefined, { signal: AbortSignal.timeout(answerWithinMs) });
    const reason = t(failure === undefined ? 'failure.connectionEnded' : 'failure.connectionLost');
    return { reason, isReachable: true, signedOut: null };
  } catch (error) {
    const { code, message } = readProblem(error);
    return { reason: message, isReachable: false, signedOut: code === 'not-signed-in' ? message : null };
  }
}
