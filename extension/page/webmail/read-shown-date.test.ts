import { describe, expect, it } from 'vitest';
import { readShownDate } from './read-shown-date.ts';

/** What the shown time is in UTC on the machine that runs the test: pages show dates in the browser's own zone. */
const local = (year: number, month: number, day: number, hour: number, minute: number): string =>
  new Date(year, month - 1, day, hour, minute).toISOString();

describe('dates as a webmail shows them', () => {
  it.each([
    ['20 Aug 2025, 13:19', 'en-GB', local(2025, 8, 20, 13, 19)],
    ['Aug 20, 2025, 1:19 PM', 'en', local(2025, 8, 20, 13, 19)],
    ['Aug 20, 2025, 1:19\u202fPM', 'en', local(2025, 8, 20, 13, 19)],
    ['Wed, Aug 20, 2025 at 12:05 a.m.', 'en', local(2025, 8, 20, 0, 5)],
    ['20. Aug. 2025, 13:19', 'de', local(2025, 8, 20, 13, 19)],
    ['5. März 2026, 07:02', 'de', local(2026, 3, 5, 7, 2)],
    ['20 août 2025, 13:19', 'fr', local(2025, 8, 20, 13, 19)],
    ['2025年8月20日 13:19', 'ja', local(2025, 8, 20, 13, 19)],
    ['2025/08/20 13:19', 'ja', local(2025, 8, 20, 13, 19)],
    ['2025. 8. 20. 오후 1:19', 'ko', local(2025, 8, 20, 13, 19)],
    ['20 августа 2025 г., 13:19', 'ru', local(2025, 8, 20, 13, 19)],
    ['٢٠ أغسطس ٢٠٢٥، ١:١٩ م', 'ar', local(2025, 8, 20, 13, 19)],
  ])('reads %j in %s', (text, language, utc) => {
    expect(readShownDate(text, language)).toBe(utc);
  });

  it.each([
    ['08/09/2025, 13:19', 'en', 'day or month first?'],
    ['08.09.2025, 13:19', 'de', 'numbers alone'],
    ['20 Aug, 13:19', 'en', 'no year'],
    ['20 Aug 2025', 'en', 'no time'],
    ['20 Aug 2025, 13:19 - 14:20', 'en', 'two times'],
    ['20 Aug or Sep 2025, 13:19', 'en', 'two months'],
    ['31 Feb 2025, 13:19', 'en', 'no such day'],
    ['20 Aug 2025, 25:19', 'en', 'no such hour'],
    ['20 Aug 2025, 13:19 PM', 'en', 'no such hour of a half day'],
    ['20 Août 2025, 13:19', 'not a language', 'a month in no known language'],
    ['', 'en', 'nothing'],
  ])('does not guess %j (%s): %s', (text, language) => {
    expect(readShownDate(text, language)).toBeNull();
  });
});
