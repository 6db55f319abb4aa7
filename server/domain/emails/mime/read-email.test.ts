import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readEmail } from './read-email.ts';
import type { ParsedEmail } from './read-email.ts';

/** A source with CRLF line ends; a string may hold bytes as U+0080 to U+00FF. */
function read(lines: string | string[]): ParsedEmail {
  const source = typeof lines === 'string' ? lines : lines.join('\r\n');
  return readEmail(Buffer.from(source, 'latin1'));
}

/** A body below headers that say nothing else. */
function readBody(type: string, body: string[], encoding = '8bit'): ParsedEmail {
  return read([`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, '', ...body]);
}

function files(email: ParsedEmail): [string | null, string, number][] {
  return email.attachments.map(({ filename, contentType, size }) => [filename, contentType, size]);
}

const mixed = (boundary: string, ...parts: string[][]): string[] => [
  `Content-Type: multipart/mixed; boundary="${boundary}"`,
  '',
  ...parts.flatMap((part) => [`--${boundary}`, ...part]),
  `--${boundary}--`,
];
const plain = (text: string): string[] => ['Content-Type: text/plain', '', text];
const file = (name: string, content: string): string[] => [
  'Content-Type: application/pdf',
  `Content-Disposition: attachment; filename="${name}"`,
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from(content).toString('base64'),
];

describe('the whole mail', () => {
  test('text, HTML and a file', () => {
    const email = read([
      'Message-ID: <1@larkfield.example>',
      'In-Reply-To: <0@larkfield.example> (Mara’s message)',
      'References: <a@larkfield.example>\r\n <0@larkfield.example>',
      ...mixed(
        'outer',
        [
          'Content-Type: multipart/alternative; boundary=inner',
          '',
          '--inner',
          ...plain('Hi'),
          '--inner',
          'Content-Type: text/html',
          '',
          '<p>Hi</p>',
          '--inner--',
        ],
        file('offer.pdf', '%PDF'),
      ),
    ]);
    expect(email).toMatchObject({ text: 'Hi', html: '<p>Hi</p>', visibleText: 'Hi', messageId: '1@larkfield.example' });
    expect(email.references).toEqual(['a@larkfield.example', '0@larkfield.example']);
    expect(email.inReplyTo).toBe('0@larkfield.example');
    expect(email.attachments[0]?.sha256).toBe(createHash('sha256').update('%PDF').digest('hex'));
  });

  test('attached text keeps its line ends, byte for byte', () => {
    const email = read(mixed('b', ['Content-Type: text/csv; name="rows.csv"', '', 'a;b\r\n1;2\r\n'], plain('Hi')));
    expect(Buffer.from(email.attachments[0]?.content ?? []).toString()).toBe('a;b\r\n1;2\r\n');
    expect(email.text).toBe('Hi');
  });

  test('the second text is a part of its own, not glued to the first', () => {
    const email = read(mixed('b', plain('One'), plain('Two')));
    expect([email.text, files(email)]).toEqual(['One', [[null, 'text/plain', 3]]]);
  });

  test('a forwarded message inline gives its leaves; as a file it stays a file', () => {
    const inner = ['Subject: inner', '', 'Inside'];
    const inline = read(
      mixed('b', ['Content-Type: text/html', '', 'Outside'], ['Content-Type: message/rfc822', '', ...inner]),
    );
    expect([inline.text, inline.visibleText]).toEqual(['Inside', 'Outside']);
    const named = read(mixed('b', plain('Hi'), ['Content-Type: message/rfc822; name="old.eml"', '', ...inner]));
    expect(files(named)).toEqual([['old.eml', 'message/rfc822', inner.join('\r\n').length]]);
  });

  test('flowed lines are joined in what is visible, and kept in the text', () => {
    const email = readBody('text/plain; format=flowed; delsp=yes', [
      'Guten Mor ',
      'gen',
      '> Zi ',
      '> tat',
      '-- ',
      'Mara',
    ]);
    expect([email.visibleText, email.text?.startsWith('Guten Mor \ngen')]).toEqual(['Guten Morgen', true]);
  });

  test('a name in Content-Type counts where the disposition has an empty one', () => {
    const part = ['Content-Type: image/png; name="a.png"', 'Content-Disposition: inline; filename=""', '', 'x'];
    expect(files(read(mixed('b', part)))).toEqual([['a.png', 'image/png', 1]]);
  });

  test('calendar parts, signatures and winmail.dat are kept', () => {
    const parts = [
      ['Content-Type: text/calendar', '', 'BEGIN:VCALENDAR'],
      ['Content-Type: application/ms-tnef; name=winmail.dat', '', 'x'],
    ];
    expect(files(read(mixed('b', plain('Hi'), ...parts)))).toEqual([
      [null, 'text/calendar', 15],
      ['winmail.dat', 'application/ms-tnef', 1],
    ]);
  });
});

describe('broken shapes', () => {
  test('nothing closes the parts', () => {
    const source = [
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      ...plain('Hi'),
      '--b',
      ...file('x.pdf', 'abc'),
    ];
    expect(files(read(source))).toEqual([['x.pdf', 'application/pdf', 3]]);
  });

  test('the header names no boundary, or another', () => {
    for (const type of ['multipart/mixed', 'multipart/mixed; boundary=other']) {
      expect(read([`Content-Type: ${type}`, '', '--b=_1', ...plain('Hi'), '--b=_1--']).text).toBe('Hi');
    }
  });

  test('a boundary that begins like another, and one used on two levels', () => {
    const nested = ['Content-Type: multipart/alternative; boundary="b-2"', '', '--b-2', ...plain('Hi'), '--b-2--'];
    expect(read(mixed('b', nested, file('x.pdf', 'abc'))).text).toBe('Hi');
    const twice = ['Content-Type: multipart/alternative; boundary="b"', '', '--b', ...plain('Hi'), '--b--'];
    expect(files(read(mixed('b', twice, file('x.pdf', 'abc'))))).toContainEqual(['x.pdf', 'application/pdf', 3]);
  });

  test.each([
    ['bare LF', 'Subject: Hi\n\nOne\nTwo\n'],
    ['bare CR', 'Subject: Hi\r\rOne\rTwo\r'],
    ['doubled CR', 'Subject: Hi\r\r\n\r\r\nOne\r\r\nTwo\r\r\n'],
    [
      'an mbox line, a byte order mark and empty lines first',
      'ï»¿\r\n\r\nFrom mara Tue Mar  3\r\nSubject: Hi\r\n\r\nOne\r\nTwo\r\n',
    ],
    ['a stray line between headers', 'X-A: 1\r\nstray\r\nSubject: Hi\r\n\r\nOne\r\nTwo\r\n'],
    [
      'continuation lines without their indentation',
      'Received: by a\r\nwith b\r\nfor c\r\nSubject: Hi\r\n\r\nOne\r\nTwo\r\n',
    ],
    ['a space before the first header', ' X-A: 1\r\nSubject: Hi\r\n\r\nOne\r\nTwo\r\n'],
    [
      'no empty line before the first part',
      'Subject: Hi\r\nContent-Type: multipart/mixed; boundary=b\r\nPreamble\r\n--b\r\nContent-Type: text/plain\r\n\r\nOne\r\nTwo\r\n\r\n--b--',
    ],
    ['no empty line before the body', 'Subject: Hi\r\nOne\r\nTwo\r\n'],
  ])('%s', (_, source) => {
    expect(read(source)).toMatchObject({ subject: 'Hi', text: 'One\nTwo\n' });
  });

  test('no headers at all, and nothing at all', () => {
    expect(read('Just words.\r\nMore.')).toMatchObject({ subject: null, text: 'Just words.\nMore.' });
    expect(read('')).toMatchObject({ messageId: null, date: null, text: '', visibleText: '', attachments: [] });
  });

  test('a message in base64, and a multipart that claims to be', () => {
    const inner = Buffer.from('Subject: x\r\n\r\nInside').toString('base64');
    expect(readBody('message/rfc822', [inner], 'base64').text).toBe('Inside');
    expect(read(['Content-Transfer-Encoding: base64', ...mixed('b', plain('Hi'))]).text).toBe('Hi');
  });
});
