/** Wakes one waiting loop. Rung while nobody waits, it ends the next wait at once. */
export interface Bell {
  ring(): void;
  /** Forgets earlier rings: what they told of is about to be looked at. */
  clear(): void;
  /** Resolves when rung, or after `patienceMs`. */
  wait(patienceMs: number): Promise<void>;
}

/** A bell that nobody has rung. */
export function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    clear: () => {
      rung = false;
    },
    wait: (patienceMs) =>
      new Promise((resolve) => {
        if (rung) return resolve();
        const done = () => {
          clearTimeout(timer);
          wake = undefined;
          resolve();
        };
        const timer = setTimeout(done, patienceMs);
        wake = done;
      }),
  };
}
