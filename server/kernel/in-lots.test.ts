import { expect, test } from 'vitest';
import { inLots } from './in-lots.ts';

/** Lots that end when told. */
function createSlowLots(options: { most: number; heaviest?: number }) {
  const lots: (readonly number[])[] = [];
  const ends: (() => void)[] = [];
  const add = inLots<number, number>({
    most: options.most,
    ...(options.heaviest !== undefined && { weight: { of: (item) => item, most: options.heaviest } }),
    run: async (lot) => {
      lots.push(lot);
      await new Promise<void>((resolve) => ends.push(resolve));
      return lot.map((item) =>
        item < 0 ? { status: 'rejected', reason: new Error(`${item}`) } : { status: 'fulfilled', value: item * 10 },
      );
    },
  });
  const end = async () => {
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { lots, add, end };
}

test('what comes during a lot makes the next one, and each gets its own answer', async () => {
  const { lots, add, end } = createSlowLots({ most: 3 });
  const answers = [1, 2, -3].map((item) => add(item).catch((error: unknown) => error));
  await end();
  await end();
  answers.push(...[4, 5, 6, 7].map((item) => add(item)));
  for (let lot = 0; lot < 3; lot += 1) await end();
  expect(lots).toEqual([[1, 2, -3], [4, 5, 6], [7]]);
  expect(await Promise.all(answers)).toEqual([10, 20, new Error('-3'), 40, 50, 60, 70]);
});

test('a lot holds what fits, and one that is too heavy goes alone', async () => {
  const { lots, add, end } = createSlowLots({ most: 10, heaviest: 10 });
  const answers = [4, 5, 6, 50, 1].map((item) => add(item));
  for (let lot = 0; lot < 5; lot += 1) await end();
  expect(lots).toEqual([[4, 5], [6], [50], [1]]);
  expect(await Promise.all(answers)).toEqual([40, 50, 60, 500, 10]);
});

test('what a lot throws is thrown for each of it, and the next lot is done all the same', async () => {
  let isBroken = true;
  const add = inLots<number, number>({
    most: 2,
    run: (lot) => {
      if (isBroken) throw new Error('broken');
      return Promise.resolve(lot.map((value) => ({ status: 'fulfilled', value })));
    },
  });
  const failed = await Promise.allSettled([add(1), add(2)]);
  isBroken = false;
  expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await add(3)).toBe(3);
});
