import type { LocalTime, NotificationSettings } from '#shared/contract/notification.ts';

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** How long a person's quiet time lasts from now on, in ms; null when it is not quiet. */
export function quietForMs(settings: NotificationSettings, now: LocalTime): number | null {
  let minutes = 0;
  // Hours may end in a weekend and a weekend in hours: each is waited out in turn.
  for (let turn = 0; turn < 4; turn += 1) {
    const rest = quietMinutes(settings, later(now, minutes));
    if (rest === 0) break;
    minutes += rest;
  }
  return minutes === 0 ? null : minutes * minuteMs;
}

function quietMinutes({ quiet, quietWeekends }: NotificationSettings, { minute, weekday }: LocalTime): number {
  if (quietWeekends && weekday === 6) return 2 * dayMinutes - minute;
  if (quietWeekends && weekday === 0) return dayMinutes - minute;
  if (quiet === null || quiet.from === quiet.until) return 0;
  const { from, until } = quiet;
  if (from < until) return minute >= from && minute < until ? until - minute : 0;
  if (minute >= from) return dayMinutes - minute + until;
  return minute < until ? until - minute : 0;
}

function later({ minute, weekday }: LocalTime, minutes: number): LocalTime {
  const total = minute + minutes;
  return { minute: total % dayMinutes, weekday: (weekday + Math.floor(total / dayMinutes)) % 7 };
}
