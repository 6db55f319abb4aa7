import { setTimeout as wait } from 'node:timers/promises';
import { LogLevel, SocketModeClient } from '@slack/socket-mode';
import type { Logger as SlackLogger } from '@slack/web-api';
import type { Logger } from 'pino';

export interface SocketOptions {
  /** xapp-… with `connections:write`. */
  readonly appToken: string;
  /** With a trailing slash. */
  readonly apiUrl: string;
  /** Resolves once the event is stored; only then it is acknowledged. */
  readonly accept: (rawBody: string, body: unknown) => Promise<boolean>;
  /** Resolves, once what a person did with a button or a form is stored, with what acknowledges it. */
  readonly interact: (body: unknown) => Promise<Record<string, unknown> | undefined>;
  /** Told when a connection is back after none was open: events may have been missed. */
  readonly onGap: () => void;
  readonly logger: Logger;
  /** Connections held; with two, Slack can recycle one without a gap. */
  readonly connections?: number;
}

export interface RunningSocket {
  /** How many connections are open now. */
  count(): number;
  stop(): Promise<void>;
}

const firstRetryMs = 250;
const longestRetryMs = 30_000;
const startTimeoutMs = 15_000;
const shortLifeMs = 1000;

/**
 * Receives events over Slack's Socket Mode. The library's own reconnecting is off: it gives up for good when Slack
 * can't be reached. Each connection here comes back by itself, however long that takes.
 */
export function startSlackSocket(options: SocketOptions): RunningSocket {
  const stopping = new AbortController();
  const open = new Set<number>();
  let hadNone = false;
  const opened = (lane: number) => {
    open.add(lane);
    if (hadNone && open.size === 1) options.onGap();
    hadNone = false;
  };
  const closed = (lane: number) => {
    open.delete(lane);
    hadNone ||= open.size === 0;
  };
  const lanes = Array.from({ length: options.connections ?? 2 }, (_, lane) =>
    holdOpen(options, stopping.signal, {
      opened: () => opened(lane),
      closed: () => closed(lane),
    }),
  );
  return {
    count: () => open.size,
    stop: async () => {
      stopping.abort();
      await Promise.all(lanes);
    },
  };
}

interface Watcher {
  opened(): void;
  closed(): void;
}

async function holdOpen(options: SocketOptions, signal: AbortSignal, watcher: Watcher): Promise<void> {
  let retryMs = firstRetryMs;
  while (!signal.aborted) {
    const startedAt = performance.now();
    const wasOpen = await runConnection(options, signal, watcher);
    const hasLived = wasOpen && performance.now() - startedAt > shortLifeMs;
    // A connection that Slack recycles is replaced at once; one that failed or fell at once, ever more slowly.
    retryMs = hasLived ? firstRetryMs : Math.min(retryMs * 2, longestRetryMs);
    await wait(hasLived ? 0 : retryMs, undefined, { signal }).catch(() => undefined);
  }
}

/** One connection from its opening to its end. True when it was open. */
async function runConnection(options: SocketOptions, signal: AbortSignal, watcher: Watcher): Promise<boolean> {
  const client = createClient(options);
  const ended = new Promise<void>((resolve) => client.once('disconnected', () => resolve()));
  client.on('slack_event', ({ ack, type, body }: SlackEnvelope) => {
    void receive(options, ack, type, body);
  });
  let isOpen = false;
  try {
    await Promise.race([client.start(), ended.then(fail), wait(startTimeoutMs, undefined, { signal }).then(fail)]);
    isOpen = true;
    watcher.opened();
    await Promise.race([ended, aborted(signal)]);
  } catch (error) {
    if (!signal.aborted)
      options.logger.warn({ err: error }, 'a socket to Slack could not be opened; it is tried again');
  }
  if (isOpen) watcher.closed();
  await Promise.race([client.disconnect().catch(() => undefined), wait(500)]);
  return isOpen;
}

interface SlackEnvelope {
  readonly ack: (answer?: Record<string, unknown>) => Promise<void>;
  readonly type: string;
  readonly body: unknown;
}

async function receive(options: SocketOptions, ack: SlackEnvelope['ack'], type: string, body: unknown): Promise<void> {
  try {
    if (type === 'events_api') await options.accept(JSON.stringify(body), body);
    await ack(type === 'interactive' ? await options.interact(body) : undefined);
  } catch (error) {
    // Not acknowledged: Slack sends it again.
    options.logger.warn({ err: error }, 'an event could not be stored; Slack sends it again');
  }
}

function createClient({ appToken, apiUrl, logger }: SocketOptions): SocketModeClient {
  const client = new SocketModeClient({
    appToken,
    autoReconnectEnabled: false,
    logger: toSlackLogger(logger),
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: 10_000, rejectRateLimitedCalls: true },
  });
  return client;
}

/** The library's log shows whole events, so only that something went wrong is passed on. */
function toSlackLogger(logger: Logger): SlackLogger {
  const note = () => logger.debug('the socket library reported a problem');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: note,
    error: note,
    setLevel: () => undefined,
    getLevel: () => LogLevel.ERROR,
    setName: () => undefined,
  };
}

function fail(): never {
  throw new Error('the connection ended before it was open');
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
