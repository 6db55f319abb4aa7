import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readEmail } from './read-email.ts';

const SOURCE = Buffer.from(
  [
    'From: =?utf-8?Q?J=C3=B6rg?= <j@x.example>',
    'To: "Lind, Mara" <mara@x.example>, Team: a@x.example (A), b@x.example;',
    'Subject: =?utf-8?B?R3LDvMOf?= =?utf-8?B?ZQ==?=',
    'Date: Tue, 3 Mar 2026 09:12:30 +0100',
    'References: <a@x.example> <b@x.example>',
    'Content-Type: multipart/mixed; boundary="outer"',
    '',
    '--outer',
    'Content-Type: multipart/alternative; boundary=inner',
    '',
    '--inner',
    'Content-Type: text/plain; charset=utf-8; format=flowed',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'Gr=C3=BC=C3=9Fe =',
    'an alle',
    '',
    'On Tue, 3 Mar 2026 at 09:12, Ann <a@x.example> wrote:',
    '> Hallo',
    '--inner',
    'Content-Type: text/html; charset=iso-8859-1',
    '',
    '<div>Gr&uuml;&szlig;e <blockquote type="cite"><p>Hallo</blockquote>',
    '--inner--',
    '--outer',
    'Content-Type: message/rfc822',
    '',
    'Subject: inner',
    '',
    'Inside',
    '--outer',
    "Content-Disposition: attachment; filename*0*=utf-8''Gr%C3%BC; filename*1=e.pdf",
    'Content-Transfer-Encoding: base64',
    '',
    'SGFsbG8=',
    '--outer--',
    '',
  ].join('\r\n'),
);

const TOKENS = [
  '--outer',
  '--outer--',
  '--inner',
  '\r\n\r\n',
  '\r',
  '\n',
  '"',
  '(',
  '<',
  '=?',
  '?=',
  ';',
  '\0',
  ' ',
  '=',
  '>',
  '&#',
  '<div',
  'é',
];
const piece = fc.oneof(
  fc.constantFrom(...TOKENS).map((token) => Buffer.from(token)),
  fc.uint8Array({ maxLength: 12 }),
);
const change = fc.record({ at: fc.nat(SOURCE.length), removed: fc.nat(40), added: piece });

function mutate(changes: { at: number; removed: number; added: Uint8Array }[]): Buffer {
  return changes.reduce<Buffer>(
    (source, { at, removed, added }) => Buffer.concat([source.subarray(0, at), added, source.subarray(at + removed)]),
    SOURCE,
  );
}

describe('any bytes', () => {
  test('are read without an error, with fragments that hold the text and hashes that fit the files', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
        const email = readEmail(mutate(changes));
        for (const { content, size, sha256 } of email.attachments) {
          expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([size, sha256]);
        }
        expect(JSON.stringify(email)).not.toContain(String.raw`\u0000`);
        expect(email.date === null || !Number.isNaN(Date.parse(email.date))).toBe(true);
        expect(email.visibleText === '' && email.fragments.some((each) => each.content.trim() !== '')).toBe(false);
      }),
      { numRuns: 1500 },
    );
  });

  test('a body outside every part of a multipart does not displace what the parts say', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z \n]{0,60}$/), (noise) => {
        const source = SOURCE.toString('latin1').replace('\r\n\r\n--outer\r\n', `\r\n\r\n${noise}\r\n--outer\r\n`);
        const email = readEmail(Buffer.from(`${source}${noise}`, 'latin1'));
        expect([email.visibleText, email.attachments.map(({ filename }) => filename)]).toEqual([
          'Grüße an alle',
          [null, 'Grüe.pdf'],
        ]);
      }),
    );
  });

  test.each([
    ['header lines', 'X-A: 1\r\n', ''],
    ['addresses', 'To: ', 'a@x.example, '],
    ['open quotes', 'To: ', '"\\'],
    ['open brackets', 'To: ', '<"('],
    ['encoded words', 'Subject: ', '=?utf-8?q?a '],
    ['ids', 'References: ', '<a@b'],
    ['parameters', 'Content-Type: text/plain; ', 'x*0*=a; '],
    ['delimiters', 'Content-Type: multipart/mixed; boundary=b\r\n\r\n', '--b\r\n'],
    ['nested parts', '', 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n'],
    ['open tags', 'Content-Type: text/html\r\n\r\n', '<div><blockquote>'],
    ['entities', 'Content-Type: text/html\r\n\r\n', '&amp'],
    ['soft breaks', 'Content-Transfer-Encoding: quoted-printable\r\n\r\n', '=\r\n '],
  ])('cost as much per byte however many there are: %s', (_, start, repeated) => {
    const cost = (count: number): number => {
      const source = Buffer.from(start + (repeated === '' ? start : repeated).repeat(count));
      // The least of some runs: the process's own housekeeping counts too.
      const runs = Array.from({ length: 3 }, () => {
        const before = process.cpuUsage();
        readEmail(source);
        return process.cpuUsage(before).user;
      });
      return Math.max(Math.min(...runs), 1000);
    };
    // Forty times the bytes: squared growth would be 1,600 times the work.
    expect(cost(12_000) / cost(300)).toBeLessThan(400);
  });
});
