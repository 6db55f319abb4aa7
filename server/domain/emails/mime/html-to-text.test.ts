import { describe, expect, test } from 'vitest';
import { htmlToText } from './html-to-text.ts';
import { readEmail } from './read-email.ts';

function visible(html: string): string {
  return readEmail(Buffer.from(`Content-Type: text/html; charset=utf-8\r\n\r\n${html}`)).visibleText;
}

describe('htmlToText', () => {
  test.each([
    ['<p>One<br>two</p><p>Three &amp; f&uuml;r</p>', 'One\ntwo\n\nThree & für'],
    ['<div>a</div><div><br></div><div>b</div>', 'a\n\nb'],
    ['<p>a</p><p>&nbsp;</p><p>&nbsp;</p><p>b</p>', 'a\n\nb'],
    ['<style>x{}</style><title>t</title>a<span style="display:none">hidden</span> b<script>x</script>', 'a b'],
    ['<ul><li>one<li>two</ul>', '- one\n- two'],
    ['<ol><li>one<li>two</ol>', '1. one\n2. two'],
    ['Ann <ann@x.example> and <b>Tom</b>', 'Ann <ann@x.example> and Tom'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
    ['<pre>a\n  b</pre>', 'a\n  b'],
    ['a<blockquote>b<br>c<blockquote>d</blockquote></blockquote>e', 'a\n\n> b\n> c\n>\n>> d\n\ne'],
    ['<blockquote style="margin: 0 0 0 40px; border: none">in</blockquote>', 'in'],
    ['a<hr>b', 'a\n________________________________\nb'],
    ['never <b>closed <i>tags', 'never closed tags'],
    ['  spread \n  over  <b> lines </b>', 'spread over lines'],
  ])('%j', (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });
});

describe('what is visible of HTML', () => {
  test.each([
    [
      'Gmail',
      '<div dir="ltr">Fine.<br><br>Mara</div><br><div class="gmail_quote"><div class="gmail_attr">On Tue, 3 Mar 2026 at 09:12, Tom &lt;<a href="mailto:tom@x.example">tom@x.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote">Which day?</blockquote></div>',
    ],
    [
      'Outlook',
      '<p class="MsoNormal">Fine.</p><p class="MsoNormal">Mara</p><div style="border-top:solid"><p><b>Von:</b> Tom Ferro<br><b>Gesendet:</b> Dienstag, 3. März 2026 09:12<br><b>An:</b> Mara<br><b>Betreff:</b> Saal</p></div><p>Welcher Tag?</p>',
    ],
    [
      'Apple Mail',
      '<div>Fine.</div><div><br></div><div>Mara</div><br><div><blockquote type="cite"><div>Le 3 mars 2026 à 09:12, Tom &lt;tom@x.example&gt; a écrit :</div><br class="Apple-interchange-newline"><div>Quel jour ?</div></blockquote></div>',
    ],
    [
      'a signature of Gmail',
      '<div>Fine.</div><br><div>Mara</div><div><br></div><div class="gmail_signature">Mara Lind<br>Larkfield</div>',
    ],
    [
      'Zimbra',
      '<div>Fine.<br><br>Mara</div><hr><div><blockquote><b>From: </b>Tom &lt;tom@x.example&gt;<br><b>Subject: </b>Hall</blockquote></div>',
    ],
  ])('%s', (_, html) => {
    expect(visible(html)).toBe('Fine.\n\nMara');
  });
});
