import type { MailCost, MailQuota } from '#server/ports/mail-reader.ts';

/** The share that only what a person waits for may use. */
const urgentShare = 0.01;
/** Fewer calls than this at a time are not worth the wait's end. */
const worthwhile = 8;
/** More calls than this at a time would be charged for long after the first of them ended. */
export const most = 20;

/** One earlier request; `endedAt` undefined while it is under way. */
export interface Spent {
  readonly units: number;
  readonly calls: number;
  readonly endedAt: number | undefined;
}

/** So many calls, `atOnce` of them at the same time; none: after how many milliseconds to ask again. */
export interface Weighed {
  readonly count: number;
  readonly atOnce: number;
  readonly waitMs: number;
}

/** From when on requests are charged, and those under way count as over; milliseconds. */
export interface Since {
  readonly now: number;
  readonly after: number;
  readonly lostBefore: number;
}

/** How many calls fit now, or when the next ones will. `spent` is in the order in which it ended. */
export function weigh(
  spent: readonly Spent[],
  quota: MailQuota,
  { cost, want, isUrgent = false }: { cost: MailCost; want: number; isUrgent?: boolean },
  now: number,
  windowMs: number,
): Weighed {
  const share = isUrgent ? 0 : urgentShare;
  const running = spent.filter(({ endedAt }) => endedAt === undefined);
  // One place is kept free for what a person waits for.
  const places = isUrgent ? quota.callsAtOnce : Math.max(1, quota.callsAtOnce - 1);
  const slots = Math.floor((places - sum(running, 'calls')) / cost.calls);
  if (slots < 1) return wait(100);
  let free = Math.floor(quota.units * (1 - share)) - sum(spent, 'units');
  const wanted = Math.min(want, most);
  const enough = (isUrgent ? 1 : Math.min(wanted, worthwhile)) * cost.units;
  if (free >= enough) {
    const count = Math.min(Math.floor(free / cost.units), wanted);
    return { count, atOnce: Math.min(slots, count), waitMs: 0 };
  }
  for (const each of spent) {
    free += each.units;
    if (free >= enough) return wait(each.endedAt === undefined ? 20 : Math.max(1, each.endedAt + windowMs - now + 1));
  }
  return wait(windowMs);
}

function wait(waitMs: number) {
  return { count: 0, atOnce: 0, waitMs };
}

function sum(spent: readonly Spent[], what: 'units' | 'calls'): number {
  return spent.reduce((total, each) => total + each[what], 0);
}
