import { CircleAlert, CircleCheck, Ellipsis, RotateCw, Settings, Unplug } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useCommand } from '../bridge/use-command.ts';
import { describeMailbox, type MailboxWords } from '../options/mailboxes/describe-mailbox.ts';
import { DisconnectDialog } from '../options/mailboxes/disconnect-dialog.tsx';
import { MailboxProgress } from '../options/mailboxes/mailbox-progress.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Menu, MenuItem } from '../ui/menu.tsx';
import { useNow } from '../ui/use-now.ts';
import { Line } from './line.tsx';

const icons: Record<MailboxWords['tone'], ReactNode> = {
  good: <CircleCheck size={16} aria-hidden className="text-accent-ink" />,
  busy: <RotateCw size={16} aria-hidden className="text-muted" />,
  bad: <CircleAlert size={16} aria-hidden className="text-warn" />,
};

/** How each connected mailbox stands, and what one can do about it. */
export function MailboxLines() {
  const mailboxes = useTopic('mailboxes') ?? [];
  return mailboxes.map((mailbox) => <MailboxLine key={mailbox.id} mailbox={mailbox} />);
}

function MailboxLine({ mailbox }: { mailbox: Mailbox }) {
  const command = useCommand();
  const { tone, text, progress } = describeMailbox(mailbox, useNow());
  const { id: mailboxId, provider, state, features } = mailbox;
  const { shell } = useBridge();
  // A password is typed in the options, where there is room to say what it is for.
  const reconnect = () =>
    provider === 'imap'
      ? shell.openOptions('mailboxes')
      : command('mailbox.connect', { provider, mailboxId, maySend: features.includes('send') });
  return (
    <Line
      label={mailbox.address}
      icon={icons[tone]}
      title={mailbox.address}
      note={text}
      action={<MailboxMenu mailbox={mailbox} />}
    >
      {progress !== null && <MailboxProgress label={text} share={progress} />}
      {state === 'reconnect' && (
        <Button size="small" kind="primary" className="mt-2 mb-0.5" onClick={() => void reconnect()}>
          {t('slack.reconnect')}
        </Button>
      )}
    </Line>
  );
}

/** What is seldom done to a mailbox; disconnecting only where it is one's own. */
function MailboxMenu({ mailbox }: { mailbox: Mailbox }) {
  const { shell } = useBridge();
  const session = useTopic('session');
  const [isDisconnecting, setDisconnecting] = useState(false);
  const isOwn = session?.state === 'signed-in' && session.session.user.id === mailbox.owner.id;
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('popup.manageMailbox', { address: mailbox.address })}>
            <Ellipsis size={15} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<Settings size={14} aria-hidden />} onSelect={() => void shell.openOptions('mailboxes')}>
          {t('popup.options')}
        </MenuItem>
        {isOwn && (
          <MenuItem icon={<Unplug size={14} aria-hidden />} danger onSelect={() => setDisconnecting(true)}>
            {t('mailbox.disconnect')}
          </MenuItem>
        )}
      </Menu>
      {isDisconnecting && <DisconnectDialog mailbox={mailbox} onClose={() => setDisconnecting(false)} />}
    </>
  );
}
