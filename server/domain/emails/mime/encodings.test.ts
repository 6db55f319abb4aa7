import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readEmail } from './read-email.ts';
import type { ParsedEmail } from './read-email.ts';

/** A source with CRLF line ends; a string may hold bytes as U+0080 to U+00FF. */
function read(lines: string[]): ParsedEmail {
  return readEmail(Buffer.from(lines.join('\r\n'), 'latin1'));
}

/** A body below headers that say nothing else. */
function readBody(type: string, body: string[], encoding = '8bit'): ParsedEmail {
  return read([`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, '', ...body]);
}

describe('encodings', () => {
  test.each([
    ['utf-8', 'Gr\u00c3\u00bc\u00c3\u009fe', 'Grüße'],
    ['iso-8859-1', 'Gr\u00fc\u00dfe', 'Grüße'],
    ['"utf-7"', 'Gr+APwA3w-e', 'Grüße'],
    ['koi8-r', '\u00d0\u00d2\u00c9\u00d7\u00c5\u00d4', 'привет'],
    ['iso-2022-jp', '\u001b$B$3$s\u001b(B', 'こん'],
    ['iso-2022-kr', '\u001b$)C\u000eGQ1[\u000f', '한글'],
    ['hz-gb-2312', '~{VPND~}', '中文'],
    ['ks_c_5601-1987', '\u00c7\u00d1', '한'],
    ['cp850', '\u0081', 'ü'],
    ['us-ascii', 'Gr\u00c3\u00bc\u00c3\u009fe', 'Grüße'],
    ['x-nobody-knows', 'Gr\u00fc\u00dfe', 'Grüße'],
  ])('%s', (charset, body, text) => {
    expect(readBody(`text/plain; charset=${charset}`, [body]).text).toBe(text);
  });

  test.each([
    [
      'windows-1251',
      '\u00cf\u00f0\u00e8\u00e2\u00e5\u00f2, \u00ed\u00e0\u00f8 \u00e7\u00e0\u00eb \u00f1\u00e2\u00ee\u00e1\u00ee\u00e4\u00e5\u00ed',
      'Привет, наш зал свободен',
    ],
    [
      'koi8-r',
      '\u00f0\u00d2\u00c9\u00d7\u00c5\u00d4, \u00ce\u00c1\u00db \u00da\u00c1\u00cc \u00d3\u00d7\u00cf\u00c2\u00cf\u00c4\u00c5\u00ce',
      'Привет, наш зал свободен',
    ],
    ['windows-1252', 'Gr\u00fc\u00dfe aus K\u00f6ln', 'Grüße aus Köln'],
    ['iso-2022-jp', '\u001b$B$3$s\u001b(B', 'こん'],
    ['utf-16', '\u00fe\u00ff\u0000H\u0000i', 'Hi'],
  ])('%s that no header names, in the text and in the subject', (charset, body, text) => {
    const email = read([`Subject: ${charset === 'utf-16' ? 'Hi' : body}`, 'Content-Type: text/plain', '', body]);
    expect([email.subject, email.text]).toEqual([text, text]);
  });

  test('a charset that only the HTML names', () => {
    const page = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>\u00c4\u00c1</p>';
    expect(readBody('text/html', [page]).visibleText).toBe('да');
  });

  test('text that claims to be base64 and is not', () => {
    const words = 'The hall is free on Monday and on Tuesday, so is the small room.';
    expect(readBody('text/plain', [words], 'base64').text).toBe(words);
  });

  test('quoted-printable: soft breaks, white space at the end, broken escapes', () => {
    expect(
      readBody('text/plain; charset=utf-8', ['Gr=C3=BC=', '=c3=9fe =  ', 'x=zz =20', 'y  '], 'Quoted-Printable').text,
    ).toBe('Grüße x=zz  \ny');
  });

  test.each(['"base64"', 'BASE64;', 'base64 (as ever)'])('an encoding written as %s', (encoding) => {
    expect(readBody('text/plain', ['SGFsbG8='], encoding).text).toBe('Hallo');
  });

  test('base64 with junk in it', () => {
    expect(readBody('text/plain', ['SGF*s', ' bG8=', '--junk'], 'base64').text).toBe('Hallo');
  });

  test('a large file in base64, its lines broken anywhere', () => {
    const content = Buffer.alloc(9_000_000, 'Larkfield');
    const letters = content.toString('base64').replace(/.{101}/g, '$&\r\n');
    const email = readBody('application/zip; name=a.zip', [letters], 'base64');
    expect(email.attachments[0]?.sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  test('uuencoded parts', () => {
    const email = readBody(
      'application/octet-stream; name=a.bin',
      ['begin 644 a.bin', '#0V%T', '`', 'end'],
      'x-uuencode',
    );
    expect(Buffer.from(email.attachments[0]?.content ?? []).toString()).toBe('Cat');
  });
});
