import { t } from '#extension/language/t.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { useCommand } from '../../bridge/use-command.ts';
import type { Self } from '../../sidebar/self.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Switch } from '../../ui/switch.tsx';

interface PeopleDialogProps {
  mailbox: Mailbox;
  self: Self;
  onClose: () => void;
}

/** Which teammates use a mailbox with its owner. */
export function PeopleDialog({ mailbox, self, onClose }: PeopleDialogProps) {
  const command = useCommand();
  const teammates = useTopic('teammates') ?? [];
  const others = teammates.filter(({ id, role }) => id !== self.id && role !== 'viewer');
  const { id: mailboxId, address, users } = mailbox;
  const isUser = (userId: string): boolean => users.some(({ id }) => id === userId);
  return (
    <Dialog title={t('mailbox.peopleTitle', { address })} note={t('mailbox.peopleNote')} onClose={onClose}>
      <ul className="min-h-0 overflow-y-auto px-4 pb-4">
        {others.length === 0 && <li className="text-muted">{t('mailbox.nobodyElse')}</li>}
        {others.map(({ id: userId, name, pictureUrl }) => (
          <li key={userId} className="flex items-center gap-3 py-2">
            <Avatar name={name} pictureUrl={pictureUrl} size={24} />
            <span className="min-w-0 flex-1 truncate">{name}</span>
            <Switch
              label={t('mailbox.mayUse', { name })}
              on={isUser(userId)}
              onChange={(on) => void command(on ? 'mailbox.add-user' : 'mailbox.remove-user', { mailboxId, userId })}
            />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
