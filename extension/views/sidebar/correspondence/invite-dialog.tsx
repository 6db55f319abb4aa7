import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { Discussion } from '#shared/contract/discussion.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** Lets more teammates into a private discussion. */
export function InviteDialog({ discussion, onClose }: { discussion: Discussion; onClose: () => void }) {
  const command = useCommand();
  const teammates = useTopic('teammates') ?? [];
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const members = new Set<string>(discussion.memberIds);
  const others = teammates.filter(({ id }) => !members.has(id));
  const invite = async (): Promise<void> => {
    const result = await command('discussion.invite', { discussionId: discussion.id, userIds: [...chosen] });
    if (result.ok) onClose();
  };
  return (
    <Dialog title={t('invite.title')} note={t('invite.note')} onClose={onClose}>
      <ul className="min-h-0 overflow-y-auto px-2">
        {others.map(({ id, name, email, pictureUrl }) => (
          <li key={id}>
            <label className="flex cursor-pointer items-center gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover">
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={chosen.includes(id)}
                onChange={({ target }) =>
                  setChosen(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))
                }
              />
              <Avatar name={name} pictureUrl={pictureUrl} size={24} />
              <span className="min-w-0">
                <span className="block truncate">{name}</span>
                <span className="block truncate text-caption text-muted">{email}</span>
              </span>
            </label>
          </li>
        ))}
        {others.length === 0 && <li className="px-2 py-1.5 text-small text-muted">{t('invite.everybody')}</li>}
      </ul>
      <footer className="flex justify-end gap-2 p-3">
        <Button kind="ghost" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button kind="primary" disabled={chosen.length === 0} onClick={() => void invite()}>
          {chosen.length < 2 ? t('invite.send') : t('invite.sendMany', chosen.length)}
        </Button>
      </footer>
    </Dialog>
  );
}
