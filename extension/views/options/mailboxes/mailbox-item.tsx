import { CircleAlert, CircleCheck, EyeOff, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import type { Self } from '../../sidebar/self.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import { useNow } from '../../ui/use-now.ts';
import { describeMailbox, type MailboxWords } from './describe-mailbox.ts';
import { MailboxRequests } from './mailbox-requests.tsx';
import { PasswordDialog } from './password-dialog.tsx';
import { PeopleDialog } from './people-dialog.tsx';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { MailboxProgress } from './mailbox-progress.tsx';
import { FailedMails } from './failed-mails.tsx';
import { SignatureDialog } from './signature-dialog.tsx';
import { SharingDialog } from './sharing-dialog.tsx';

/** One connected mailbox: its state, and what one can do about it. */
export function MailboxItem({ mailbox, self }: { mailbox: Mailbox; self: Self }) {
  const command = useCommand();
  const words = describeMailbox(mailbox, useNow());
  const [dialog, setDialog] = useState<'sharing' | 'people' | 'signature' | 'disconnect' | 'password' | null>(null);
  const isOwn = mailbox.owner.id === self.id;
  const { id: mailboxId, provider, state, isPaused } = mailbox;
  const maySend = mailbox.features.includes('send');
  return (
    <div className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-40 flex-1">
          <p className="font-medium break-all">{mailbox.address}</p>
          <Holders mailbox={mailbox} isOwn={isOwn} />
          <State words={words} />
        </div>
        <div className="ms-auto flex flex-wrap justify-end gap-2">
          {state === 'reconnect' ? (
            <Button
              size="small"
              kind="primary"
              onClick={() =>
                provider === 'imap'
                  ? setDialog('password')
                  : void command('mailbox.connect', { provider, mailboxId, maySend })
              }
            >
              {provider === 'imap' ? t('mailAccount.enterPassword') : t('mailbox.reconnect')}
            </Button>
          ) : (
            isOwn && (
              <>
                <Button size="small" onClick={() => setDialog('sharing')}>
                  {t('sharing.open')}
                </Button>
                {!maySend && provider !== 'imap' && (
                  <Button
                    size="small"
                    onClick={() => void command('mailbox.connect', { provider, mailboxId, maySend: true })}
                  >
                    {t('mailbox.allowSending')}
                  </Button>
                )}
                <Button size="small" onClick={() => setDialog('people')}>
                  {t('mailbox.people')}
                </Button>
                <Button
                  size="small"
                  kind="ghost"
                  onClick={() => void command('mailbox.change', { mailboxId, isPaused: !isPaused })}
                >
                  {isPaused ? t('mailbox.resume') : t('mailbox.pause')}
                </Button>
              </>
            )
          )}
          {maySend && state !== 'reconnect' && (
            <Button size="small" onClick={() => setDialog('signature')}>
              {t('signature.open')}
            </Button>
          )}
          {isOwn ? (
            <Button size="small" kind="ghost" onClick={() => setDialog('disconnect')}>
              {t('mailbox.disconnect')}
            </Button>
          ) : (
            <ConfirmButton
              label={t('mailbox.stopUsing')}
              question={t('mailbox.stopUsingConfirm')}
              onConfirm={() => void command('mailbox.remove-user', { mailboxId, userId: self.id })}
            />
          )}
        </div>
      </div>
      {isOwn && mailbox.awaitsSharing && <HandedOver onOpen={() => setDialog('sharing')} />}
      {isOwn && mailbox.requests.length > 0 && <MailboxRequests mailbox={mailbox} />}
      {mailbox.sync.failed > 0 && <FailedMails mailbox={mailbox} />}
      {dialog === 'sharing' && <SharingDialog mailbox={mailbox} onClose={() => setDialog(null)} />}
      {dialog === 'people' && <PeopleDialog mailbox={mailbox} self={self} onClose={() => setDialog(null)} />}
      {dialog === 'signature' && <SignatureDialog mailbox={mailbox} onClose={() => setDialog(null)} />}
      {dialog === 'password' && <PasswordDialog mailbox={mailbox} onClose={() => setDialog(null)} />}
      {dialog === 'disconnect' && <DisconnectDialog mailbox={mailbox} onClose={() => setDialog(null)} />}
    </div>
  );
}

/** Said until the new owner of a mailbox has decided what the team sees of its new mail. */
const HandedOver = ({ onOpen }: { onOpen: () => void }) => (
  <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5 rounded-lg bg-sunken px-3 py-2 text-small">
    <EyeOff size={15} aria-hidden className="shrink-0 text-muted" />
    <span className="min-w-40 flex-1 text-pretty">{t('sharing.awaits')}</span>
    <Button size="small" className="ms-auto" onClick={onOpen}>
      {t('sharing.decide')}
    </Button>
  </div>
);

/** With whom one uses a mailbox, and through whose account; nothing where one is alone with one's own. */
function Holders({ mailbox: { owner, users, via }, isOwn }: { mailbox: Mailbox; isOwn: boolean }) {
  const names = users.map(({ name }) => name).join(', ');
  const lines = [
    isOwn ? names !== '' && t('mailbox.usedBy', { names }) : t('mailbox.connectedBy', { name: owner.name }),
    via !== null && t('mailbox.openedAs', { address: via }),
  ].filter((line) => line !== false);
  if (lines.length === 0) return null;
  return <p className="text-small text-pretty text-muted">{lines.join(' · ')}</p>;
}

const icons = { good: CircleCheck, busy: RotateCw, bad: CircleAlert };

function State({ words: { tone, text, progress } }: { words: MailboxWords }) {
  const Icon = icons[tone];
  return (
    <div role="status" className={joinClasses('text-small', tone === 'bad' ? 'text-danger' : 'text-muted')}>
      <p className="flex items-start gap-1.5">
        <Icon size={14} aria-hidden className="mt-0.5 shrink-0" />
        <span className="text-pretty">{text}</span>
      </p>
      {progress !== null && <MailboxProgress label={text} share={progress} />}
    </div>
  );
}
