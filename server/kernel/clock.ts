import { setTimeout as wait } from 'node:timers/promises';

/**
 * Time as the server sees it. `now` is always real; what we wait for (retries, grace periods, a provider's
 * Retry-After) is divided by the scale, so that tests run hours of waiting in minutes.
 */
export interface Clock {
  now(): Date;
  /** The moment `delayMs` of our waiting from now. */
  after(delayMs: number): Date;
  /** How many real milliseconds a wait of `delayMs` takes. */
  scaled(delayMs: number): number;
  /** Waits `delayMs`, scaled. Rejects with the signal's reason when aborted. */
  wait(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** @param scale 1 in production; 50 makes a wait of one second take 20 ms. */
export function createClock(scale = 1): Clock {
  const scaled = (delayMs: number) => delayMs / scale;
  return {
    now: () => new Date(),
    after: (delayMs) => new Date(Date.now() + scaled(delayMs)),
    scaled,
    wait: async (delayMs, signal) => {
      await wait(scaled(delayMs), undefined, signal === undefined ? {} : { signal });
    },
  };
}
