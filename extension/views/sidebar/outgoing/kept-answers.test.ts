import { expect, it } from 'vitest';
import { createOutgoingDraft } from '#tests/support/outgoing-draft.ts';
import { dropAnswer, keepAnswer, readKeptAnswers } from './kept-answers.ts';

function createStorage() {
  const kept = new Map<string, unknown>();
  return {
    kept,
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: unknown) => void kept.set(key, value),
    remove: async (key: string) => void kept.delete(key),
  };
}

it('a reply and a forward of one correspondence are kept side by side, and each goes by itself', async () => {
  const storage = createStorage();
  const reply = createOutgoingDraft({ body: 'An answer' });
  const forward = createOutgoingDraft({ kind: 'forward', body: 'Passed on' });
  await Promise.all([keepAnswer(storage, reply), keepAnswer(storage, forward)]);
  await keepAnswer(storage, { ...reply, body: 'A better answer' });
  const bodies = async () => (await readKeptAnswers(storage, null)).map(({ body }) => body);
  expect(await bodies()).toEqual(['Passed on', 'A better answer']);
  await dropAnswer(storage, reply);
  expect(await bodies()).toEqual(['Passed on']);
  await dropAnswer(storage, forward);
  expect(storage.kept.size).toBe(0);
});

it('what an earlier version kept alone is still read; what does not read is passed over', async () => {
  const storage = createStorage();
  const draft = createOutgoingDraft({ body: 'From before' });
  storage.kept.set('answer:new', draft);
  expect(await readKeptAnswers(storage, null)).toEqual([draft]);
  storage.kept.set('answer:new', [{ id: 'none' }, draft]);
  expect(await readKeptAnswers(storage, null)).toEqual([draft]);
});
