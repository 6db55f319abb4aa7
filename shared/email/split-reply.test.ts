import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitReply } from './split-reply.ts';

function visible(text: string): string {
  return splitReply(text).visibleText;
}

describe('what is dropped', () => {
  test('the signature block and what is quoted, not the closing', () => {
    const { visibleText, fragments } = splitReply(
      'Wednesday suits us.\n\nKind regards\nMara\n\n-- \nMara Lind\nLarkfield\n\nOn Tue, 3 Mar 2026 at 09:12, Tom Ferro <tom@ferro.example> wrote:\n> Which day?\n',
    );
    expect(visibleText).toBe('Wednesday suits us.\n\nKind regards\nMara');
    expect(fragments.map(({ isQuoted, isSignature, isHidden }) => [isQuoted, isSignature, isHidden])).toEqual([
      [false, false, false],
      [false, true, true],
      [true, false, true],
    ]);
  });

  test('an introduction whose wrapped address begins its own line with a bracket', () => {
    expect(visible('Takk.\n\ntir. 3. mars 2026 kl. 09:12 skrev Tom Ferro <tom@ferro.example\n>:\n\n> Dag?\n')).toBe(
      'Takk.',
    );
  });

  test.each([
    ['divider and header in one line', '----- Weitergeleitete Nachricht ----- Von: Tom <tom@x.example>An: Mara\nSaal?'],
    [
      'a title nobody knows above a header',
      '---- Hall news ----\nSubject: Hall\nDate: 3.3.2026\nFrom: Tom <tom@x.example>\n\nHi',
    ],
    ['a title that ends in a colon', 'Forwarded message:\n\n> From: Tom <tom@x.example>\n> Hall?'],
    [
      'labels alone on their lines',
      'Tom Ferro <tom@x.example>\n03.03.2026 09:12\n\nAn\nMara\nKopie\n\nThema\nSaal\n\nFrei?',
    ],
    [
      'labels in small letters',
      'envoyé : 3 mars 2026 à 09:12\nde : Tom <tom@x.example>\nà : mara@y.example\nobjet : Salle\n\nLibre ?',
    ],
    [
      'recipients above the introduction',
      '--------\nКому: Mara (mara@y.example);\nТема: Зал;\n03.03.2026, 09:12, "Tom" <tom@x.example>:\n\nДа?',
    ],
    ['a date and an author alone', '2026/3/3 Tom Ferro <tom@x.example>\n\n| Hall?'],
    [
      'an author torn over lines',
      'On Tue, 3 Mar 2026 at 09:12 Tom\n\n<\nmailto:Tom <tom@x.example>\n> wrote:\n\nHall?',
    ],
    [
      'an introduction torn within its date',
      'Tom <tom@x.example> hat am 3. März\n2026 um 09:12 geschrieben:\n\n> Saal?',
    ],
    ['quote marks as entities', '&gt; Hall?\n&gt; Tom'],
  ])('what is quoted: %s', (_, quoted) => {
    expect(visible(`Fine.\n\nMara\n\n${quoted}\n`)).toBe('Fine.\n\nMara');
  });

  test('several lines of devices, and the ruler above them', () => {
    expect(
      visible(
        'Fine.\n\n____________\nSent from my phone\n_Sent with Airmail_\nGet [Outlook for iOS](https://a.example)',
      ),
    ).toBe('Fine.');
  });

  test('the torn-off end of a quoted line that was too long', () => {
    const long = `> ${'The hall is free on the days that we wrote to you about in '.repeat(2)}the`;
    expect(visible(`Good.\n\nTom Ferro wrote:\n${long}\nmonth of May.\n> Tom\n`)).toBe('Good.');
  });

  test('a mailing list’s footer', () => {
    expect(visible('Yes.\n\n_______________________\nhall mailing list\nhall@lists.example\n')).toBe('Yes.');
  });

  test('what a ticket system asks to be left below its line', () => {
    expect(visible('Solved.\n\n##- Please type your reply above this line -##\n\nTicket 7\n')).toBe('Solved.');
  });
});

describe('what is kept', () => {
  test('answers between quotes, one empty line apart', () => {
    expect(visible('Tom Ferro wrote:\n> Which day?\n\nWednesday.\n\n> And where?\n\nAt yours.\n')).toBe(
      'Wednesday.\n\nAt yours.',
    );
    expect(visible('> Which day?\nWednesday.\n> Where?\nHere.\n')).toBe('Wednesday.\nHere.');
  });

  test('a name between dashes above an introduction', () => {
    expect(visible('Fine.\n\n--- Mara ---\n\nOn Tue, 3 Mar 2026 at 09:12, Tom <tom@x.example> wrote:\n> Hall?\n')).toBe(
      'Fine.\n\n--- Mara ---',
    );
  });

  test('a title that dashes underline, above what is quoted', () => {
    expect(visible('Which day\n---------\n> Wednesday?\nYes.\n')).toBe('Which day\n---------\nYes.');
  });

  test('answers between quotes under a divider with its own introduction', () => {
    const head =
      '------- Original Message -------\nOn Tuesday, March 3rd, 2026 at 9:12 AM, Tom <tom@x.example> wrote:\n\n';
    expect(visible(`Hi\n\n${head}> Which day?\n\nWednesday.\n`)).toBe('Hi\n\nWednesday.');
  });

  test('a mail that is only a quote or only a forward, without the line of the device', () => {
    const forward = 'Begin forwarded message:\n\n> From: Tom <tom@ferro.example>\n> Subject: Hall\n>\n> Here.';
    expect(visible(forward)).toBe(forward);
    expect(visible(`Sent from my iPad\n\n${forward}`)).toBe(forward);
    expect(visible('> One\n> Two\n')).toBe('> One\n> Two');
    expect(visible('-- \nTom\n')).toBe('-- \nTom');
  });

  test.each([
    'The letter was sent from my iPhone yesterday and nobody saw it.',
    'Gesendet mit DHL',
    'Von meinem Bruder',
    'Sent from Berlin',
    'Sent from my desk, which is much easier than the phone.',
    'On Monday we talked about it.',
    'On 12 May I wrote the following:',
    'Am 3.3. schrieb ich Ihnen folgendes:',
    'Le 3 mars, nous avons écrit ceci :',
    'Here is what he wrote:',
    'Please write to Ann <ann@example.com>:',
    'Meeting on 3/3/2026 at 10:00 with Ann (ann@example.com):\n- budget',
    'From: Berlin\nTo: Rome',
    'Von: Wien\nNach: Rom\nDatum: 3.3.2026',
    'Date: 3 March\nSubject: Budget\nPlace: Oslo',
    'mail:\n  from: mara@x.example\n  to: tom@x.example\n  subject: Hall',
    '2026-03-03 10:00:05 user ann@example.com:\nfailed',
    '* Fri Jan 02 2026 Ann Berg <ann@x.example> - 0.2\n- keep what the disk writes',
    '2020 Ann Berg <ann@x.example>\nLicense:',
    '* Fri Jan 02 2026 Ann Berg <ann@x.example> - 0.2\n- new snapshot (commit cc1bb5):',
    '- one\n-- two\n---\nthree\n====',
    '—\nMara Lind',
    'I wrote "On Monday, Ann wrote:" and `--` there.',
    'envoyé : hier\nde : Tom\nobjet : salle',
    '>>> Halls to let <<<',
    '2026-03-03 10:00 GMT+01:00 Tom said so\nand Ann did not',
    '件名の件ですが、了解です。',
  ])('%j', (prose) => {
    expect(visible(`Hello\n\n${prose}\n\nThanks`)).toBe(`Hello\n\n${prose}\n\nThanks`);
  });
});

describe('any text', () => {
  const line = fc.oneof(
    fc.constantFrom('', '> a', '--', '-- ', '________', 'From: a@b.c', 'Subject: x', 'Sent: 3.3.2026 10:00'),
    fc.constantFrom('On 3 May 2026 at 10:00, Ann <a@b.c> wrote:', 'wrote:', 'Sent from my iPhone', '<a@b.c', '>:'),
    fc.string({ maxLength: 30 }),
  );
  const text = fc.array(line, { maxLength: 30 }).map((lines) => lines.join('\n'));

  test('is held whole by its fragments, and what is visible is part of it', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const { visibleText, fragments } = splitReply(whole);
        const unified = whole.replace(/\r\n?/g, '\n');
        expect(fragments.map(({ content }) => content).join('\n')).toBe(unified);
        const lines = new Set(unified.split('\n').map((each) => each.trimEnd()));
        expect(visibleText.split('\n').filter((each) => !lines.has(each.trimEnd()))).toEqual([]);
        if (unified.trim() !== '') expect(fragments.some(({ isHidden }) => !isHidden)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ['labels', 'Sent: now\nTo: you\n'],
    ['introductions that are none', 'foo bar: baz 12:30 x@y.z wrote:\n'],
    ['angle brackets', '<'.repeat(90)],
    ['rules', '- - - - - - - -\n'],
    ['quotes and empty lines', '> a\n\n'],
  ])('costs as much per line however many there are: %s', (_, piece) => {
    const cost = (count: number): number => {
      const lines = piece.repeat(count);
      // The least of some runs: the process's own housekeeping counts too.
      const runs = Array.from({ length: 3 }, () => {
        const start = process.cpuUsage();
        splitReply(lines);
        return process.cpuUsage(start).user;
      });
      return Math.max(Math.min(...runs), 1000);
    };
    // Forty times the lines: squared growth would be 1,600 times the work.
    expect(cost(12_000) / cost(300)).toBeLessThan(400);
  });
});
