import { t } from '#extension/language/t.ts';
import type { OutgoingMail, OutgoingState } from '#shared/contract/outgoing-mail.ts';
import { describeMoment } from './send-button.tsx';

/** A state in a word or two. */
export function stateWordOf(state: OutgoingState): string {
  switch (state) {
    case 'draft':
      return t('outgoing.isDraft');
    case 'queued':
      return t('outgoing.underWay');
    case 'sent':
      return t('outgoing.isSent');
    case 'failed':
      return t('outgoing.isFailed');
    case 'unknown':
      return t('outgoing.isUnknown');
  }
}

/** Where a mail to the customer stands, to somebody who wrote it or a teammate. */
export function describeOutgoing(mail: OutgoingMail, isOwn: boolean): string {
  if (mail.state === 'draft' && !isOwn) return t('outgoing.isDraftOf', { name: mail.editor.name });
  if (mail.state === 'queued' && !mail.isUnderWay && mail.sendAt !== null)
    return t('outgoing.goesOutAt', { time: describeMoment(new Date(mail.sendAt)) });
  if (mail.state === 'queued' && !mail.isUnderWay) return t('outgoing.goesOut');
  if (mail.bouncedAt !== null) return t('outgoing.isBounced');
  return stateWordOf(mail.state);
}
