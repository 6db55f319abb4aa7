const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const dayNumber = (at: Date): number =>
  Math.round(Date.UTC(at.getFullYear(), at.getMonth(), at.getDate()) / 86_400_000);

/** Whole calendar days from `at` to `now` in the reader's zone; negative for the future. */
export function daysBetween(at: Date, now: Date): number {
  return dayNumber(now) - dayNumber(at);
}

const clock = (at: Date, locale?: string): string =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(at);

/** How long ago, in a word or two: "now", "4 min", "14:02", "yesterday", "Tue", "14 Nov", "14 Nov 2024". */
export function shortAgo(at: Date, now: Date, locale?: string): string {
  const passedMs = now.getTime() - at.getTime();
  // A clock that is a little ahead must not show a message of the future.
  if (passedMs < minuteMs && passedMs > -hourMs) return 'now';
  if (passedMs > 0 && passedMs < hourMs) return `${Math.floor(passedMs / minuteMs)} min`;
  const days = daysBetween(at, now);
  if (days === 0) return clock(at, locale);
  if (days === 1) return 'yesterday';
  if (days > 1 && days < 7) return new Intl.DateTimeFormat(locale, { weekday: 'short' }).format(at);
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(at);
}

/** The heading over a day's messages: "Today", "Yesterday", "Tuesday, 14 November". */
export function dayHeading(at: Date, now: Date, locale?: string): string {
  const days = daysBetween(at, now);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(at);
}

/** Hour and minute in the reader's zone. */
export function clockTime(at: Date, locale?: string): string {
  return clock(at, locale);
}

/** Date and time in full, for a hover. */
export function exactTime(at: Date, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(at);
}
