import type { Clock } from '#server/kernel/clock.ts';

/** Time that passes only when somebody waits for it, or says so: an hour of waiting takes no time. */
export interface VirtualClock extends Clock {
  advance(ms: number): void;
}

export function createVirtualClock(): VirtualClock {
  let at = Date.now();
  return {
    now: () => new Date(at),
    after: (delayMs) => new Date(at + delayMs),
    scaled: (delayMs) => delayMs,
    wait: async (delayMs) => {
      at += delayMs;
    },
    advance: (ms) => {
      at += ms;
    },
  };
}
