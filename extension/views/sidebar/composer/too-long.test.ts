import { expect, it } from 'vitest';
import { remaining, tooLong } from './too-long.ts';

it('says by how much a message is too long, and nothing while it fits', () => {
  expect(tooLong('x'.repeat(12_000), 12_000)).toBeNull();
  expect(tooLong('x'.repeat(50_000), 12_000)).toBe(
    '38,000 characters too long: a message holds 12,000. Shorten it or send it in two.',
  );
  expect(tooLong('x'.repeat(12_001), 12_000)).toMatch(/^1 character too long/);
});

it('says what is left once that is little', () => {
  expect(remaining('x'.repeat(11_000), 12_000)).toBeNull();
  expect(remaining('x'.repeat(11_900), 12_000)).toBe('100 characters left');
});
