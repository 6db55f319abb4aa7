import { expect, it } from 'vitest';
import { emptyDraft, isEmptyDraft, readDraft } from './draft.ts';

it('reads back what it wrote', () => {
  const draft = {
    ...emptyDraft,
    text: 'Hi',
    picked: [{ id: 'u', name: 'Tom' }],
    files: [{ fileId: 'f', name: 'a', size: 1 }],
  };
  expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
});

it('keeps the text of a draft that it can’t read otherwise', () => {
  expect(readDraft({ text: 'Hi', picked: 'x', files: [null, { fileId: 1 }], visibility: 7 })).toEqual({
    ...emptyDraft,
    text: 'Hi',
  });
});

it.each([undefined, null, 'text', 4, []])('takes %j for nothing', (value) => {
  expect(isEmptyDraft(readDraft(value))).toBe(true);
});
