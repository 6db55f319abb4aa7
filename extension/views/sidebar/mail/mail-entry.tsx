import { Ellipsis, LayoutTemplate, Paperclip } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Email, EmailPerson } from '#shared/contract/email.ts';
import type { OwnShare } from '#shared/contract/sharing.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import { Time } from '../../ui/time.tsx';
import { SentMail } from './as-sent/sent-mail.tsx';
import { MailFiles } from './files/mail-files.tsx';
import { MailMenu } from './mail-menu.tsx';
import { ShareLine } from './share-line.tsx';

const nameOf = ({ name, address }: EmailPerson): string => (name === '' ? address : name);
const names = (people: readonly EmailPerson[]): string => people.map(nameOf).join(', ');

interface MailEntryProps {
  email: Email;
  /** Why the reader's own mailboxes share it. */
  shares: readonly OwnShare[];
  startsOpen: boolean;
}

/** One e-mail: who wrote it and when, whose mailboxes have it, what it says, and on demand what it quotes. */
export function MailEntry({ email, shares, startsOpen }: MailEntryProps) {
  const [open, setOpen] = useState(startsOpen);
  const [sender] = email.from;
  const name = sender === undefined ? t('mail.noSender') : nameOf(sender);
  const files = email.attachments.filter(({ isInline }) => !isInline);
  return (
    <li className="skip-offscreen relative rounded-lg border border-line bg-canvas">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex w-full items-start gap-2.5 rounded-lg px-2.5 py-2 text-start hover:bg-hover"
      >
        <Avatar name={name} pictureUrl={null} size={24} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
              {name}
            </span>
            {files.length > 0 && (
              <Paperclip
                size={12}
                role="img"
                aria-label={t('mail.files', files.length)}
                className="shrink-0 text-muted"
              />
            )}
            <Time at={email.sentAt} className="shrink-0 text-caption text-muted" />
          </span>
          <span dir="auto" className="block truncate text-small text-muted">
            {open ? recipientsOf(email) : email.visibleText.slice(0, 200)}
          </span>
        </span>
      </button>
      {open && <Opened email={email} files={files} shares={shares} />}
      {open && <MailMenu email={email} />}
    </li>
  );
}

function Opened({ email, files, shares }: Omit<MailEntryProps, 'startsOpen'> & { files: Email['attachments'] }) {
  const [asSent, setAsSent] = useState(false);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2 px-2.5 pb-2.5">
      {asSent ? (
        <SentMail email={email}>
          <VisibleText email={email} />
        </SentMail>
      ) : (
        <VisibleText email={email} />
      )}
      {email.hasHtml && (
        <Button kind="link" size="small" className="justify-self-start" onClick={() => setAsSent(!asSent)}>
          <LayoutTemplate size={14} aria-hidden />
          {asSent ? t('mail.showText') : t('mail.showAsSent')}
        </Button>
      )}
      {files.length > 0 && <MailFiles files={files} />}
      {email.heldBy.length > 0 && (
        <p className="text-caption text-muted">
          {t('mail.heldBy', { names: email.heldBy.map(({ name }) => name).join(', ') })}
        </p>
      )}
      {shares.map((share) => (
        <ShareLine key={share.address} share={share} correspondenceId={email.correspondenceId} />
      ))}
    </div>
  );
}

/** What was written in this mail, and on demand what it quotes. */
function VisibleText({ email }: { email: Email }) {
  const [quoted, setQuoted] = useState(false);
  const folded = email.fragments.filter(({ isHidden }) => isHidden);
  return (
    <>
      <p
        dir="auto"
        className={joinClasses('text-body break-words whitespace-pre-wrap', email.visibleText === '' && 'text-muted')}
      >
        {email.visibleText === '' ? t('mail.noText') : email.visibleText}
      </p>
      {email.isCut === true && <p className="text-caption text-muted">{t('mail.isCut')}</p>}
      {folded.length > 0 && (
        <button
          type="button"
          aria-expanded={quoted}
          aria-label={quoted ? t('mail.hideQuoted') : t('mail.showQuoted')}
          title={quoted ? t('mail.hideQuoted') : t('mail.showQuoted')}
          onClick={() => setQuoted(!quoted)}
          className="flex h-5 w-9 items-center justify-center rounded bg-hover text-muted hover:text-ink"
        >
          <Ellipsis size={14} aria-hidden />
        </button>
      )}
      {quoted && (
        <p dir="auto" className="border-s-2 border-line ps-2 text-small break-words whitespace-pre-wrap text-muted">
          {folded.map(({ content }) => content).join('\n\n')}
        </p>
      )}
    </>
  );
}

function recipientsOf({ to, cc, bcc }: Email): string {
  const parts = [
    to.length > 0 && t('mail.to', { names: names(to) }),
    cc.length > 0 && t('mail.cc', { names: names(cc) }),
    bcc.length > 0 && t('mail.bcc', { names: names(bcc) }),
  ];
  return parts.filter((part) => part !== false).join(' · ');
}
