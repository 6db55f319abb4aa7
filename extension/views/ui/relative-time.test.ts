import { describe, expect, it } from 'vitest';
import { dayHeading, daysBetween, shortAgo, shortClock, shortDue } from './relative-time.ts';

const now = new Date(2026, 10, 20, 15, 30);
const at = (day: number, hour: number, minute = 0): Date => new Date(2026, 10, day, hour, minute);

describe('shortAgo', () => {
  it.each([
    [at(20, 15, 30), 'now'],
    [at(20, 15, 31), 'now'],
    [at(20, 15, 29), '1 min'],
    [at(20, 14, 31), '59 min'],
    [at(20, 9, 5), '9:05 AM'],
    [at(19, 23, 59), 'yesterday'],
    [at(17, 12), 'Tue'],
    [at(13, 12), 'Nov 13'],
    [new Date(2024, 1, 29, 12), 'Feb 29, 2024'],
  ])('%s reads %s', (time, text) => {
    expect(shortAgo(time, now, 'en-US').replace(/\u202F/g, ' ')).toBe(text);
  });

  it('says the clock of something later today, and not "now"', () => {
    expect(shortAgo(at(20, 18), now, 'en-GB')).toBe('18:00');
  });
});

it('says when something is to come, were it in a minute', () => {
  expect(shortDue(at(20, 15, 31), now, 'de-DE')).toBe('15:31');
  expect(shortDue(at(21, 18, 5), now, 'de-DE')).toBe('21. Nov., 18:05');
});

describe('dayHeading', () => {
  it.each([
    [at(20, 0, 1), 'Today'],
    [at(19, 23, 59), 'Yesterday'],
    [at(13, 12), 'Friday 13 November'],
    [new Date(2025, 11, 31, 12), 'Wednesday 31 December 2025'],
  ])('%s is headed %s', (time, text) => {
    expect(dayHeading(time, now, 'en-GB').replace(',', '')).toBe(text);
  });
});

it('counts calendar days across the change of the clocks', () => {
  expect(daysBetween(new Date(2026, 9, 24, 23), new Date(2026, 9, 26, 1))).toBe(2);
});

it('leaves the half of the day out where there is no room', () => {
  expect(shortClock(at(20, 9, 5), 'en-US')).toBe('9:05');
  expect(shortClock(at(20, 21, 5), 'de-DE')).toBe('21:05');
});
