import { describe, expect, test } from 'vitest';
import { fromMrkdwn } from './from-mrkdwn.ts';
import { readBody } from './from-rich-text.ts';

const section = (...elements: unknown[]) => ({ type: 'rich_text_section', elements });
const rich = (...elements: unknown[]) => readBody({ text: 'fallback', blocks: [{ type: 'rich_text', elements }] });

describe('mrkdwn as Markdown', () => {
  test.each([
    ['*bold* _it_ ~st~ `co&lt;de`', '**bold** _it_ ~~st~~ `co<de`'],
    ['2*3*4 and snake_case', '2\\*3\\*4 and snake_case'],
    ['&gt; q\n&gt; r\nafter', '> q\n> r\nafter'],
    ['• a\n• b', '- a\n- b'],
    ['<@U1ABC> <@U2ABC|ben>', '@[U1ABC](chat:U1ABC) @[ben](chat:U2ABC)'],
    ['<#C1|general> <!here> <!subteam^S1|@sales>', '#general @here @sales'],
    ['<https://a.example/?x=1&amp;y|label> <https://c.example>', '[label](https://a.example/?x=1&y) https://c.example'],
    ['<javascript:alert(1)|click>', 'click'],
    ['```\ncode *x*\n```', '```\ncode *x*\n```'],
    [':tada: :our-own: :+1::skin-tone-3:', '🎉 :our-own: 👍🏼'],
    ['# no heading', '\\# no heading'],
    ['&lt;script&gt;', '\\<script>'],
  ])('%j', (mrkdwn, markdown) => {
    expect(fromMrkdwn(mrkdwn)).toBe(markdown);
  });
});

describe('rich text as Markdown', () => {
  test('styles, people, emoji and links', () => {
    const body = rich(
      section(
        { type: 'text', text: 'Hi ' },
        { type: 'user', user_id: 'U1ABC' },
        { type: 'text', text: ' bold ', style: { bold: true } },
        { type: 'text', text: 'a*b', style: { italic: true, strike: true } },
        { type: 'text', text: ' x<y ', style: { code: true } },
        { type: 'emoji', name: 'tada', unicode: '1f389' },
        { type: 'link', url: 'https://a.example/(x)', text: 'see' },
      ),
    );
    expect(body).toBe('Hi @[U1ABC](chat:U1ABC) **bold** ~~_a\\*b_~~` x<y `🎉[see](https://a.example/%28x%29)');
  });

  test('lists, quotes and code', () => {
    const body = rich(
      section({ type: 'text', text: 'list:' }),
      { type: 'rich_text_list', style: 'bullet', indent: 0, elements: [section({ type: 'text', text: 'a' })] },
      { type: 'rich_text_list', style: 'ordered', indent: 1, elements: [section({ type: 'text', text: 'b' })] },
      { type: 'rich_text_quote', elements: [{ type: 'text', text: 'one\ntwo' }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'x = `1`' }] },
    );
    expect(body).toBe('list:\n\n- a\n    1. b\n\n> one\n> two\n\n```\nx = `1`\n```');
  });

  test('text made of marks alone, as only apps send it, loses no word', () => {
    const body = fromMrkdwn('*a* '.repeat(10_000));
    expect(body.match(/a/g)).toHaveLength(10_000);
    expect(fromMrkdwn('<'.repeat(40_000))).toHaveLength(40_000);
  });

  test('other blocks leave the text to be read', () => {
    expect(readBody({ text: '*hello*', blocks: [{ type: 'section' }] })).toBe('**hello**');
    expect(readBody({ text: '*hello*' })).toBe('**hello**');
  });
});
