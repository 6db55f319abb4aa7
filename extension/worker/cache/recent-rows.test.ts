import { describe, expect, it } from 'vitest';
import { createRecentRows } from './recent-rows.ts';
import { createMemoryStore } from './store.ts';

interface NumberRow {
  key: string;
  value: number;
}

function setUp({ most = 10 } = {}) {
  const disk = createMemoryStore<NumberRow>();
  const state = { reads: 0, inTransaction: false, gate: Promise.resolve() };
  const slow = {
    ...disk,
    get: async (key: string) => {
      state.reads += 1;
      const row = await disk.get(key);
      await state.gate;
      return row;
    },
  };
  const recent = createRecentRows(slow, { most, isInTransaction: () => state.inTransaction });
  return { disk, state, ...recent };
}

describe('createRecentRows', () => {
  it('reads a row once', async () => {
    const { store, state } = setUp();
    await store.put({ key: 'a', value: 1 });
    expect([await store.get('a'), await store.get('a')]).toEqual([
      { key: 'a', value: 1 },
      { key: 'a', value: 1 },
    ]);
    expect(state.reads).toBe(1);
  });

  it('shows what was written and nothing that was removed', async () => {
    const { store } = setUp();
    await store.put({ key: 'a', value: 1 });
    await store.get('a');
    await store.put({ key: 'a', value: 2 });
    expect(await store.get('a')).toEqual({ key: 'a', value: 2 });
    await store.remove('a');
    expect(await store.get('a')).toBeUndefined();
  });

  it('does not keep a row that was written while it was read', async () => {
    const { store, state } = setUp();
    await store.put({ key: 'a', value: 1 });
    const gate = Promise.withResolvers<void>();
    state.gate = gate.promise;
    const early = store.get('a');
    await Promise.resolve();
    await store.put({ key: 'a', value: 2 });
    gate.resolve();
    expect(await early).toEqual({ key: 'a', value: 1 });
    expect(await store.get('a')).toEqual({ key: 'a', value: 2 });
  });

  it('reads the disk inside a transaction, and after one that was taken back', async () => {
    const { store, state, disk, settle } = setUp();
    await store.put({ key: 'a', value: 1 });
    await store.get('a');
    state.inTransaction = true;
    await store.put({ key: 'a', value: 2 });
    expect(await store.get('a')).toEqual({ key: 'a', value: 2 });
    state.inTransaction = false;
    expect(await store.get('a')).toEqual({ key: 'a', value: 2 });
    await disk.put({ key: 'a', value: 1 });
    settle();
    expect(await store.get('a')).toEqual({ key: 'a', value: 1 });
  });

  it('holds the rows that were read last', async () => {
    const { store, state } = setUp({ most: 2 });
    for (const key of ['a', 'b', 'c']) await store.put({ key, value: 0 });
    for (const key of ['a', 'b', 'a', 'c', 'a']) await store.get(key);
    expect(state.reads).toBe(3);
    await store.get('b');
    expect(state.reads).toBe(4);
  });
});
