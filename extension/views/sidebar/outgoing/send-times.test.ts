import { afterAll, beforeAll, expect, it } from 'vitest';
import { findSendTimes, readMoment, showMoment } from './send-times.ts';

const zone = process.env['TZ'];
beforeAll(() => {
  process.env['TZ'] = 'Europe/Berlin';
});
afterAll(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

const offered = (now: string) => findSendTimes(new Date(now)).map(({ kind, at }) => [kind, at.toISOString()]);

it('offers this evening, tomorrow and Monday where each is something of its own', () => {
  expect(offered('2026-11-20T09:00:00+01:00')).toEqual([
    ['this-evening', '2026-11-20T17:00:00.000Z'],
    ['tomorrow', '2026-11-21T07:00:00.000Z'],
    ['monday', '2026-11-23T07:00:00.000Z'],
  ]);
  expect(offered('2026-11-22T17:30:00+01:00').map(([kind]) => kind)).toEqual(['tomorrow']);
});

it('eight o’clock stays eight o’clock when the clocks change in between', () => {
  // Summer time ends on 25 October 2026.
  expect(offered('2026-10-24T12:00:00+02:00')).toContainEqual(['tomorrow', '2026-10-25T07:00:00.000Z']);
  // And begins on 28 March 2027.
  expect(offered('2027-03-27T12:00:00+01:00')).toContainEqual(['tomorrow', '2027-03-28T06:00:00.000Z']);
});

it('reads what its field shows, and nothing that is over', () => {
  const at = new Date('2026-11-21T07:30:00Z');
  expect(showMoment(at)).toBe('2026-11-21T08:30');
  expect(readMoment('2026-11-21T08:30', new Date('2026-11-20T00:00:00Z'))).toEqual(at);
  expect(readMoment('2026-11-21T08:30', at)).toBeUndefined();
  expect(readMoment('', at)).toBeUndefined();
});
