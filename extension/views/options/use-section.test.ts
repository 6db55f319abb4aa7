import { expect, it } from 'vitest';
import { readSection } from './use-section.ts';

it.each([
  ['#slack', 'slack'],
  ['#/devices', 'devices'],
  ['', 'account'],
  ['#unknown', 'account'],
])('%j leads to %s', (hash, section) => {
  expect(readSection(hash)).toBe(section);
});
