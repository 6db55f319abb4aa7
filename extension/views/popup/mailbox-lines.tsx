import { ChevronRight, CircleAlert, CircleCheck, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useCommand } from '../bridge/use-command.ts';
import { describeMailbox, type MailboxWords } from '../options/mailboxes/describe-mailbox.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { useNow } from '../ui/use-now.ts';
import { Line } from './line.tsx';

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
    <Line
      label={address}
      icon={icons[tone]}
      title={address}
      note={text}
      action={
        state === 'reconnect' ? (
          <Button
            size="small"
            kind="primary"
            onClick={() => void command('mailbox.connect', { provider, mailboxId: id, maySend: false })}
          >
            {t('slack.reconnect')}
          </Button>
        ) : (
          <IconButton label={t('popup.manage')} onClick={() => void shell.openOptions('mailboxes')}>
            <ChevronRight size={16} aria-hidden className="rtl:rotate-180" />
          </IconButton>
        )
      }
    />
  );
}
