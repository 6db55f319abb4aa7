import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Time } from '../../ui/time.tsx';

/** Mails that could not be read: how many, why, and another try. */
export function FailedMails({ mailbox: { id: mailboxId, sync } }: { mailbox: Mailbox }) {
  const command = useCommand();
  const [open, setOpen] = useState(false);
  return (
    <Notice
      tone="warn"
      className="rounded-lg"
      action={
        <Button size="small" onClick={() => void command('mailbox.retry-failed', { mailboxId })}>
          {t('mailbox.retryFailed')}
        </Button>
      }
    >
      <button type="button" aria-expanded={open} className="text-start underline" onClick={() => setOpen(!open)}>
        {t('mailbox.failed', sync.failed)}
      </button>
      {open && <Reasons mailboxId={mailboxId} />}
    </Notice>
  );
}

function Reasons({ mailboxId }: { mailboxId: string }) {
  const { value, problem } = useAnswer('mailbox.failed', { mailboxId });
  if (problem !== null) return <p>{problem}</p>;
  return (
    <ul className="mt-1 grid gap-1">
      {value?.map(({ id, reason, failedAt }) => (
        <li key={id}>
          {reason} <Time at={failedAt} />
        </li>
      ))}
    </ul>
  );
}
