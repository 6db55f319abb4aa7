import { expect, it } from 'vitest';
import { describePresence } from './describe-presence.ts';

const here = (...names: string[]) => names.map((name) => ({ name, writing: false }));

it.each([
  [[], ''],
  [here('Tom Okafor'), 'Tom is here'],
  [here('Tom Okafor', 'Priya Nair'), 'Tom and Priya are here'],
  [here('Tom', 'Priya', 'Ben'), 'Tom and 2 others are here'],
  [[{ name: 'Tom Okafor', writing: true }], 'Tom is writing…'],
])('%j', (people, text) => {
  expect(describePresence(people)).toBe(text);
});
