import { describe, expect, test } from 'vitest';
import { ASIAN_REPLIES } from '#tests/support/replies/asian.ts';
import { EUROPEAN_REPLIES } from '#tests/support/replies/european.ts';
import { SENT_FROM_LINES } from '#tests/support/replies/sent-from-lines.ts';
import { WESTERN_REPLIES } from '#tests/support/replies/western.ts';
import { splitReply } from './split-reply.ts';

const MARKED = '> Zeile eins: 1\n>\n> Zeile zwei\n';
const BARE = 'Line one\n\nLine two\n\nAnna\n';

/** As a mail program wraps a long line. */
function wrap(line: string): string {
  const at = line.lastIndexOf(' ', 60);
  return line.length <= 60 || at < 20 ? line : `${line.slice(0, at)}\n${line.slice(at + 1)}`;
}

describe.each([...WESTERN_REPLIES, ...EUROPEAN_REPLIES, ...ASIAN_REPLIES])('$language', ({ answer, marked, bare }) => {
  const shown = (introduction: string, quoted: string): string[] =>
    [`${answer}\n\n${introduction}\n${quoted}`, `${answer}\n${introduction}\n\n${quoted}`].map(
      (text) => splitReply(text).visibleText,
    );

  test.each(marked)('%j above marked lines', (introduction) => {
    expect(shown(introduction, MARKED)).toEqual([answer, answer]);
    if (!introduction.includes('\n')) expect(shown(wrap(introduction), MARKED)).toEqual([answer, answer]);
  });

  test.each(bare)('%j above unmarked text', (introduction) => {
    expect(shown(introduction, BARE)).toEqual([answer, answer]);
  });
});

test.each(SENT_FROM_LINES)('%j is what a device or a program adds', (line) => {
  expect(splitReply(`Yes, fine.\n\nAnn\n\n${line}\n`).visibleText).toBe('Yes, fine.\n\nAnn');
});
