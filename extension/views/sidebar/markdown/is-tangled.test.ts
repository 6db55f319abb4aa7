import { describe, expect, it } from 'vitest';
import { isTangled } from './is-tangled.ts';

describe('isTangled', () => {
  it.each([
    ['quotes', `${'>'.repeat(12_000)}x`],
    ['spaced quotes', `${'> '.repeat(6_000)}x`],
    ['lists', `Hello\n${'- '.repeat(6_000)}x`],
    ['numbered lists', `${'1. '.repeat(4_000)}x`],
    ['both in turn', `${'> - '.repeat(3_000)}x`],
    ['strikes', '~a'.repeat(6_000)],
  ])('finds %s nested without end', (_what, text) => {
    expect(isTangled(text)).toBe(true);
  });

  it.each([
    ['a nested list', '- a\n  - b\n    - c\n'],
    ['an answer to an answer', '>>> said before\n>> said then\n> said now'],
    ['a line of dashes', '-'.repeat(200)],
    ['code', '```\n[a[b[c]]] <<< >>> ~~~\n```'],
  ])('leaves %s alone', (_what, text) => {
    expect(isTangled(text)).toBe(false);
  });
});
