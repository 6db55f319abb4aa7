/**
 * Slack's pace on a scaled clock. Durations that Slack prescribes (rate limits, `Retry-After`, the
 * pauses between event retries) are meant in Slack's own seconds and pass `scale` times faster here:
 * with `scale` 50 a `Retry-After: 30` is enforced for 600 ms. A server under test divides what it
 * is told by the same scale. Points in time (message ids, event times, signatures, token expiry)
 * are never scaled: they are the machine's own time.
 */
export interface SlackClock {
  readonly scale: number;
  /** Milliseconds on Slack's scaled clock; only differences mean anything. */
  slackMs(): number;
  /** Runs `task` once `slackMs` milliseconds of Slack's time have passed; forgotten on close. */
  afterSlackMs(slackMs: number, task: () => void): void;
  /** Runs `task` after real milliseconds; forgotten on close. */
  afterMs(ms: number, task: () => void): void;
  close(): void;
}

/** Builds the clock; `scale` 1 is Slack's real pace. */
export function createSlackClock(scale: number): SlackClock {
  if (!(scale > 0)) throw new Error(`clockScale must be above 0, not ${scale}`);
  const timers = new Set<NodeJS.Timeout>();
  let isClosed = false;
  const afterMs = (ms: number, task: () => void): void => {
    if (isClosed) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      task();
    }, ms);
    timers.add(timer);
  };
  return {
    scale,
    slackMs: () => performance.now() * scale,
    afterSlackMs: (slackMs, task) => afterMs(slackMs / scale, task),
    afterMs,
    close: () => {
      isClosed = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

const MICROS = 1_000_000;

/** A source of message ids ("seconds.micros"), strictly increasing and near the machine's time. */
export function createTimestamps(): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Date.now() * 1000);
    return microsToTs(last);
  };
}

/** Writes microseconds since 1970 as Slack's message id. */
export function microsToTs(micros: number): string {
  const seconds = Math.floor(micros / MICROS);
  return `${seconds}.${String(micros - seconds * MICROS).padStart(6, '0')}`;
}

/** Reads a message id or a bound such as "1700000000" as microseconds; undefined when malformed. */
export function tsToMicros(ts: string): number | undefined {
  const match = /^(\d{1,11})(?:\.(\d{0,6})\d*)?$/.exec(ts);
  if (!match) return undefined;
  return Number(match[1]) * MICROS + Number((match[2] ?? '').padEnd(6, '0'));
}
