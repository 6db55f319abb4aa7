import { CircleAlert, CircleCheck, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useCommand } from '../bridge/use-command.ts';
import { describeMailbox, type MailboxWords } from '../options/mailboxes/describe-mailbox.ts';
import { Button } from '../ui/button.tsx';
import { useNow } from '../ui/use-now.ts';

const icons: Record<MailboxWords['tone'], ReactNode> = {
  good: <CircleCheck size={16} aria-hidden className="text-accent-ink" />,
  busy: <RotateCw size={16} aria-hidden className="text-muted" />,
  bad: <CircleAlert size={16} aria-hidden className="text-warn" />,
};

/** How each connected mailbox stands, and the one step that one of them waits for. */
export function MailboxLines() {
  const mailboxes = useTopic('mailboxes') ?? [];
  return mailboxes.map((mailbox) => <MailboxLine key={mailbox.id} mailbox={mailbox} />);
}

function MailboxLine({ mailbox }: { mailbox: Mailbox }) {
  const command = useCommand();
  const { shell } = useBridge();
  const { tone, text } = describeMailbox(mailbox, useNow());
  const { id, provider, address, state } = mailbox;
  return (
    <section aria-label={address} className="flex items-start gap-2.5 px-3 py-2.5">
      <span className="mt-0.5 shrink-0">{icons[tone]}</span>
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{address}</p>
        <p className="text-small text-pretty text-muted">{text}</p>
      </div>
      {state === 'reconnect' ? (
        <Button
          size="small"
          kind="primary"
          onClick={() => void command('mailbox.connect', { provider, mailboxId: id })}
        >
          {t('slack.reconnect')}
        </Button>
      ) : (
        <Button size="small" kind="ghost" onClick={() => void shell.openOptions('mailboxes')}>
          {t('popup.manage')}
        </Button>
      )}
    </section>
  );
}
