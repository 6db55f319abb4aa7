import { t } from '#extension/language/t.ts';
import type { TakenMailbox } from '#shared/contract/mailbox.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { Group, ItemRow } from '../section.tsx';

interface TakenMailboxesProps {
  taken: readonly TakenMailbox[];
  onAsked: () => void;
}

/** Mailboxes that a teammate has connected already, with the way to use theirs instead of a second connection. */
export function TakenMailboxes({ taken, onAsked }: TakenMailboxesProps) {
  const command = useCommand();
  const ask = async (mailboxId: string): Promise<void> => {
    await command('mailbox.ask', { mailboxId });
    onAsked();
  };
  if (taken.length === 0) return null;
  return (
    <Group title={t('mailbox.taken')} note={t('mailbox.takenNote')}>
      {taken.map(({ mailboxId, address, owner, isAsked }) => (
        <ItemRow
          key={mailboxId}
          actions={
            isAsked ? (
              <span className="text-small text-muted">{t('mailbox.asked')}</span>
            ) : (
              <Button size="small" onClick={() => void ask(mailboxId)}>
                {t('mailbox.ask')}
              </Button>
            )
          }
        >
          <div>
            <p className="font-medium break-all">{address}</p>
            <p className="text-small text-muted">{t('mailbox.connectedBy', { name: owner.name })}</p>
          </div>
        </ItemRow>
      ))}
    </Group>
  );
}
