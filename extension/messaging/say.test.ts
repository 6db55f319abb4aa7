import { afterEach, beforeEach, expect, test } from 'vitest';
import sentences from '#shared/contract/sentences.json' with { type: 'json' };
import en from '../locales/en.json' with { type: 'json' };
import { setLanguage } from '#extension/language/language.ts';
import { say, sayProblem } from './say.ts';

beforeEach(() => setLanguage('de'));
afterEach(() => setLanguage('en'));

test('every sentence of the server has a text here, in English its own', () => {
  expect(en.sentence).toEqual(sentences);
});

test('a problem is said in the reader’s language, with its values', () => {
  const problem = { code: 'invalid-input', message: 'x', reason: 'tagsTooMany', values: { most: '50' } } as const;
  expect(sayProblem(problem).message).toBe('Ein Verlauf kann 50 Schlagwörter haben; nichts wurde geändert.');
});

test('a sentence inside a sentence is said too', () => {
  expect(say('Slack asks to wait. Nothing was changed.')).toBe('Slack bittet um Geduld. Nichts wurde geändert.');
});

test('what a newer server says is shown as it said it', () => {
  const problem = { code: 'conflict', message: 'Something new.', reason: 'somethingNew' } as const;
  expect(sayProblem(problem).message).toBe('Something new.');
  expect(say('Something else that is new.')).toBe('Something else that is new.');
});
