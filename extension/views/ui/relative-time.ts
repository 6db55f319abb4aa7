import { locale as currentLocale } from '#extension/language/language.ts';
import { t } from '#extension/language/t.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Building a format takes longer than a hundred uses of it. */
function format(at: Date, options: Intl.DateTimeFormatOptions, locale: string): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, known);
  return known.format(at);
}

const dayNumber = (at: Date): number =>
  Math.round(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / 86_400_000);

/** Whole calendar days from `at` to `now` in the reader's zone; negative for the future. */
export function daysBetween(at: Date, now: Date): number {
  return dayNumber(now) - dayNumber(at);
}

const clock = (at: Date, locale = currentLocale()): string =>
  format(at, { hour: 'numeric', minute: '2-digit' }, locale);

/** How long ago, in a word or two: "now", "4 min", "14:02", "yesterday", "Tue", "14 Nov", "14 Nov 2024". */
export function shortAgo(at: Date, now: Date, locale = currentLocale()): string {
  const passedMs = now.getTime() - at.getTime();
  // A clock that is a little ahead must not show a message of the future.
  if (passedMs < minuteMs && passedMs > -hourMs) return t('time.now');
  if (passedMs > 0 && passedMs < hourMs) return t('time.minutes', Math.floor(passedMs / minuteMs));
  const days = daysBetween(at, now);
  if (days === 0) return clock(at, locale);
  if (days === 1) return t('time.yesterday');
  if (days > 1 && days < 7) return format(at, { weekday: 'short' }, locale);
  return format(
    at,
    {
      day: 'numeric',
      month: 'short',
      ...(at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
    },
    locale,
  );
}

/** The heading over a day's messages: "Today", "Yesterday", "Tuesday, 14 November". */
export function dayHeading(at: Date, now: Date, locale = currentLocale()): string {
  const days = daysBetween(at, now);
  if (days === 0) return t('time.todayHeading');
  if (days === 1) return t('time.yesterdayHeading');
  return format(
    at,
    {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      ...(at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
    },
    locale,
  );
}

/** When something is to come: the clock, and its day unless that is today. */
export function shortDue(at: Date, now: Date, locale = currentLocale()): string {
  if (daysBetween(at, now) === 0) return clock(at, locale);
  return format(at, { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }, locale);
}

/** Hour and minute in the reader's zone. */
export function clockTime(at: Date, locale = currentLocale()): string {
  return clock(at, locale);
}

/** Hour and minute alone, where there is no room for more; the full time is a hover away. */
export function shortClock(at: Date, locale = currentLocale()): string {
  const text = clock(at, locale);
  return /\d+\D\d+/.exec(text)?.[0] ?? text;
}

/** Date and time in full, for a hover. */
export function exactTime(at: Date, locale = currentLocale()): string {
  return format(at, { dateStyle: 'full', timeStyle: 'short' }, locale);
}
