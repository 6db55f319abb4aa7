import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import type { CorrespondenceCard } from '#shared/contract/correspondence-list.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { OutgoingEntry } from '../outgoing/outgoing-entry.tsx';
import { OutgoingPanel } from '../outgoing/outgoing-panel.tsx';
import { useOutgoing } from '../outgoing/use-outgoing.ts';
import { useWritings } from '../outgoing/use-writings.ts';
import { MailEntry } from './mail-entry.tsx';
import { useMail, type MailOf } from './use-mail.ts';

interface MailsOfProps {
  card: CorrespondenceCard;
  /** Told when one begins and ends to write to the customer. */
  onWriting: (isWriting: boolean) => void;
}

/** The e-mails of the open thread's correspondence. */
export function MailsOf({ card, onWriting }: MailsOfProps) {
  return <MailList mail={useMail(card.id, card.version)} correspondenceId={card.id} onWriting={onWriting} />;
}

interface MailListProps {
  mail: MailOf;
  correspondenceId: string;
  onWriting?: (isWriting: boolean) => void;
}

/** E-mails across everyone's mailboxes, the oldest first, the newest open; then what is on its way, and the answer. */
export function MailList({ mail, correspondenceId, onWriting }: MailListProps) {
  const outgoing = useOutgoing(correspondenceId);
  const writings = useWritings(correspondenceId, outgoing);
  const isWriting = writings.writing !== null;
  useEffect(() => {
    onWriting?.(isWriting);
    return () => onWriting?.(false);
  }, [onWriting, isWriting]);
  const emails = mail.detail?.emails ?? [];
  const waiting = outgoing.mails.filter(
    ({ id, sentEmailId, bouncedAt }) =>
      id !== writings.writing?.start.id && (bouncedAt !== null || !emails.some((email) => email.id === sentEmailId)),
  );
  return (
    <>
      <Mails mail={mail} shown={waiting.map(({ id }) => id).join(' ')}>
        {waiting.map((each) => (
          <OutgoingEntry key={each.id} mail={each} onChanged={outgoing.again} onWrite={writings.open} />
        ))}
      </Mails>
      {outgoing.isKnown && <OutgoingPanel emails={emails} mails={outgoing.mails} writings={writings} />}
    </>
  );
}

interface MailsProps {
  mail: MailOf;
  /** Which outgoing mails stand below; a new one comes into sight. */
  shown: string;
  children: ReactNode;
}

function Mails({ mail: { detail, problem, readOlder }, shown, children }: MailsProps) {
  const pane = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (shown !== '') pane.current?.scrollTo({ top: pane.current.scrollHeight });
  }, [shown]);
  return (
    <div ref={pane} className="flex min-h-0 flex-1 flex-col overflow-y-auto bg-sunken pb-2">
      {problem !== null && <Notice tone="warn">{problem}</Notice>}
      {detail === null && problem === null && <Skeleton lines label={t('mail.loading')} />}
      {detail?.hasOlder === true && (
        <Button kind="ghost" size="small" className="mx-auto mt-2" onClick={readOlder}>
          {t('mail.older')}
        </Button>
      )}
      {detail !== null && detail.privateEmailCount > 0 && (
        <Notice tone="quiet" className="mx-2 mt-2 rounded-lg">
          {t('mail.privateCount', detail.privateEmailCount)}
        </Notice>
      )}
      <ul className="grid max-w-200 grid-cols-[minmax(0,1fr)] gap-2 px-2 pt-2">
        {detail?.emails.map((email, at) => (
          <MailEntry
            key={email.id}
            email={email}
            shares={detail.ownShares.filter(({ emailId }) => emailId === email.id)}
            startsOpen={at === detail.emails.length - 1}
          />
        ))}
        {children}
      </ul>
    </div>
  );
}
