import { expect, test } from 'vitest';
import { createClock } from './clock.ts';

test('what we wait for is divided by the scale, what time it is stays real', async () => {
  const clock = createClock(1000);
  expect(clock.scaled(5000)).toBe(5);
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(1000);
  expect(clock.after(60_000).getTime() - Date.now()).toBeLessThan(1000);
  const startedAt = performance.now();
  await clock.wait(10_000);
  expect(performance.now() - startedAt).toBeLessThan(5000);
});

test('a wait ends with its signal', async () => {
  const stop = new AbortController();
  const waiting = createClock().wait(60_000, stop.signal);
  stop.abort();
  await expect(waiting).rejects.toThrow(/abort/i);
});
