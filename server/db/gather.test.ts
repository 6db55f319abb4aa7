import { expect, it, vi } from 'vitest';
import { createGatherer } from './gather.ts';

function setUp(most = 3) {
  const groups: { asks: readonly number[]; answer: PromiseWithResolvers<readonly string[]> }[] = [];
  const gatherer = createGatherer<number, string>({
    most,
    readAll: (asks) => {
      const answer = Promise.withResolvers<readonly string[]>();
      groups.push({ asks, answer });
      return answer.promise;
    },
  });
  const finish = (at: number) => groups[at]?.answer.resolve(groups[at].asks.map((ask) => `answer ${ask}`));
  const begun = (count: number) => vi.waitFor(() => expect(groups).toHaveLength(count), { timeout: 30_000 });
  return { gatherer, groups, finish, begun };
}

it('asks together what came together, and gives everybody their own answer', async () => {
  const { gatherer, groups, finish, begun } = setUp();
  const answers = Promise.all([gatherer.read(1), gatherer.read(2)]);
  await begun(1);
  expect(groups[0]?.asks).toEqual([1, 2]);
  finish(0);
  expect(await answers).toEqual(['answer 1', 'answer 2']);
});

it('keeps who comes meanwhile for the next statement, and serves a full one beside it', async () => {
  const { gatherer, groups, finish, begun } = setUp();
  const first = gatherer.read(1);
  await begun(1);
  const more = [2, 3, 4].map(gatherer.read);
  await begun(2);
  expect(groups[1]?.asks).toEqual([2, 3, 4]);
  const last = gatherer.read(5);
  finish(1);
  expect(await Promise.all(more)).toEqual(['answer 2', 'answer 3', 'answer 4']);
  finish(0);
  expect(await first).toBe('answer 1');
  await begun(3);
  finish(2);
  expect(await last).toBe('answer 5');
});

it('does not let anybody wait long behind a slow statement', async () => {
  const { gatherer, groups, finish, begun } = setUp();
  const slow = gatherer.read(1);
  await begun(1);
  const other = gatherer.read(2);
  await begun(2);
  finish(1);
  expect(await other).toBe('answer 2');
  finish(0);
  await slow;
  expect(groups).toHaveLength(2);
});

it('tells all of a group when it fails, and goes on', async () => {
  const { gatherer, groups, finish, begun } = setUp();
  const failing = [gatherer.read(1), gatherer.read(2)];
  await begun(1);
  groups[0]?.answer.reject(new Error('no database'));
  for (const each of failing) await expect(each).rejects.toThrow('no database');
  const next = gatherer.read(3);
  await begun(2);
  finish(1);
  expect(await next).toBe('answer 3');
});
