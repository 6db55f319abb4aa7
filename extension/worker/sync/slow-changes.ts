import type { Change, Changes } from '../changes.ts';
import { atMostEvery } from './at-most-every.ts';

type Slow = 'correspondences' | 'discussions';

/**
 * The notice board for live events. That something changed in some correspondence or discussion is told at most once in
 * `everyMs`: lists are read again each time, and while a mailbox is read there are many such events a second.
 */
export function slowChanges(changes: Changes, everyMs: number): Changes {
  const slow: Record<Slow, () => void> = {
    correspondences: atMostEvery(everyMs, () => changes.tell({ kind: 'correspondences' })),
    discussions: atMostEvery(everyMs, () => changes.tell({ kind: 'discussions' })),
  };
  const isSlow = (kind: Change['kind']): kind is Slow => Object.hasOwn(slow, kind);
  return { ...changes, tell: (change) => (isSlow(change.kind) ? slow[change.kind]() : changes.tell(change)) };
}
