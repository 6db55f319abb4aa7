import { t } from '#extension/language/t.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';

/** Says which of my mailboxes are no longer read, with the one step that mends it. Nothing while all are well. */
export function MailboxAlert() {
  const mailboxes = useTopic('mailboxes') ?? [];
  return (
    <div role="status">
      {mailboxes
        .filter(({ state }) => state === 'reconnect')
        .map((mailbox) => (
          <Alert key={mailbox.id} mailbox={mailbox} />
        ))}
    </div>
  );
}

function Alert({ mailbox: { address } }: { mailbox: Mailbox }) {
  const { shell } = useBridge();
  return (
    <Notice
      tone="warn"
      action={
        <Button
          size="small"
          aria-label={t('mailbox.alertReconnect', { address })}
          onClick={() => void shell.openOptions('mailboxes')}
        >
          {t('mailbox.reconnect')}
        </Button>
      }
    >
      <p className="truncate font-medium" title={address}>
        {address}
      </p>
      <p>{t('mailbox.alert')}</p>
    </Notice>
  );
}
