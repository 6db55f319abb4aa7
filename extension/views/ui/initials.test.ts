import { expect, it } from 'vitest';
import { initialsOf, tintOf } from './initials.ts';

it.each([
  ['Mara Lindqvist', 'ML'],
  ['Jérôme van der Bastien', 'JB'],
  ['inês.carvalho@brightwater.example', 'IC'],
  ['田中 由紀', '田由'],
  ['Kelly (Calibration Lab)', 'KL'],
  ['🙂', '?'],
  ['', '?'],
])('%s is shown as %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

it('gives a name the same tint every time, and neighbours others', () => {
  expect(tintOf('Mara Lindqvist')).toBe(tintOf('Mara Lindqvist'));
  expect(tintOf('Mara Lindqvist')).not.toBe(tintOf('Tom Okafor'));
});
