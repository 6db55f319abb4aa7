import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMentions, encodeMentions, findMentionQuery, matchPeople, plainPreview } from './mentions.ts';

const tom = { id: '00000000-0000-4000-8000-000000000002', name: 'Tom' };
const tomOkafor = { id: '00000000-0000-4000-8000-000000000003', name: 'Tom Okafor' };

describe('findMentionQuery', () => {
  it.each([
    ['@', 1, { start: 0, text: '' }],
    ['Hi @to', 6, { start: 3, text: 'to' }],
    ['Hi @Tom Ok', 10, { start: 3, text: 'Tom Ok' }],
    ['(@pri', 5, { start: 1, text: 'pri' }],
    ['line\n@جم', 8, { start: 5, text: 'جم' }],
  ])('%j at %i is being completed', (text, caret, query) => {
    expect(findMentionQuery(text, caret)).toEqual(query);
  });

  it.each([
    ['mail tom@larkfield.example', 26],
    ['@Tom Okafor said that', 21],
    ['Hi @to', 2],
    ['no sign', 7],
  ])('%j at %i is not', (text, caret) => {
    expect(findMentionQuery(text, caret)).toBeUndefined();
  });
});

describe('matchPeople', () => {
  const people = [
    { name: 'Priya Nair', email: 'priya@larkfield.example' },
    { name: 'Inês Carvalho', email: 'ic@larkfield.example' },
    { name: 'Nina Prior', email: 'nina@larkfield.example' },
  ];
  it('puts beginnings of the name first, then of other words', () => {
    expect(matchPeople('pri', people).map(({ name }) => name)).toEqual(['Priya Nair', 'Nina Prior']);
  });
  it('looks past accents and at the address', () => {
    expect(matchPeople('ines', people).map(({ name }) => name)).toEqual(['Inês Carvalho']);
    expect(matchPeople('ic@', people).map(({ name }) => name)).toEqual(['Inês Carvalho']);
  });
});

describe('encodeMentions', () => {
  it('prefers the longer name and leaves other words alone', () => {
    expect(encodeMentions('@Tom Okafor and @Tom, not @Tomas', [tom, tomOkafor])).toEqual({
      body: `@[Tom Okafor](user:${tomOkafor.id}) and @[Tom](user:${tom.id}), not @Tomas`,
      mentions: [tomOkafor.id, tom.id],
    });
  });
  it('names nobody whose mention was deleted again', () => {
    expect(encodeMentions('Hello', [tom])).toEqual({ body: 'Hello', mentions: [] });
  });
  it('keeps any text that mentions nobody', () => {
    assert(property(string({ unit: 'grapheme' }), (text) => encodeMentions(text, []).body === text));
  });
  it('comes back as it was written', () => {
    const text = '@Tom Okafor, see @Tom.';
    const { body } = encodeMentions(text, [tom, tomOkafor]);
    expect(decodeMentions(body)).toEqual({ text, picked: [tomOkafor, tom] });
  });
});

it('previews a message in one line without marks', () => {
  expect(plainPreview(`**Hi** @[Tom](user:${tom.id}),\n> see [this](https://x.example)`)).toBe('Hi @Tom, see this');
  expect(plainPreview('word '.repeat(60), 10)).toBe('word word…');
});
