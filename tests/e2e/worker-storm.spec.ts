import { expect, test } from '@playwright/test';
import { composerIn, messagesIn, write } from '#tests/support/sidebar.ts';
import { createOffice } from './office.ts';
import { useAccount } from './use-account.ts';

const isFull = process.env['SIDETHREAD_FULL'] === '1';
const messageCount = isFull ? 200 : 25;
const seed = Number(process.env['SIDETHREAD_SEED'] ?? 20_261_120);

test(`of ${messageCount} messages none is lost, doubled or overtaken while worker and server die (seed ${seed})`, async () => {
  test.setTimeout(isFull ? 900_000 : 180_000);
  const random = createRandom(seed);
  const office = await createOffice();
  const { api } = office;
  const desk = await office.seat();
  const thread = desk.threads[0];
  if (thread === undefined) throw new Error('There is no thread.');
  const { sidebar } = await desk.open(desk.gmail.urlOf(thread));
  await useAccount(sidebar);
  const counts = { workerKills: 0, serverKills: 0 };
  const bodies = Array.from({ length: messageCount }, (_none, index) => `message ${index + 1} of ${messageCount}`);
  let isServerUp = true;
  for (const [index, body] of bodies.entries()) {
    await write(sidebar, body);
    await expect(composerIn(sidebar)).toHaveValue('');
    const chance = random();
    if (chance < 0.4) {
      await desk.browser.killWorker();
      counts.workerKills += 1;
    }
    if (isServerUp && (index === 0 || chance > 0.93)) {
      await office.kill();
      isServerUp = false;
      counts.serverKills += 1;
    } else if (!isServerUp && chance < 0.5) {
      await office.restart();
      isServerUp = true;
    }
  }
  if (!isServerUp) await office.restart();

  const readBodies = async (): Promise<string[]> => {
    const { cards } = await api.discussions.list.query({});
    const discussionId = cards[0]?.id;
    if (discussionId === undefined) return [];
    let { messages, hasOlder } = await api.discussions.get.query({ discussionId });
    while (hasOlder) {
      const older = await api.discussions.history.query({ discussionId, beforeSeq: messages[0]?.seq ?? 0 });
      messages = [...older.messages, ...messages];
      hasOlder = older.hasOlder;
    }
    return messages.map(({ body }) => body);
  };
  await expect.poll(async () => (await readBodies()).length, { timeout: 60_000 }).toBe(messageCount);
  expect(await readBodies()).toEqual(bodies);
  expect((await api.discussions.list.query({})).cards).toHaveLength(1);
  await expect(messagesIn(sidebar).getByText(bodies.at(-1) ?? '')).toHaveCount(1);
  console.log(`${messageCount} messages, ${counts.workerKills} workers and ${counts.serverKills} servers killed`);
  await office.close();
});

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
function createRandom(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
