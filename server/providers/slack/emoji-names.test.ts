import { expect, test } from 'vitest';
import { emojiNameOf, emojiOf } from './emoji-names.ts';

test.each([
  ['👍', '+1'],
  ['❤️', 'heart'],
  ['❤', 'heart'],
  ['👍🏽', '+1::skin-tone-4'],
  ['🇮🇹', 'flag-it'],
  [':our-own:', 'our-own'],
])('%s is %s', (emoji, name) => {
  expect(emojiNameOf(emoji)).toBe(name);
});

test('names and their aliases are one emoji', () => {
  expect(emojiOf('+1')).toBe('👍');
  expect(emojiOf(':thumbsup:')).toBe('👍');
  expect(emojiOf('wave::skin-tone-2')).toBe('👋🏻');
});

test('what has no name here stays as it is', () => {
  expect(emojiOf('our-own')).toBe(':our-own:');
  expect(emojiNameOf('not an emoji')).toBeUndefined();
});
