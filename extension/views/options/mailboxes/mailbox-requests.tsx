import { UserRoundPlus } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';

/** Teammates who proved that a mailbox is theirs too, and ask its owner to let them use it. */
export function MailboxRequests({ mailbox: { id: mailboxId, requests } }: { mailbox: Mailbox }) {
  const command = useCommand();
  return (
    <ul className="grid gap-1">
      {requests.map(({ id: userId, name }) => (
        <li
          key={userId}
          className="flex flex-wrap items-center gap-x-2 gap-y-1.5 rounded-lg bg-sunken px-3 py-2 text-small"
        >
          <UserRoundPlus size={15} aria-hidden className="shrink-0 text-muted" />
          <span className="min-w-40 flex-1">{t('mailbox.asks', { name })}</span>
          <div className="ms-auto flex gap-2">
            <Button size="small" kind="primary" onClick={() => void command('mailbox.add-user', { mailboxId, userId })}>
              {t('mailbox.accept')}
            </Button>
            <Button size="small" onClick={() => void command('mailbox.remove-user', { mailboxId, userId })}>
              {t('mailbox.decline')}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}
