import { expect, test } from 'vitest';
import templates from './sentences.json' with { type: 'json' };
import { readSentence } from './sentences.ts';

test('every sentence is recognised as itself, with what it speaks of', () => {
  for (const [reason, text] of Object.entries(templates)) {
    const values = Object.fromEntries([...text.matchAll(/\{(\w+)\}/g)].map(([, name], at) => [name, `value ${at}`]));
    const said = text.replace(/\{(\w+)\}/g, (_place, name: string) => values[name] ?? '');
    expect(readSentence(said)).toEqual({ reason, values });
  }
});

test('a sentence that nobody named is none', () => {
  expect(readSentence('The cat sat on the server.')).toBeUndefined();
  expect(readSentence('This message was deleted. And more')).toBeUndefined();
});
