import type { SeenThread } from '#shared/contract/open-email.ts';
import type { Reading } from '../reading.ts';

/**
 * Doubts a reading that can't be true beside the thread told last: ids and content of the page change one after the
 * other, so a page between two threads can show the content of one under the id of the other.
 */
export function checkAgainstLast(reading: Reading, last: SeenThread | undefined): Reading {
  if (reading.is === 'unsettled' || reading.email.state !== 'open' || last === undefined) return reading;
  const { email } = reading;
  if (email.account !== last.account) return reading;
  const isSameThread = email.thread.id === last.thread.id;
  // A message belongs to one thread, and a thread keeps its subject.
  const isBelievable = isSameThread
    ? reading.is === 'certain' || email.subject === last.subject
    : !email.messages.some(({ id }) => id !== null && last.messages.some((message) => message.id === id));
  if (isBelievable) return reading;
  return {
    is: 'unsettled',
    account: email.account,
    reason: 'page-disagrees-with-itself',
    showsMail: true,
    pageThreadId: email.thread.id,
  };
}
