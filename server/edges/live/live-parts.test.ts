import { expect, test } from 'vitest';
import { inBatches } from './batches.ts';
import { createCursorSeal } from './seal-cursor.ts';
import { createSharedLoader } from './shared-loader.ts';

/** An iterable that gives what is pushed, until it is ended. */
function createSource<Item>() {
  const items: Item[] = [];
  let wake = Promise.withResolvers<void>();
  let failure: Error | undefined;
  let isOver = false;
  const change = (what: () => void) => {
    what();
    wake.resolve();
  };
  return {
    push: (...more: Item[]) => change(() => items.push(...more)),
    end: () => change(() => (isOver = true)),
    fail: (error: Error) => change(() => (failure = error)),
    read: async function* () {
      for (;;) {
        for (const item of items.splice(0)) yield item;
        if (failure !== undefined) throw failure;
        if (isOver) return;
        if (items.length > 0) continue;
        await wake.promise;
        wake = Promise.withResolvers();
      }
    },
  };
}

test('what comes together is one batch, silence is an empty one, and the end is the end', async () => {
  const source = createSource<number>();
  const batches = inBatches(source.read(), 20);
  source.push(1, 2, 3);
  expect((await batches.next()).value).toEqual([1, 2, 3]);
  expect((await batches.next()).value).toEqual([]);
  source.push(4);
  source.end();
  const rest: number[][] = [];
  for await (const batch of batches) rest.push(batch);
  expect(rest.flat()).toEqual([4]);
});

test('thousands of items all come through in order, then the failure', async () => {
  const source = createSource<number>();
  const total = 5_000;
  source.push(...Array.from({ length: total }, (_, n) => n));
  source.fail(new Error('broken'));
  const seen: number[] = [];
  const readAll = async () => {
    for await (const batch of inBatches(source.read(), 1_000)) seen.push(...batch);
  };
  await expect(readAll()).rejects.toThrow('broken');
  expect(seen).toEqual(Array.from({ length: total }, (_, n) => n));
});

test('those who ask in one moment share a query, those with the same cursor its answer', async () => {
  const queries: string[][] = [];
  const loader = createSharedLoader(async (teamId, ids) => {
    queries.push([teamId, ...ids]);
    return new Map(ids.map((id) => [id, `${teamId}:${id}:${queries.length}`]));
  });
  const together = await Promise.all([
    loader.load('t1', 'a', 'c1'),
    loader.load('t1', 'a', 'c1'),
    loader.load('t1', 'b', 'c2'),
    loader.load('t2', 'a', 'c1'),
  ]);
  expect(together).toEqual(['t1:a:1', 't1:a:1', 't1:b:1', 't2:a:2']);
  expect(await loader.load('t1', 'a', 'c1')).toBe('t1:a:1');
  expect(await loader.load('t1', 'a', 'c3')).toBe('t1:a:3');
  expect(queries).toEqual([
    ['t1', 'a', 'b'],
    ['t2', 'a'],
    ['t1', 'a'],
  ]);
});

test('a failed query fails those who asked and is asked again', async () => {
  let isBroken = true;
  const loader = createSharedLoader(async (_teamId, ids) => {
    if (isBroken) throw new Error('no database');
    return new Map(ids.map((id) => [id, id]));
  });
  await expect(loader.load('t', 'a', 'c')).rejects.toThrow('no database');
  isBroken = false;
  expect(await loader.load('t', 'a', 'c')).toBe('a');
});

test('a sealed cursor says nothing, opens only under its secret, and not when changed', () => {
  const seal = createCursorSeal('a secret of at least thirty-two characters');
  const sealed = seal.seal('epoch.42.abc');
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toMatch(/epoch|42/);
  expect(seal.unseal(sealed)).toBe('epoch.42.abc');
  expect(seal.seal('epoch.42.abc')).toBe(sealed);
  const changed = `${sealed[0] === 'A' ? 'B' : 'A'}${sealed.slice(1)}`;
  for (const other of ['', 'epoch.42.abc', changed, sealed.slice(0, -4), 'A'.repeat(900)])
    expect(seal.unseal(other)).toBeUndefined();
  expect(createCursorSeal('another secret of thirty-two characters').unseal(sealed)).toBeUndefined();
});
