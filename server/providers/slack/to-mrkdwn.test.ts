import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeText, splitMrkdwn, toMrkdwn } from './to-mrkdwn.ts';

const bare = (value: string) => value.replaceAll(/\s/g, '');

describe('Markdown as mrkdwn', () => {
  test.each([
    ['**bold** _it_ ~~gone~~ `code`', '*bold* _it_ ~gone~ `code`'],
    ['- a\n- b\n\n1. x\n2. y', '• a\n• b\n\n1. x\n2. y'],
    ['> quote\n> more', '> quote\n> more'],
    ['```ts\nif (a < b && c) {}\n```', '```\nif (a &lt; b &amp;&amp; c) {}\n```'],
    ['[label](https://e.example/?a=1&b=2)', '<https://e.example/?a=1&amp;b=2|label>'],
    ['<https://e.example/x>', '<https://e.example/x>'],
    ['line one\nline two', 'line one\nline two'],
    ['5 > 3 < 7 & more', '5 &gt; 3 &lt; 7 &amp; more'],
    ['snake_case stays', 'snake_case stays'],
    ['# Heading', '*Heading*'],
  ])('%j', (markdown, mrkdwn) => {
    expect(toMrkdwn(markdown)).toBe(mrkdwn);
  });

  test('people of the chat are mentioned, others named', () => {
    const body = 'hi @[Ana B](chat:U0123ABC) and @[Bob](user:0190a1b2-0000-7000-8000-000000000000)';
    expect(toMrkdwn(body)).toBe('hi <@U0123ABC> and @Bob');
  });

  test('an address with a stray percent sign is shown as it was written', () => {
    expect(toMrkdwn('[a](https://x.example/100%) <!here>')).toBe('[a](https://x.example/100%) &lt;!here&gt;');
  });

  test('nothing written becomes a control sequence', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '!channel',
      '!here',
      '@U1',
      '#C1',
      '|',
      '`',
      '```',
      '[',
      '](',
      ')',
      '\n',
      '> ',
      '*',
      '_',
      '&lt;',
      'https://a.example/',
      '@everyone',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { maxLength: 30 }), (parts) => {
        const mrkdwn = toMrkdwn(parts.join(''));
        for (const [, control] of mrkdwn.matchAll(/<([^>]*)>/g)) expect(control).toMatch(/^(?:https?:|mailto:|ftp:)/i);
        expect(mrkdwn).not.toMatch(/@(?:channel|here|everyone)\b/);
      }),
      { numRuns: 500 },
    );
  });

  test('escaped text mentions nobody', () => {
    expect(escapeText('<!channel> & @here')).toBe('&lt;!channel&gt; &amp; @\u200Bhere');
  });
});

test.each(['> '.repeat(6_000), '*a_'.repeat(4_000), '@['.repeat(6_000), '['.repeat(12_000)])(
  'text made of marks alone comes through as it is (%#)',
  (text) => {
    const sent = toMrkdwn(text).replaceAll('&gt;', '>').replaceAll('\u200B', '');
    expect(sent).toBe(text.trim());
  },
);

describe('long texts in parts', () => {
  test('no part is too long and nothing is lost', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 400 }), { maxLength: 60 }), (lines) => {
        const text = lines.join('\n').replaceAll('`', "'");
        const parts = splitMrkdwn(text, 500);
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(500);
        expect(bare(parts.join(''))).toBe(bare(text));
      }),
    );
  });

  test('a code block goes on in the next part', () => {
    const code = ['```', ...Array.from({ length: 30 }, (_, at) => `line ${at} of the code`), '```'].join('\n');
    const parts = splitMrkdwn(code, 300);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      expect(part.startsWith('```')).toBe(true);
      expect(part.endsWith('```')).toBe(true);
    }
  });
});
