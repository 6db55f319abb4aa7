import { expect, test } from 'vitest';
import type { NotificationSettings } from '#shared/contract/notification.ts';
import { quietForMs } from './quiet-time.ts';

const hour = 60;
const nights: NotificationSettings = {
  mentions: true,
  assignments: true,
  quiet: { from: 19 * hour, until: 7 * hour },
  quietWeekends: false,
};
const lunch: NotificationSettings = { ...nights, quiet: { from: 12 * hour, until: 13 * hour } };
const free: NotificationSettings = { ...nights, quietWeekends: true };
const [sunday, monday, friday, saturday] = [0, 1, 5, 6];

test.each([
  ['a working hour', nights, 9 * hour, monday, null],
  ['the evening, until the morning', nights, 19 * hour, monday, 12 * hour],
  ['the small hours', nights, 6 * hour + 59, monday, 1],
  ['the minute in which it ends', nights, 7 * hour, monday, null],
  ['the minute before lunch', lunch, 12 * hour - 1, monday, null],
  ['lunch', lunch, 12 * hour, monday, hour],
  ['the end of lunch', lunch, 13 * hour, monday, null],
  ['Friday evening, until Monday morning', free, 20 * hour, friday, 4 * hour + 48 * hour + 7 * hour],
  ['Saturday noon, until Monday morning', free, 12 * hour, saturday, 12 * hour + 24 * hour + 7 * hour],
  ['Sunday', { ...free, quiet: null }, 23 * hour, sunday, hour],
  ['a weekend that is not quiet', { ...nights, quiet: null }, 12 * hour, saturday, null],
  ['hours that begin when they end', { ...nights, quiet: { from: 60, until: 60 } }, 60, monday, null],
])('%s', (_name, settings, minute, weekday, minutes) => {
  expect(quietForMs(settings, { minute, weekday })).toBe(minutes === null ? null : minutes * 60_000);
});
