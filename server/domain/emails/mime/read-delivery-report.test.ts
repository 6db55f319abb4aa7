import { expect, test } from 'vitest';
import { writeDeliveryReport, type ReportOptions } from '#tests/support/delivery-reports.ts';
import { readDeliveryReport } from './read-delivery-report.ts';

const about = 'sent-1@larkfield.example';
const read = (options: Partial<ReportOptions> = {}, change = (source: string) => source) =>
  readDeliveryReport(Buffer.from(change(writeDeliveryReport({ about, to: 'olga@larkfield.example', ...options }))));

test.each(['headers', 'encoded headers', 'message'] as const)(
  'reads a report that comes with the original’s %s',
  (original) => {
    expect(read({ original })).toEqual({
      messageId: about,
      failures: [
        {
          address: 'marta@weiss-tools.example',
          answer: '550 5.1.1 <marta@weiss-tools.example>: Recipient address rejected',
        },
      ],
    });
  },
);

test('reads one with bare line feeds, one that was cut off, and one that names the first address beside the last', () => {
  expect(read({}, (source) => source.replaceAll('\r\n', '\n'))?.messageId).toBe(about);
  const cut = read({ original: 'message' }, (source) => source.slice(0, source.indexOf('--inner\r\n')));
  expect(cut?.messageId).toBe(about);
  const forwarded = read({}, (source) =>
    source.replace('Final-', 'Original-Recipient: rfc822;info@weiss.example\r\nFinal-'),
  );
  expect(forwarded?.failures[0]?.address).toBe('info@weiss.example');
});

test.each<[string, Partial<ReportOptions>, (source: string) => string]>([
  ['says that it takes longer', { action: 'delayed' }, (source) => source],
  ['says that it arrived', { action: 'delivered' }, (source) => source],
  ['does not name the mail', { original: 'none' }, (source) => source],
  ['is no report but looks like one', {}, (source) => source.replace('multipart/report', 'multipart/mixed')],
  [
    'is sent on inside another mail',
    {},
    (source) => `From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n${source}`,
  ],
])('nothing failed by a mail that %s', (_what, options, change) => {
  expect(read(options, change)).toBeUndefined();
});

test('what the server says is one line of bounded length', () => {
  const answer = read({ diagnostic: `smtp; 550 ${'x'.repeat(5_000)}\u0007\tend` })?.failures[0]?.answer ?? '';
  expect(answer.length).toBe(300);
  expect(read({ diagnostic: 'smtp; 550\u0007 a\tb' })?.failures[0]?.answer).toBe('550 a b');
});
