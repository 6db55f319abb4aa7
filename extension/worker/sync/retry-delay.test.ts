import { expect, it } from 'vitest';
import { retryDelayMs } from './retry-delay.ts';

it('grows, and never beyond the longest', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 500].map((attempt) => retryDelayMs(attempt, 5_000, 0.999));
  expect(delays).toEqual([250, 500, 1000, 1999, 3998, 4998, 4998, 4998]);
});

it('spreads attempts over half of the time', () => {
  expect(retryDelayMs(3, 5_000, 0)).toBe(500);
  expect(retryDelayMs(3, 5_000, 0.5)).toBe(750);
});
