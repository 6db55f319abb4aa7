import type { Row, Store } from './store.ts';

interface RecentRows<R extends Row> {
  readonly store: Store<R>;
  /** A transaction has ended, one way or the other: what it wrote is read afresh. */
  settle(): void;
}

interface RecentOptions {
  readonly most: number;
  isInTransaction(): boolean;
}

/**
 * A store whose last read rows are also held in memory, so that coming back to a thread waits for no disk. A row that
 * is written leaves the memory, and whoever reads inside a transaction sees the disk.
 */
export function createRecentRows<R extends Row>(disk: Store<R>, options: RecentOptions): RecentRows<R> {
  const rows = new Map<string, R>();
  /** How often a key was written: a read that began before a write must not put the old row back. */
  const writes = new Map<string, number>();
  const writtenInTransaction = new Set<string>();

  function drop(key: string): void {
    rows.delete(key);
    writes.set(key, (writes.get(key) ?? 0) + 1);
  }

  async function write(key: string, work: () => Promise<void>): Promise<void> {
    drop(key);
    if (options.isInTransaction()) writtenInTransaction.add(key);
    try {
      await work();
    } finally {
      drop(key);
    }
  }

  function keep(key: string, row: R): void {
    rows.delete(key);
    rows.set(key, row);
    for (const oldest of rows.size > options.most ? rows.keys() : []) {
      rows.delete(oldest);
      return;
    }
  }

  const store: Store<R> = {
    async get(key) {
      if (options.isInTransaction()) return disk.get(key);
      const known = rows.get(key);
      if (known !== undefined) {
        keep(key, known);
        return known;
      }
      const before = writes.get(key);
      const row = await disk.get(key);
      if (row !== undefined && writes.get(key) === before) keep(key, row);
      return row;
    },
    put: (row) => write(row.key, () => disk.put(row)),
    remove: (key) => write(key, () => disk.remove(key)),
    find: (field, value) => disk.find(field, value),
  };
  return {
    store,
    settle() {
      for (const key of writtenInTransaction) drop(key);
      writtenInTransaction.clear();
    },
  };
}
