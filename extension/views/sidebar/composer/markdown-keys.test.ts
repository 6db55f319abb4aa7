import { describe, expect, it } from 'vitest';
import { continueList, markFor, toggleMark } from './markdown-keys.ts';

const after = (text: string) => continueList({ text, start: text.length, end: text.length });

describe('toggleMark', () => {
  it('sets a mark around the selection and takes it away again', () => {
    const bold = toggleMark({ text: 'so big a day', start: 3, end: 6 }, '**');
    expect(bold).toEqual({ text: 'so **big** a day', start: 5, end: 8 });
    expect(toggleMark(bold, '**')).toEqual({ text: 'so big a day', start: 3, end: 6 });
  });
  it('puts the caret between the marks where nothing is selected', () => {
    expect(toggleMark({ text: '', start: 0, end: 0 }, '_')).toEqual({ text: '__', start: 1, end: 1 });
  });
});

describe('continueList', () => {
  it.each([
    ['- one', '- one\n- '],
    ['  * one', '  * one\n  * '],
    ['9. nine', '9. nine\n10. '],
    ['> quoted', '> quoted\n> '],
    ['- one\n- ', '- one\n'],
  ])('%j goes on as %j', (text, next) => {
    expect(after(text)?.text).toBe(next);
  });
  it('leaves other lines to the browser', () => {
    expect(after('plain')).toBeUndefined();
    expect(after('-no list')).toBeUndefined();
  });
});

it('knows its keys', () => {
  expect([markFor('b'), markFor('I'), markFor('x')]).toEqual(['**', '_', undefined]);
});
