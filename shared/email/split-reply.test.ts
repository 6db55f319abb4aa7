import { describe, expect, test } from 'vitest';
import { splitReply } from './split-reply.ts';

describe('splitReply', () => {
  test('keeps the closing, drops the signature block and what is quoted', () => {
    const text =
      'Wednesday suits us.\n\nKind regards\nMara\n\n-- \nMara Lind\nLarkfield\n\nOn Tue, 3 Mar 2026 at 09:12, Tom Ferro <tom@ferro.example> wrote:\n> Which day?\n';
    const { visibleText, fragments } = splitReply(text);
    expect(visibleText).toBe('Wednesday suits us.\n\nKind regards\nMara');
    expect(fragments.map(({ isQuoted, isSignature, isHidden }) => [isQuoted, isSignature, isHidden])).toEqual([
      [false, false, false],
      [false, true, true],
      [true, false, true],
    ]);
  });

  test('keeps answers between quotes, one empty line apart', () => {
    const text = 'Tom Ferro wrote:\n> Which day?\n\nWednesday.\n\n> And where?\n\nAt yours.\n';
    expect(splitReply(text).visibleText).toBe('Wednesday.\n\nAt yours.');
  });

  test('shows a mail whole that is nothing but a forward', () => {
    const text = 'Begin forwarded message:\n\nFrom: Tom <tom@ferro.example>\nSubject: Offer\n\nHere it is.';
    expect(splitReply(text).visibleText).toBe(text);
  });

  test('loses nothing: the fragments joined are the text', () => {
    const text = '\nHi\n\n> a\nb\n--\nx\n\n\n> c\n';
    expect(
      splitReply(text)
        .fragments.map(({ content }) => content)
        .join('\n'),
    ).toBe(text);
  });
});
