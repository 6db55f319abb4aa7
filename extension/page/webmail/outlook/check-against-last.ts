import type { LastThread, Reading } from '../reading.ts';

/**
 * Doubts a reading whose content is, to the letter, what stood in the pane under another address: Outlook changes its
 * address first and its pane a moment later.
 */
export function checkAgainstLast(reading: Reading, last: LastThread | undefined): Reading {
  if (reading.is === 'unsettled' || reading.email.state !== 'open' || last === undefined) return reading;
  const isSameThread = reading.email.thread.id === last.thread.thread.id;
  if (isSameThread || reading.content === undefined || reading.content !== last.content) return reading;
  return {
    is: 'unsettled',
    account: reading.email.account,
    reason: 'address-and-page-disagree',
    showsMail: true,
    pageThreadId: last.thread.thread.id,
  };
}
