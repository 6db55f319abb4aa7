import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Markdown } from './markdown.tsx';
import { safeUrl } from './safe-url.ts';

const render = (text: string): string => renderToStaticMarkup(<Markdown text={text} />);
const user = '00000000-0000-4000-8000-000000000002';

describe('what a message may hold', () => {
  it.each([
    ['**b** _i_ ~~d~~ `c`', '<strong>b</strong> <em>i</em> <del>d</del> <code>c</code>'],
    ['- a\n- b', '<li dir="auto">a</li>'],
    ['1. a', '<ol>'],
    ['> q', '<blockquote dir="auto">'],
    ['```\nx < y\n```', '<code>x &lt; y'],
    ['one\ntwo', 'one<br/>'],
  ])('%j', (text, html) => {
    expect(render(text)).toContain(html);
  });

  it('opens links outside, without telling where from', () => {
    expect(render('see https://a.example/x')).toContain(
      '<a href="https://a.example/x" target="_blank" rel="noreferrer noopener nofollow"',
    );
  });

  it('shows a mention as a chip, its sign with it', () => {
    expect(render(`Hi @[Tom Okafor](user:${user})!`)).toBe(
      '<p dir="auto">Hi <span class="mention">@Tom Okafor</span>!</p>',
    );
  });

  it('writes a plain text as it is', () => {
    expect(render('Just words, هنا too')).toBe('<p dir="auto">Just words, هنا too</p>');
  });
});

describe('what it may not', () => {
  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '[x](chrome-extension://abc/options.html)',
    '[x](blob:https://a.example/1)',
    '<javascript:alert(1)>',
    '[x](user:not-an-id)',
    '[x](//a.example)',
    '[x][y]\n\n[y]: javascript:alert(1)',
  ])('%j leads nowhere', (text) => {
    expect(render(text)).not.toMatch(/<a |href=/);
  });

  it.each([
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '<b onclick="x()">b</b>',
    '<iframe src="https://a.example"></iframe>',
    '![picture](https://a.example/pixel.png)',
    '![picture][p]\n\n[p]: https://a.example/pixel.png',
    '<svg><a xlink:href="javascript:x">y</a></svg>',
  ])('%j makes no element of its own', (text) => {
    expect(render(text)).not.toMatch(/<(?:img|script|b|iframe|svg)[\s>]/);
  });

  it('keeps headings, tables and task lists as text', () => {
    expect(render('# Big')).toBe('<p dir="auto"><strong>Big</strong></p>');
    expect(render('| a | b |\n|---|---|\n| 1 | 2 |')).toMatch(/^<pre tabindex="0"><code>\| a \| b \|/);
    expect(render('- [x] done')).toContain('☑ done');
  });
});

it.each([
  ['https://a.example/', 'https://a.example/'],
  ['http://a.example', 'http://a.example'],
  ['mailto:a@b.example', 'mailto:a@b.example'],
  [`user:${user}`, `user:${user}`],
  ['javascript:alert(1)', ''],
  ['  javascript:alert(1)', ''],
  ['java\nscript:alert(1)', ''],
  ['/relative', ''],
  ['', ''],
])('safeUrl(%j) is %j', (url, safe) => {
  expect(safeUrl(url)).toBe(safe);
});
