import { afterEach, expect, it, vi } from 'vitest';
import { createChanges } from '../changes.ts';
import { slowChanges } from './slow-changes.ts';

afterEach(() => void vi.useRealTimers());

it('tells of lists at once and then together, and of everything else each time', async () => {
  vi.useFakeTimers();
  const changes = createChanges();
  const told: string[] = [];
  changes.watch(({ kind }) => told.push(kind));
  const slow = slowChanges(changes, 1_000);
  for (let event = 0; event < 40; event += 1) {
    slow.tell({ kind: 'correspondences' });
    await vi.advanceTimersByTimeAsync(50);
  }
  slow.tell({ kind: 'discussions' });
  slow.tell({ kind: 'inbox' });
  slow.tell({ kind: 'inbox' });
  await vi.advanceTimersByTimeAsync(5_000);
  const count = (wanted: string): number => told.filter((kind) => kind === wanted).length;
  expect([count('correspondences'), count('discussions'), count('inbox')]).toEqual([3, 1, 2]);
});
