import { CircleAlert, CircleCheck, CircleHelp, Clock3, Paperclip, PenLine } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { OutgoingMail } from '#shared/contract/outgoing-mail.ts';
import type { Input } from '#extension/messaging/protocol.ts';
import { say } from '#extension/messaging/say.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import { Time } from '../../ui/time.tsx';
import { useSelf } from '../self.ts';
import { describeSize } from '../discussion/describe-size.ts';
import { describeOutgoing, stateWordOf } from './describe-outgoing.ts';
import { OutgoingLinks } from './outgoing-links.tsx';

type Act = Input<'outgoing.act'>['act'];

interface OutgoingEntryProps {
  mail: OutgoingMail;
  onChanged: () => void;
  /** Opens a draft to go on with. */
  onWrite: (mail: OutgoingMail) => void;
}

const icons = {
  draft: PenLine,
  queued: Clock3,
  sent: CircleCheck,
  failed: CircleAlert,
  unknown: CircleHelp,
} as const;

/** A mail to the customer that did not come back from a mailbox yet: where it stands, and what one can do about it. */
export function OutgoingEntry({ mail, onChanged, onWrite }: OutgoingEntryProps) {
  const self = useSelf();
  const isBad = mail.state === 'failed' || mail.state === 'unknown' || (mail.state === 'sent' && mail.problem !== null);
  const Icon = isBad && mail.state === 'sent' ? CircleAlert : icons[mail.state];
  const isOwn = mail.editor.id === self.id;
  const recipients = [...mail.to, ...mail.cc, ...mail.bcc].map(({ name, address }) => (name === '' ? address : name));
  return (
    <li className="grid gap-1.5 rounded-lg border border-mail/50 bg-canvas px-2.5 py-2">
      <p
        role="status"
        className={joinClasses('flex items-start gap-1.5 text-small', isBad ? 'text-danger' : 'text-mail-ink')}
      >
        <Icon size={14} aria-hidden className="mt-0.5 shrink-0" />
        <span className="min-w-0 flex-1 font-medium text-pretty">{describeOutgoing(mail, isOwn)}</span>
        <Time at={mail.updatedAt} className="shrink-0 text-caption text-muted" />
      </p>
      {mail.problem !== null && <p className="text-small text-pretty text-danger">{say(mail.problem)}</p>}
      <p dir="auto" className="truncate text-caption text-muted">
        {t('mail.to', { names: recipients.join(', ') })}
      </p>
      {mail.kind === 'new' && mail.subject !== '' && (
        <p dir="auto" className="truncate text-small font-medium">
          {mail.subject}
        </p>
      )}
      <p dir="auto" className="line-clamp-3 text-body break-words whitespace-pre-wrap">
        {mail.body}
      </p>
      {mail.files.length > 0 && (
        <p className="flex items-start gap-1 text-caption text-muted">
          <Paperclip size={12} aria-hidden className="mt-0.5 shrink-0" />
          <span className="min-w-0 flex-1 break-words">
            <span className="sr-only">{t('composer.files')}: </span>
            {mail.files.map(({ fileId, name, size }, at) => (
              <span key={fileId}>
                {at > 0 && ', '}
                <bdi>{name}</bdi> ({describeSize(size)})
              </span>
            ))}
          </span>
        </p>
      )}
      {self.canWrite && <Actions mail={mail} isOwn={isOwn} onChanged={onChanged} onWrite={onWrite} />}
      <OutgoingLinks mail={mail} canWrite={self.canWrite} onChanged={onChanged} />
      <History mail={mail} />
    </li>
  );
}

const button = (label: string, onClick: () => void) => (
  <Button key={label} size="small" onClick={onClick}>
    {label}
  </Button>
);

interface ActionsProps extends OutgoingEntryProps {
  isOwn: boolean;
}

function Actions({ mail, isOwn, onChanged, onWrite }: ActionsProps) {
  const command = useCommand();
  const act = async (what: Act, then?: () => void): Promise<void> => {
    const result = await command('outgoing.act', { id: mail.id, act: what });
    if (result.ok) then?.();
    onChanged();
  };
  const buttons = [
    mail.state === 'queued' &&
      !mail.isUnderWay &&
      button(t('outgoing.undo'), () => void act('undo', () => onWrite(mail))),
    mail.state === 'draft' && isOwn && button(t('outgoing.goOn'), () => onWrite(mail)),
    mail.state === 'draft' &&
      !isOwn &&
      button(t('outgoing.takeOver'), () => void act('take-over', () => onWrite(mail))),
    mail.state === 'failed' && isOwn && button(t('outgoing.edit'), () => onWrite(mail)),
    (mail.state === 'failed' || mail.state === 'unknown') &&
      mail.bouncedAt === null &&
      isOwn &&
      button(t('outgoing.retry'), () => void act('retry')),
    mail.state === 'unknown' && isOwn && button(t('outgoing.wasSent'), () => void act('confirm')),
  ].filter((each) => each !== false);
  return buttons.length === 0 ? null : <div className="flex flex-wrap gap-1.5">{buttons}</div>;
}

function History({ mail: { history } }: { mail: OutgoingMail }) {
  if (history.length < 2) return null;
  return (
    <details className="text-caption text-muted">
      <summary className="rounded">{t('outgoing.history')}</summary>
      <ol className="mt-1 grid gap-0.5">
        {history.map(({ at, state, by, problem }) => (
          <li key={`${at} ${state}`} className="text-pretty">
            <Time at={at} />{' '}
            {by === null
              ? t('outgoing.historyServer', { state: stateWordOf(state) })
              : t('outgoing.historyBy', { state: stateWordOf(state), name: by.name })}
            {problem === null ? '' : `: ${say(problem)}`}
          </li>
        ))}
      </ol>
    </details>
  );
}
