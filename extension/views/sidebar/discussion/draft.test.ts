import { expect, it } from 'vitest';
import { emptyDraft, isEmptyDraft, joinDrafts, readDraft, withoutSent } from './draft.ts';

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

it('is empty once all of it was posted', () => {
  const sent = {
    ...emptyDraft,
    text: 'Hi',
    files: [{ fileId: 'f', name: 'a', size: 1 }],
    visibility: 'private' as const,
  };
  expect(withoutSent(sent, sent)).toEqual(emptyDraft);
});

it('keeps what was written and attached while a message was on its way', () => {
  const sent = { ...emptyDraft, text: 'Hi', files: [{ fileId: 'f', name: 'a', size: 1 }] };
  const later = { fileId: 'g', name: 'b', size: 2 };
  const now = { ...sent, text: 'Hi\nand more', files: [...sent.files, later] };
  expect(withoutSent(now, sent)).toEqual({ ...emptyDraft, text: 'and more', files: [later] });
  expect(withoutSent({ ...sent, text: 'Hello' }, sent).text).toBe('Hello');
});

it('joins what was kept and what was typed since, and loses neither', () => {
  const kept = {
    ...emptyDraft,
    text: 'Kept',
    visibility: 'private' as const,
    files: [{ fileId: 'f', name: 'a', size: 1 }],
  };
  const typed = {
    ...emptyDraft,
    text: 'typed',
    files: [
      { fileId: 'f', name: 'a', size: 1 },
      { fileId: 'g', name: 'b', size: 2 },
    ],
  };
  expect(joinDrafts(kept, typed)).toEqual({ ...kept, text: 'Kept\ntyped', files: typed.files });
  expect(joinDrafts(emptyDraft, typed)).toEqual(typed);
  expect(joinDrafts(kept, emptyDraft)).toEqual(kept);
});
