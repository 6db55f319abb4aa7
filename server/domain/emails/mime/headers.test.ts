import { describe, expect, test } from 'vitest';
import { readAddresses } from './address-header.ts';
import { readDate } from './date-header.ts';
import { decodeWords } from './decode-words.ts';
import { readParameters } from './header-parameters.ts';

describe('encoded words', () => {
  test.each([
    ['=?utf-8?Q?Gr=C3=BC=C3=9Fe_aus?= Wien', 'Grüße aus Wien'],
    ['=?UTF-8?B?R3LDvMOf?= =?UTF-8?B?ZQ==?=', 'Grüße'],
    ['=?utf-8?Q?Gr=C3?=\t=?utf-8?Q?=BC=C3=9F?= =?utf-8?B?ZQ==?=', 'Grüße'],
    ['=?ISO-8859-1*de?Q?Gr=FC=DFe?=', 'Grüße'],
    ['=?UTF-7?Q?Fr+APY-sche?=', 'Frösche'],
    ['Re:=?utf-8?q?_Gr=C3=BC=C3=9Fe?=,ja', 'Re: Grüße,ja'],
    ['=?utf-8?Q?mit Abstand?=', 'mit Abstand'],
    ['=?x-nobody?Q?Gr=C3=BC?=', 'Grü'],
    ['=?utf-8?Q?ohne Ende', '=?utf-8?Q?ohne Ende'],
    ['Gr\u00c3\u00bc\u00c3\u009fe', 'Grüße'],
    ['Gr\u00fc\u00dfe', 'Grüße'],
    ['\u001b$B$3$s\u001b(B', 'こん'],
    ['=?iso-2022-jp?B?GyRCJDMbKEI=?= =?iso-2022-jp?B?GyRCJHMbKEI=?=', 'こん'],
  ])('%j', (raw, text) => {
    expect(decodeWords(raw)).toBe(text);
  });

  test('raw bytes are read in the mail’s own charset where they are no UTF-8', () => {
    expect(decodeWords('\u00d0\u00d2\u00c9\u00d7\u00c5\u00d4', 'koi8-r')).toBe('привет');
  });
});

describe('addresses', () => {
  test.each<[string, [string, string][]]>([
    ['mara@x.example', [['', 'mara@x.example']]],
    [
      '"Lind, Mara" <mara@x.example>, Tom <tom@x.example>',
      [
        ['Lind, Mara', 'mara@x.example'],
        ['Tom', 'tom@x.example'],
      ],
    ],
    ['mara@x.example (Mara Lind)', [['Mara Lind', 'mara@x.example']]],
    ['Mara(of (the) hall) Lind <mara@x.example>', [['Mara Lind', 'mara@x.example']]],
    ['=?utf-8?Q?J=C3=B6rg,_X?= <j@x.example>', [['Jörg, X', 'j@x.example']]],
    ['"=?utf-8?Q?J=C3=B6rg?=" <j@x.example>', [['Jörg', 'j@x.example']]],
    ['=?utf-8?Q?=3Cevil=40y.example=3E?= <j@x.example>', [['<evil@y.example>', 'j@x.example']]],
    ['undisclosed-recipients:;', []],
    [
      'Team: a@x.example, "B" <b@x.example>;, c@x.example',
      [
        ['', 'a@x.example'],
        ['B', 'b@x.example'],
        ['', 'c@x.example'],
      ],
    ],
    ['(Empty list)(start)Nobody  :(nobody(that I know))  ;', []],
    ['Mary <@machine.tld:mary@x.example>', [['Mary', 'mary@x.example']]],
    ['John Doe <jdoe@machine(comment).  example>', [['John Doe', 'jdoe@machine.example']]],
    ['"john doe"@x.example', [['', '"john doe"@x.example']]],
    ['J\u00c3\u00b6rg <j\u00c3\u00b6rg@x.example>', [['Jörg', 'jörg@x.example']]],
    [
      'A <a@x.example> B <b@x.example>',
      [
        ['A', 'a@x.example'],
        ['B', 'b@x.example'],
      ],
    ],
    [
      'a@x.example; b@x.example',
      [
        ['', 'a@x.example'],
        ['', 'b@x.example'],
      ],
    ],
    ['"never closed <a@x.example>', [['never closed', 'a@x.example']]],
    ['Mara Lind', [['Mara Lind', '']]],
    ['<>', []],
    ['Mara mara@x.example>', [['Mara', 'mara@x.example']]],
    ['mailto:a@x.example', [['', 'a@x.example']]],
  ])('%s', (raw, expected) => {
    expect(readAddresses(raw).map(({ name, address }) => [name, address])).toEqual(expected);
  });
});

describe('dates', () => {
  test.each([
    ['Tue, 3 Mar 2026 09:12:30 +0100', '2026-03-03T08:12:30.000Z'],
    ['Fri, 3 Mar 2026 09:12 +0100 (MEZ)', '2026-03-03T08:12:00.000Z'],
    ['3 Mar 26 09:12:30 EST', '2026-03-03T14:12:30.000Z'],
    ['3 Mar 99 09:12:30 GMT', '1999-03-03T09:12:30.000Z'],
    ['3 Mar 126 09:12:30 Z', '2026-03-03T09:12:30.000Z'],
    ['Tuesday, 03-Mar-26 09:12:30 GMT', '2026-03-03T09:12:30.000Z'],
    ['Tue Mar  3 09:12:30 2026', '2026-03-03T09:12:30.000Z'],
    ['Tue Mar  3 09:12:30 PST 2026', '2026-03-03T17:12:30.000Z'],
    ['2026-03-03T09:12:30.123+01:00', '2026-03-03T08:12:30.000Z'],
    ['2026-03-03 09:12:30', '2026-03-03T09:12:30.000Z'],
    ['Tue, 3 Mar 2026 9:12:30 PM -0000', '2026-03-03T21:12:30.000Z'],
    ['Tue, 3 Mar 2026 09.12.30 +0200', '2026-03-03T07:12:30.000Z'],
    ['3 Mar 2026 09:12:30 GMT-5', '2026-03-03T14:12:30.000Z'],
    ['3 Mar 2026 09(or so) : 12 : 30 +0100', '2026-03-03T08:12:30.000Z'],
    ['03.03.2026 09:12:30', '2026-03-03T09:12:30.000Z'],
    ['вт, 3 мар 2026 09:12:30 +0300', '2026-03-03T06:12:30.000Z'],
    ['3 Mar 2026 09:12:30 K', '2026-03-03T09:12:30.000Z'],
    ['Tue, 31 Feb 2026 09:12:30 +0100', null],
    ['Tue, 3 Mar 2026 29:12:30 +0100', null],
    ['Tue Mar 03 09:12:30 +0000', null],
    ['yesterday', null],
    ['', null],
  ])('%j', (raw, expected) => {
    expect(readDate(raw)).toBe(expected);
  });
});

describe('parameters', () => {
  test.each([
    ['attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'],
    ["attachment; filename*=utf-8'de'Gr%C3%BC%C3%9Fe.pdf; filename=x", 'Grüße.pdf'],
    ['attachment; filename*0*=utf-8\'\'Gr%C3%BC; filename*1*=%C3%9Fe; filename*2=".p%20df"', 'Grüße.p%20df'],
    ['attachment; filename*1="lang.pdf"; filename*0="sehr "', 'sehr lang.pdf'],
    ['attachment; filename="=?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?="', 'Grüße.pdf'],
    ['attachment; filename=zwei Worte.pdf; size=3', 'zwei Worte.pdf'],
    ['attachment; filename="Gr\u00c3\u00bc\u00c3\u009fe.pdf"', 'Grüße.pdf'],
    ['attachment; filename=report (1).pdf', 'report (1).pdf'],
    ['attachment;; filename = "a;b.pdf" ;', 'a;b.pdf'],
  ])('%j', (raw, name) => {
    expect(readParameters(raw).parameters.get('filename')).toBe(name);
  });

  test('a comment is no part of a value', () => {
    const { value, parameters } = readParameters('Text/Plain (see below); charset=us-ascii (plain text)');
    expect([value, parameters.get('charset')]).toEqual(['text/plain', 'us-ascii']);
  });
});
