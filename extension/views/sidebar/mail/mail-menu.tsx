import { CircleHelp, Ellipsis, Split } from 'lucide-react';
import { useState } from 'react';
import { say } from '#extension/messaging/say.ts';
import { t } from '#extension/language/t.ts';
import type { Email } from '#shared/contract/email.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { IconButton } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useShowToast } from '../../ui/toasts.tsx';
import { useSelf } from '../self.ts';

/** What one can do with one e-mail's place: ask why it is here, move it to a thread of its own. */
export function MailMenu({ email }: { email: Email }) {
  const command = useCommand();
  const show = useShowToast();
  const { canWrite } = useSelf();
  const [asking, setAsking] = useState(false);
  const split = async (): Promise<void> => {
    const { correspondenceId, id } = email;
    const result = await command('correspondence.split', { correspondenceId, emailIds: [id] });
    if (!result.ok) return;
    const { wordId } = result.value;
    show({ text: t('mail.wasSplit'), undo: () => void command('correspondence.undo', { wordId }) });
  };
  return (
    <div className="absolute end-1.5 bottom-1.5">
      <Menu
        trigger={
          <IconButton label={t('mail.menu')}>
            <Ellipsis size={16} aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<CircleHelp size={15} aria-hidden />} onSelect={() => setAsking(true)}>
          {t('mail.why')}
        </MenuItem>
        {canWrite && (
          <MenuItem icon={<Split size={15} aria-hidden />} onSelect={() => void split()}>
            {t('mail.split')}
          </MenuItem>
        )}
      </Menu>
      {asking && <Reasons email={email} onClose={() => setAsking(false)} />}
    </div>
  );
}

function Reasons({ email, onClose }: { email: Email; onClose: () => void }) {
  const { value, problem } = useAnswer('correspondence.explain', { correspondenceId: email.correspondenceId });
  const reasons = value?.find(({ emailId }) => emailId === email.id)?.reasons;
  return (
    <Dialog title={t('mail.why')} onClose={onClose}>
      {problem !== null && <Notice tone="warn">{problem}</Notice>}
      <ul className="grid list-disc gap-1.5 ps-8 pe-4 pb-4">
        {reasons?.map((reason) => (
          <li key={reason}>{say(reason)}</li>
        ))}
      </ul>
    </Dialog>
  );
}
