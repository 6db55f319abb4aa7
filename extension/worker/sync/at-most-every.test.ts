import { expect, it, vi } from 'vitest';
import { atMostEvery } from './at-most-every.ts';

it('runs at once, and then once for all that was wanted meanwhile', async () => {
  vi.useFakeTimers();
  const work = vi.fn<() => void>();
  const want = atMostEvery(2_000, work);
  want();
  want();
  await vi.advanceTimersByTimeAsync(0);
  expect(work).toHaveBeenCalledTimes(1);
  for (let wanted = 0; wanted < 50; wanted += 1) want();
  await vi.advanceTimersByTimeAsync(1_900);
  expect(work).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(work).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(work).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});

it('waits no longer because the machine’s clock was set back', async () => {
  vi.useFakeTimers();
  const work = vi.fn<() => void>();
  const want = atMostEvery(2_000, work);
  want();
  await vi.advanceTimersByTimeAsync(0);
  vi.setSystemTime(Date.now() - 3_600_000);
  want();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(work).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});
