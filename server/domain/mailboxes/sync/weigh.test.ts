import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import type { MailQuota } from '#server/ports/mail-reader.ts';
import { weigh, type Spent } from './weigh.ts';

const cost = { units: 20, calls: 1 };
const windowMs = 60_000;
const costs = {
  begin: cost,
  list: cost,
  changes: cost,
  read: cost,
  state: cost,
  thread: cost,
  watch: cost,
  send: cost,
};
const quota: MailQuota = { units: 6000, windowMs, callsAtOnce: 10, costs };

interface Call {
  readonly units: number;
  readonly startedAt: number;
  endedAt: number;
  /** When the provider counted it: at some moment between the two. */
  readonly countedAt: number;
}

/** Runs the sync's pace against time that only waits and calls take. */
function simulate(latencies: readonly number[], wants: readonly number[], mails: number): Call[] {
  const calls: Call[] = [];
  let now = 0;
  let turn = 0;
  for (let left = mails; left > 0; turn += 1) {
    const spent: Spent[] = calls
      .filter(({ endedAt }) => endedAt > now - windowMs)
      .map(({ units, endedAt }) => ({ units, calls: 1, endedAt }));
    const want = Math.min(left, wants[turn % wants.length] ?? 50);
    const { count, atOnce, waitMs } = weigh(spent, quota, { cost, want }, now, windowMs);
    if (count === 0) {
      now += waitMs;
      continue;
    }
    const startedAt = now;
    const batch: Call[] = [];
    for (let at = 0; at < count; at += 1) {
      if (at % atOnce === 0) now += latencies[(turn + at) % latencies.length] ?? 0;
      batch.push({ units: cost.units, startedAt, endedAt: 0, countedAt: startedAt + ((now - startedAt) * at) / count });
    }
    for (const call of batch) calls.push(Object.assign(call, { endedAt: now }));
    left -= count;
  }
  return calls;
}

/** The most that any window holds, as the provider counts. */
function mostInAWindow(calls: readonly Call[]): number {
  const sorted = calls.toSorted((a, b) => a.countedAt - b.countedAt);
  let most = 0;
  let used = 0;
  let first = 0;
  for (const call of sorted) {
    used += call.units;
    while ((sorted[first]?.countedAt ?? 0) <= call.countedAt - windowMs) used -= sorted[first++]?.units ?? 0;
    most = Math.max(most, used);
  }
  return most;
}

const latency = array(integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 });
const wishes = array(integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 10 });

test('no window ever holds more than is allowed, however long calls take', () => {
  assert(
    property(latency, wishes, (latencies, wants) => {
      expect(mostInAWindow(simulate(latencies, wants, 1500))).toBeLessThanOrEqual(quota.units);
    }),
    { numRuns: 60 },
  );
});

test('nearly all that is allowed is used when calls take 120 ms', () => {
  const calls = simulate([120], [50], 10_000);
  const took = calls.at(-1)?.endedAt ?? 0;
  expect((10_000 * cost.units) / ((took / windowMs + 1) * quota.units)).toBeGreaterThan(0.95);
});

test('what a person waits for finds a place and a little room when the rest has none', () => {
  const full: Spent[] = [{ units: 5940, calls: 9, endedAt: undefined }];
  expect(weigh(full, quota, { cost, want: 5 }, 0, windowMs).count).toBe(0);
  expect(weigh(full, quota, { cost, want: 5, isUrgent: true }, 0, windowMs)).toMatchObject({ count: 3, atOnce: 1 });
});
