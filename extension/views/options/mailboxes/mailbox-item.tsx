import { CircleAlert, CircleCheck, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import { useNow } from '../../ui/use-now.ts';
import { describeMailbox, type MailboxWords } from './describe-mailbox.ts';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { FailedMails } from './failed-mails.tsx';
import { SharingDialog } from './sharing-dialog.tsx';

/** One connected mailbox: its state, and what one can do about it. */
export function MailboxItem({ mailbox }: { mailbox: Mailbox }) {
  const command = useCommand();
  const words = describeMailbox(mailbox, useNow());
  const [dialog, setDialog] = useState<'sharing' | 'disconnect' | null>(null);
  const { id: mailboxId, provider, state, isPaused } = mailbox;
  return (
    <div className="grid gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-40 flex-1">
          <p className="font-medium break-all">{mailbox.address}</p>
          <State words={words} />
        </div>
        <div className="ms-auto flex flex-wrap justify-end gap-2">
          {state === 'reconnect' ? (
            <Button
              size="small"
              kind="primary"
              onClick={() => void command('mailbox.connect', { provider, mailboxId })}
            >
              {t('mailbox.reconnect')}
            </Button>
          ) : (
            <>
              <Button size="small" onClick={() => setDialog('sharing')}>
                {t('sharing.open')}
              </Button>
              <Button
                size="small"
                kind="ghost"
                onClick={() => void command('mailbox.change', { mailboxId, isPaused: !isPaused })}
              >
                {isPaused ? t('mailbox.resume') : t('mailbox.pause')}
              </Button>
            </>
          )}
          <Button size="small" kind="ghost" onClick={() => setDialog('disconnect')}>
            {t('mailbox.disconnect')}
          </Button>
        </div>
      </div>
      {mailbox.sync.failed > 0 && <FailedMails mailbox={mailbox} />}
      {dialog === 'sharing' && <SharingDialog mailbox={mailbox} onClose={() => setDialog(null)} />}
      {dialog === 'disconnect' && <DisconnectDialog mailbox={mailbox} onClose={() => setDialog(null)} />}
    </div>
  );
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
      {progress !== null && (
        <div
          role="progressbar"
          aria-label={text}
          aria-valuenow={Math.round(progress * 100)}
          className="mt-1.5 h-1 max-w-60 overflow-hidden rounded-full bg-hover"
        >
          <div className="h-full bg-accent" style={{ width: `${progress * 100}%` }} />
        </div>
      )}
    </div>
  );
}
