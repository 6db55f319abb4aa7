import { describe, expect, it } from 'vitest';
import { normaliseSubject, parseSubject } from './subject.ts';

describe('subjects', () => {
  it.each([
    'Re: Offer 1187',
    'RE: RE: Offer 1187',
    'Re[3]: Offer 1187',
    'Re(2): Offer 1187',
    'Re^2: Offer 1187',
    'AW: Offer 1187',
    'Antw.: AW: Offer 1187',
    'SV: Offer 1187',
    'VS: Offer 1187',
    'RÉP : Offer 1187',
    'Odp: Offer 1187',
    'YNT: Offer 1187',
    'Отв: Offer 1187',
    'Απ: Offer 1187',
    'رد: Offer 1187',
    '回复：Offer 1187',
    '返信: Offer 1187',
    '답장: Offer 1187',
    '[EXTERNAL] Re: Offer 1187',
    'Re: [EXT] Offer   1187',
    'BLS: Offer 1187',
    'Відповідь: Offer 1187',
    'Re: Offer 1187 (fwd)',
    '\u200eRe: Offer 1187',
  ])('sees the answer in %j', (subject) => {
    expect(normaliseSubject(subject)).toBe('offer 1187');
    expect(parseSubject(subject)).toMatchObject({ base: 'Offer 1187', isReply: true });
  });

  it.each([
    'Fwd: Offer',
    'FW: Offer',
    'WG: Offer',
    'TR: Offer',
    'RV: Offer',
    'VB: Offer',
    'I: Offer',
    'PD: Offer',
    '[Fwd: Offer]',
    'Offer (fwd)',
    '转发: Offer',
    '転送: Offer',
  ])('sees what is passed on in %j', (subject) => {
    expect(parseSubject(subject)).toEqual({ base: 'Offer', isReply: false, isForward: true });
  });

  it.each(['[hall] Re: Offer', 'Re: [hall] Offer', 'Re: [hall] Re: [hall] Re: Offer'])(
    'keeps the list’s tag in %j',
    (subject) => {
      expect(parseSubject(subject)).toEqual({ base: '[hall] Offer', isReply: true, isForward: false });
    },
  );

  it('sees both in one subject', () => {
    expect(parseSubject('AW: WG: Fwd: Offer')).toEqual({ base: 'Offer', isReply: true, isForward: true });
  });

  it.each([
    'Offer: new prices',
    'Project X: Re-use',
    'Reminder: call',
    'Order 12: shipped',
    'Ref: 1187',
    'Regarding: x',
    '[Team] Offer',
    '',
  ])('leaves %j as it is', (subject) => {
    expect(parseSubject(subject)).toEqual({ base: subject, isReply: false, isForward: false });
  });

  it.each([
    ['reply prefixes', 'Re: '],
    ['words that could be one', 'a '],
  ])('costs as much per character however long it is: %s', (_, piece) => {
    const cost = (count: number): number => {
      const subject = `${piece.repeat(count)}:`;
      // The least of some runs: the process's own housekeeping counts too.
      const runs = Array.from({ length: 3 }, () => {
        const start = process.cpuUsage();
        parseSubject(subject);
        return process.cpuUsage(start).user;
      });
      return Math.max(Math.min(...runs), 1000);
    };
    // Forty times the length: squared growth would be 1,600 times the work.
    expect(cost(1_000_000) / cost(25_000)).toBeLessThan(400);
  });
});
