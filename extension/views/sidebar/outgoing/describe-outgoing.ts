import { t } from '#extension/language/t.ts';
import type { Email } from '#shared/contract/email.ts';
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

/** Whether it is shown beside the e-mails: until it is one of them, and for good where not everything went well. */
export function standsApart(
  { sentEmailId, bouncedAt, problem }: Pick<OutgoingMail, 'sentEmailId' | 'bouncedAt' | 'problem'>,
  emails: readonly Pick<Email, 'id'>[],
): boolean {
  return bouncedAt !== null || problem !== null || !emails.some(({ id }) => id === sentEmailId);
}

/** Where a mail to the customer stands, to somebody who wrote it or a teammate. */
export function describeOutgoing(mail: OutgoingMail, isOwn: boolean): string {
  if (mail.state === 'draft' && !isOwn) return t('outgoing.isDraftOf', { name: mail.editor.name });
  if (mail.state === 'queued' && !mail.isUnderWay && mail.sendAt !== null)
    return t('outgoing.goesOutAt', { time: describeMoment(new Date(mail.sendAt)) });
  if (mail.state === 'queued' && !mail.isUnderWay) return t('outgoing.goesOut');
  if (mail.bouncedAt !== null) return t('outgoing.isBounced');
  if (mail.state === 'sent' && mail.problem !== null) return t('outgoing.isSentWithProblem');
  return stateWordOf(mail.state);
}
