/** What the stand-in counted of one mailbox. */
export interface Metered {
  units: number;
  calls: number;
  /** Calls that came when nothing was left. */
  refused: number;
  /** Refusals that a test asked for. */
  injected: number;
  mostAtOnce: number;
}

export interface MeterOptions {
  readonly units: number;
  readonly windowMs: number;
  /** Undefined: as many as one likes. */
  readonly callsAtOnce?: number;
  readonly now: () => number;
}

/** Counts what a mailbox uses in a sliding window, and says when it is too much. */
export class Meter {
  readonly total: Metered = { units: 0, calls: 0, refused: 0, injected: 0, mostAtOnce: 0 };
  readonly #options: MeterOptions;
  #taken: { at: number; units: number }[] = [];
  #used = 0;
  #running = 0;

  constructor(options: MeterOptions) {
    this.#options = options;
  }

  /** Undefined when the call may go on (then `end` it), else after how many milliseconds there is room again. */
  take(units: number): number | undefined {
    const { units: allowed, windowMs, callsAtOnce, now } = this.#options;
    const at = now();
    const from = at - windowMs;
    while (this.#taken[0] !== undefined && this.#taken[0].at <= from) this.#used -= this.#taken.shift()?.units ?? 0;
    if (callsAtOnce !== undefined && this.#running >= callsAtOnce) return this.#refuse(1000);
    if (this.#used + units > allowed) return this.#refuse((this.#taken[0]?.at ?? at) + windowMs - at);
    this.#taken.push({ at, units });
    this.#used += units;
    this.#running += 1;
    this.total.units += units;
    this.total.calls += 1;
    this.total.mostAtOnce = Math.max(this.total.mostAtOnce, this.#running);
    return undefined;
  }

  end(): void {
    this.#running -= 1;
  }

  #refuse(waitMs: number): number {
    this.total.refused += 1;
    return Math.max(1, waitMs);
  }
}
