import { expect, it } from 'vitest';
import { ReportLosses } from '#shared/contract/webmail-loss.ts';
import { createLossCounter, type KeptLosses } from './loss-counter.ts';

function createBrowser() {
  const world = {
    now: Date.parse('2026-11-20T12:00:00Z'),
    kept: undefined as KeptLosses | undefined,
    isReachable: true,
    reports: [] as ReportLosses[],
  };
  const start = async () => {
    const counter = createLossCounter({
      kept: { read: async () => world.kept, write: async (value) => void (world.kept = structuredClone(value)) },
      now: () => world.now,
      async report(losses) {
        if (!world.isReachable) throw new Error('No network.');
        world.reports.push(ReportLosses.parse(losses));
      },
    });
    await counter.ready;
    return counter;
  };
  return { world, start };
}

const date = '2026-11-20';

it('reports the first at once and the next together, at most every ten minutes', async () => {
  const { world, start } = createBrowser();
  await (await start()).count('gmail', date, ['markup-changed']);
  await (await start()).count('gmail', date, ['markup-changed', 'no-roles']);
  await (await start()).count('gmail', date, ['markup-changed']);
  expect(world.reports).toHaveLength(1);
  world.now += 600_000;
  await (await start()).flush();
  expect(world.reports[1]?.losses).toEqual([
    { webmail: 'gmail', kind: 'markup-changed', selectors: date, count: 2 },
    { webmail: 'gmail', kind: 'no-roles', selectors: date, count: 1 },
  ]);
});

it('keeps what can’t be reported, and reports nothing where nothing was counted', async () => {
  const { world, start } = createBrowser();
  world.isReachable = false;
  const counter = await start();
  await counter.count('outlook', date, ['account-unknown']);
  world.isReachable = true;
  world.now += 600_000;
  await counter.flush();
  expect(world.reports).toHaveLength(1);
  world.now += 600_000;
  await counter.flush();
  expect(world.reports).toHaveLength(1);
});

it('forgets on the way from one team to another', async () => {
  const { world, start } = createBrowser();
  world.isReachable = false;
  const counter = await start();
  await counter.count('outlook', date, ['account-unknown']);
  world.isReachable = true;
  await counter.forget();
  world.now += 600_000;
  await counter.flush();
  expect(world.reports).toEqual([]);
});
