import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, it } from 'vitest';
import { toSigned, type SelectorUpdate, type SignedSelectors } from '#shared/contract/selector-update.ts';
import { createSelectorStore, type KeptSelectors } from './selector-store.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const releaseKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
const HOUR_MS = 3_600_000;

function signed(version: number, expiresAt = '2027-01-01T00:00:00Z'): SignedSelectors {
  const update: SelectorUpdate = { version, date: '2026-11-20', expiresAt, gmail: { subject: [`h2.v${version}`] } };
  const payload = JSON.stringify(update);
  return { payload, signature: sign(null, toSigned(payload), privateKey).toString('base64') };
}

/** A browser whose worker can be started again, and a server that answers as told. */
function createBrowser() {
  const world = {
    now: Date.parse('2026-11-20T12:00:00Z'),
    kept: undefined as KeptSelectors | undefined,
    answer: null as SignedSelectors | null,
    asked: 0,
    told: [] as (number | null)[],
  };
  const start = async () => {
    const store = createSelectorStore({
      kept: { read: async () => world.kept, write: async (value) => void (world.kept = structuredClone(value)) },
      publicKey: releaseKey,
      now: () => world.now,
      async ask() {
        world.asked += 1;
        return world.answer;
      },
      onChange: (update) => world.told.push(update?.version ?? null),
    });
    await store.ready;
    return store;
  };
  return { world, start };
}

it('takes an update, tells it once, and has it after the worker was started again', async () => {
  const { world, start } = createBrowser();
  world.answer = signed(2);
  const store = await start();
  await store.refresh();
  expect(store.find()?.version).toBe(2);
  world.now += 7 * HOUR_MS;
  await store.refresh();
  expect(world.told).toEqual([2]);
  expect((await start()).find()?.gmail).toEqual({ subject: ['h2.v2'] });
});

it('never goes back to an older version, not even once the newer one has expired', async () => {
  const { world, start } = createBrowser();
  world.answer = signed(5, '2026-11-21T00:00:00Z');
  await (await start()).refresh();
  world.answer = signed(4);
  world.now += 24 * HOUR_MS;
  const store = await start();
  await store.refresh();
  expect(store.find()).toBeNull();
  world.answer = signed(6);
  world.now += 7 * HOUR_MS;
  await store.refresh();
  expect(store.find()?.version).toBe(6);
});

it('ends an update at its time, and keeps it while the server has none or can’t be reached', async () => {
  const { world, start } = createBrowser();
  world.answer = signed(1, '2026-11-21T12:00:00Z');
  const store = await start();
  await store.refresh();
  world.answer = null;
  world.now += 12 * HOUR_MS;
  await store.refresh();
  expect(store.find()?.version).toBe(1);
  world.now += 13 * HOUR_MS;
  expect(store.find()).toBeNull();
});

it('asks four times a day at most', async () => {
  const { world, start } = createBrowser();
  for (let minute = 0; minute < 24 * 60; minute += 30) {
    await (await start()).refresh();
    world.now += 30 * 60_000;
  }
  expect(world.asked).toBe(4);
});

it('asks again after a quarter of an hour where a page could not be read', async () => {
  const { world, start } = createBrowser();
  const store = await start();
  await store.refresh();
  world.now += 14 * 60_000;
  await store.refresh('lost');
  expect(world.asked).toBe(1);
  world.now += 60_000;
  await store.refresh();
  expect(world.asked).toBe(1);
  await store.refresh('lost');
  expect(world.asked).toBe(2);
});
