import { expect, it } from 'vitest';
import { createOutgoingDraft } from '#tests/support/outgoing-draft.ts';
import { dropAnswer, keepAnswer, readKeptAnswers } from './kept-answers.ts';

const olga = { id: 'olga', teamId: 'larkfield' };

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
  await Promise.all([keepAnswer(storage, olga, reply), keepAnswer(storage, olga, forward)]);
  await keepAnswer(storage, olga, { ...reply, body: 'A better answer' });
  const bodies = async () => (await readKeptAnswers(storage, olga, null)).map(({ body }) => body);
  expect(await bodies()).toEqual(['Passed on', 'A better answer']);
  await dropAnswer(storage, olga, reply);
  expect(await bodies()).toEqual(['Passed on']);
  await dropAnswer(storage, olga, forward);
  expect(storage.kept.size).toBe(0);
});

it('what one person keeps is no other’s and no other team’s; what does not read is passed over', async () => {
  const storage = createStorage();
  const draft = createOutgoingDraft({ body: 'Not sent yet' });
  await keepAnswer(storage, olga, draft);
  expect(await readKeptAnswers(storage, { ...olga, id: 'tom' }, null)).toEqual([]);
  expect(await readKeptAnswers(storage, { ...olga, teamId: 'elsewhere' }, null)).toEqual([]);
  const [key] = storage.kept.keys();
  storage.kept.set(key ?? '', [{ id: 'none' }, draft]);
  expect(await readKeptAnswers(storage, olga, null)).toEqual([draft]);
});
