import { useEffect, useEffectEvent, useRef, type ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import type { CorrespondenceCard } from '#shared/contract/correspondence-list.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { standsApart } from '../outgoing/describe-outgoing.ts';
import { OutgoingEntry } from '../outgoing/outgoing-entry.tsx';
import { OutgoingPanel } from '../outgoing/outgoing-panel.tsx';
import { useOutgoing } from '../outgoing/use-outgoing.ts';
import { useWritings } from '../outgoing/use-writings.ts';
import { useSelf } from '../self.ts';
import { MailEntry } from './mail-entry.tsx';
import { useMail, type MailOf } from './use-mail.ts';

interface MailsOfProps {
  card: CorrespondenceCard;
  /** What of the team's talk is to be used in the answer. */
  copied: string | null;
  onCopied: () => void;
  /** Told when one begins and ends to write to the customer. */
  onWriting: (isWriting: boolean) => void;
}

/** The e-mails of the open thread's correspondence. */
export function MailsOf({ card, ...rest }: MailsOfProps) {
  return <MailList mail={useMail(card.id, card.version)} correspondenceId={card.id} {...rest} />;
}

interface MailListProps {
  mail: MailOf;
  correspondenceId: string;
  copied?: string | null;
  onCopied?: () => void;
  onWriting?: (isWriting: boolean) => void;
}

/** E-mails across everyone's mailboxes, the oldest first, the newest open; then what is on its way, and the answer. */
export function MailList({ mail, correspondenceId, copied = null, onCopied, onWriting }: MailListProps) {
  const { id: selfId } = useSelf();
  const outgoing = useOutgoing(correspondenceId);
  const writings = useWritings(correspondenceId, outgoing);
  const isWriting = writings.writing !== null;
  useEffect(() => {
    onWriting?.(isWriting);
    return () => onWriting?.(false);
  }, [onWriting, isWriting]);
  const emails = mail.detail?.emails ?? [];
  const newestId = emails.at(-1)?.id;
  const own = outgoing.mails.findLast(
    ({ state, kind, editor }) => state === 'draft' && kind !== 'forward' && editor.id === selfId,
  );
  const useCopied = useEffectEvent((text: string, emailId: string): void => {
    onCopied?.();
    if (own === undefined) void writings.begin('reply', emailId, { text });
    else writings.open(own, text);
  });
  useEffect(() => {
    if (copied !== null && outgoing.isKnown && newestId !== undefined) useCopied(copied, newestId);
  }, [copied, outgoing.isKnown, newestId]);
  const waiting = outgoing.mails.filter((each) => each.id !== writings.writing?.start.id && standsApart(each, emails));
  return (
    <>
      <Mails mail={mail} shown={waiting.map(({ id }) => id).join(' ')}>
        {waiting.map((each) => (
          <OutgoingEntry
            key={each.id}
            mail={each}
            onChanged={outgoing.again}
            onWrite={(draft) => writings.open(draft)}
          />
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
