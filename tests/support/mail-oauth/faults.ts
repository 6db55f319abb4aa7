/**
 * What goes wrong with a call. `status`: answered so. `drop`: the connection breaks before anything is done. `lose`: it
 * is done, and the connection breaks before the answer. `late`: the connection breaks, and it is done `lateMs` after.
 * `held`: it is done and answered once `until` resolves.
 */
export interface CallFault {
  readonly status: 400 | 403 | 404 | 410 | 429 | 500 | 503 | 'drop' | 'lose' | 'late' | 'held';
  readonly lateMs?: number;
  readonly until?: Promise<unknown>;
  readonly retryAfterSeconds?: number;
  /** Called when it strikes. */
  readonly onStruck?: () => void;
}

/** Whose calls, and about which mail; anybody's and any without. */
interface Aim {
  readonly address?: string;
  readonly id?: string;
}

interface Plan extends CallFault {
  readonly method: string;
  readonly aim: Aim;
  left: number;
}

/** Programmed faults first, then random ones, replayable by seed. */
export class MailFaults {
  readonly counts = new Map<string, number>();
  #plans: Plan[] = [];
  #rates: readonly (readonly [CallFault, number])[] = [];
  #random: () => number = Math.random;

  /** The next calls of this method at which it aims fail. */
  next(method: string, fault: CallFault, options: Aim & { readonly times?: number } = {}): void {
    const { times = 1, ...aim } = options;
    this.#plans.push({ ...fault, method, aim, left: times });
  }

  /** Shares of calls that fail at random. */
  rates(rates: readonly (readonly [CallFault, number])[], random: () => number = Math.random): void {
    this.#rates = rates;
    this.#random = random;
  }

  clear(): void {
    this.#plans = [];
    this.#rates = [];
  }

  take(method: string, address: string, id: string | undefined): CallFault | undefined {
    const fault = this.#planned(method, address, id) ?? this.#drawn();
    if (fault !== undefined) this.counts.set(String(fault.status), (this.counts.get(String(fault.status)) ?? 0) + 1);
    return fault;
  }

  #planned(method: string, address: string, id: string | undefined): CallFault | undefined {
    const plan = this.#plans.find(
      ({ aim, ...each }) =>
        each.method === method && (aim.address ?? address) === address && (aim.id === undefined || aim.id === id),
    );
    if (plan === undefined) return undefined;
    plan.left -= 1;
    if (plan.left <= 0) this.#plans = this.#plans.filter((each) => each !== plan);
    plan.onStruck?.();
    return plan;
  }

  #drawn(): CallFault | undefined {
    if (this.#rates.length === 0) return undefined;
    let rest = this.#random();
    for (const [fault, rate] of this.#rates) {
      rest -= rate;
      if (rest < 0) return fault;
    }
    return undefined;
  }
}
