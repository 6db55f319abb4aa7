import { drawUnit } from './random.ts';

/**
 * What can go wrong with a call.
 * - `error:<code>`: refused with Slack's error code, not performed
 * - `ratelimited`: HTTP 429 with Retry-After, not performed
 * - `http5xx`: HTTP 5xx without JSON, not performed
 * - `drop-request`: the connection dies before the call is performed
 * - `drop-answer`: performed, then the connection dies
 * - `late-accept`: performed only after `delayMs`, never answered; choose it longer than the client waits
 * - `slow`: performed at once, answered after `delayMs`
 * - `slow-request`: reaches Slack after `delayMs`, then performed and answered
 */
export type ApiFaultKind =
  | `error:${string}`
  | 'ratelimited'
  | 'http5xx'
  | 'drop-request'
  | 'drop-answer'
  | 'late-accept'
  | 'slow'
  | 'slow-request';

/**
 * What can go wrong with the delivery of an event.
 * - `duplicate`: delivered twice with the same event_id
 * - `duplicate-fresh-id`: delivered twice, the second under an event_id of its own
 * - `late`: delivered after `delayMs`
 * - `out-of-order`: delivered after the next event of its channel (or after `delayMs` when there is none)
 * - `before-answer`: delivered and acknowledged before the call that caused it is answered
 * - `lost`: never delivered
 */
export type EventFaultKind = 'duplicate' | 'duplicate-fresh-id' | 'late' | 'out-of-order' | 'before-answer' | 'lost';

export type FaultKind = ApiFaultKind | EventFaultKind;

interface FaultDetails {
  /** Real milliseconds. */
  delayMs?: number;
  /** Slack seconds, as the header says them; default 1. */
  retryAfterSeconds?: number;
  /** Of `http5xx`; default 503. */
  status?: number;
}

/** A fault for the next calls or events that match. */
export interface FaultPlan extends FaultDetails {
  kind: FaultKind;
  /** An API method ("chat.postMessage", "chat.*") or, for event faults, an event ("message", "message.message_deleted"). */
  method?: string;
  /** Channel id. */
  channel?: string;
  /** How many calls or events; default 1. */
  times?: number;
}

export interface FaultRateOptions extends FaultDetails {
  /** Which methods and events the rates hold for; default everything that touches conversations. */
  methods?: string[];
  /** Most random faults of every kind together; default none. */
  most?: number;
}

export interface Fault extends FaultDetails {
  kind: FaultKind;
}

const EVENT_KINDS = new Set<string>([
  'duplicate',
  'duplicate-fresh-id',
  'late',
  'out-of-order',
  'before-answer',
  'lost',
]);
const RANDOM_TARGETS = [
  'chat.*',
  'conversations.*',
  'reactions.*',
  'files.*',
  'users.*',
  'message',
  'message.*',
  'reaction_*',
];

/** Decides what goes wrong: programmed faults first, then random ones, replayable by seed. */
export class Faults {
  #seed: number;
  #plans: (FaultPlan & { left: number })[] = [];
  #rates: [FaultKind, number][] = [];
  #options: FaultRateOptions = {};
  #drawn = 0;
  readonly #draws = new Map<string, number>();
  readonly #counts = new Map<string, number>();

  readonly #nameChannel: (channelId: string) => string;

  /** Draws are keyed by channels' names: their ids are new in every run, and a seed must give the same faults. */
  constructor(seed: number, nameChannel: (channelId: string) => string) {
    this.#seed = seed;
    this.#nameChannel = nameChannel;
  }

  /** Starts the random faults anew under a seed. */
  seed(seed: number): void {
    this.#seed = seed;
    this.#draws.clear();
    this.#drawn = 0;
  }

  /** Programs the next matching call(s) or event(s). */
  next(plan: FaultPlan): void {
    this.#plans.push({ ...plan, left: plan.times ?? 1 });
  }

  /** Sets the probability (0 to 1) of each kind; replaces earlier rates. */
  rates(rates: Partial<Record<FaultKind, number>>, options: FaultRateOptions = {}): void {
    this.#rates = Object.entries(rates).map(([kind, rate]) => [kind as FaultKind, rate ?? 0]);
    this.#options = options;
    this.#drawn = 0;
  }

  /** Forgets programmed faults and rates; counts stay. */
  clear(): void {
    this.#plans = [];
    this.#rates = [];
  }

  /** How often each kind really happened. */
  counts(): Record<string, number> {
    return Object.fromEntries([...this.#counts].toSorted(([a], [b]) => a.localeCompare(b)));
  }

  /** How many programmed faults still wait for their call or event. */
  waiting(): number {
    return this.#plans.reduce((sum, plan) => sum + plan.left, 0);
  }

  /** The fault for a call, if it gets one. */
  takeForCall(method: string, channelId: string | undefined): Fault | undefined {
    return this.#take(method, channelId, (kind) => !EVENT_KINDS.has(kind));
  }

  /** The fault for an event, if it gets one; `name` is its type, with a subtype behind a dot. */
  takeForEvent(name: string, channelId: string | undefined, hasCaller: boolean): Fault | undefined {
    return this.#take(name, channelId, (kind) => EVENT_KINDS.has(kind) && (hasCaller || kind !== 'before-answer'));
  }

  #take(name: string, channelId: string | undefined, isMeant: (kind: string) => boolean): Fault | undefined {
    const fault = this.#takePlanned(name, channelId, isMeant) ?? this.#draw(name, channelId, isMeant);
    if (fault) this.#counts.set(fault.kind, (this.#counts.get(fault.kind) ?? 0) + 1);
    return fault;
  }

  #takePlanned(name: string, channelId: string | undefined, isMeant: (kind: string) => boolean): Fault | undefined {
    const plan = this.#plans.find(
      (each) =>
        isMeant(each.kind) &&
        (each.method === undefined || matches(each.method, name)) &&
        (each.channel === undefined || each.channel === channelId),
    );
    if (!plan) return undefined;
    plan.left -= 1;
    if (plan.left <= 0) this.#plans = this.#plans.filter((each) => each !== plan);
    return plan;
  }

  #draw(name: string, channelId: string | undefined, isMeant: (kind: string) => boolean): Fault | undefined {
    if (this.#rates.length === 0 || this.#drawn >= (this.#options.most ?? Infinity)) return undefined;
    if (!(this.#options.methods ?? RANDOM_TARGETS).some((pattern) => matches(pattern, name))) return undefined;
    const key = `${name}|${channelId === undefined ? '' : this.#nameChannel(channelId)}`;
    const count = (this.#draws.get(key) ?? 0) + 1;
    this.#draws.set(key, count);
    let rest = drawUnit(this.#seed, `${key}|${count}`);
    for (const [kind, rate] of this.#rates) {
      if (!isMeant(kind)) continue;
      rest -= rate;
      if (rest >= 0) continue;
      this.#drawn += 1;
      return { ...this.#options, kind };
    }
    return undefined;
  }
}

/** A pattern is a whole name, or ends in "*" and names a beginning; "message" also means plain messages only. */
function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
