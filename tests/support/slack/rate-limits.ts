import type { SlackClock } from './clock.ts';

/** Slack's rate-limit tiers, as calls a minute. */
export type Tier = 1 | 2 | 3 | 4 | 'post' | 'none';

/** Which of Slack's limits are enforced; all off by default. */
export interface LimitOptions {
  /** About one post a second and channel, with short bursts. */
  posts?: boolean | { perSecond: number; burst: number };
  /** The tiers: 1, 20, 50 or 100 calls a minute and method. */
  tiers?: boolean;
  /** `conversations.history` and `.replies`: one call a minute, 15 objects. */
  commercial?: boolean;
}

const PER_MINUTE = { 1: 1, 2: 20, 3: 50, 4: 100 } as const;
const LIMITED_WHEN_COMMERCIAL = new Set(['conversations.history', 'conversations.replies']);
const SECOND = 1000;

interface Bucket {
  left: number;
  at: number;
}

/** Counts calls on Slack's scaled clock. */
export class RateLimits {
  options: LimitOptions;
  readonly #clock: SlackClock;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: SlackClock, options: LimitOptions) {
    this.#clock = clock;
    this.options = options;
  }

  get isCommercial(): boolean {
    return this.options.commercial === true;
  }

  /** Slack seconds to wait when the call is one too many; undefined when it may pass. */
  take(method: string, tier: Tier, teamId: string, channelId: string | undefined): number | undefined {
    if (tier === 'post') return this.#takePost(`${teamId}|${channelId ?? ''}`);
    if (this.isCommercial && LIMITED_WHEN_COMMERCIAL.has(method))
      return this.#takeFrom(`${method}|${teamId}`, 1, 1 / 60);
    if (!this.options.tiers || tier === 'none') return undefined;
    const perMinute = PER_MINUTE[tier];
    return this.#takeFrom(`${method}|${teamId}`, perMinute, perMinute / 60);
  }

  #takePost(key: string): number | undefined {
    const { posts } = this.options;
    if (!posts) return undefined;
    const { perSecond, burst } = posts === true ? { perSecond: 1, burst: 5 } : posts;
    return this.#takeFrom(`post|${key}`, burst, perSecond);
  }

  #takeFrom(key: string, most: number, perSecond: number): number | undefined {
    const now = this.#clock.slackMs();
    const bucket = this.#buckets.get(key) ?? { left: most, at: now };
    const left = Math.min(most, bucket.left + ((now - bucket.at) / SECOND) * perSecond);
    const isAllowed = left >= 1;
    this.#buckets.set(key, { left: isAllowed ? left - 1 : left, at: now });
    return isAllowed ? undefined : Math.max(1, Math.ceil((1 - left) / perSecond));
  }
}
