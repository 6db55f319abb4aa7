import { t } from '#extension/language/t.ts';
import type { ChangeCorrespondence, CorrespondenceCard } from '#shared/contract/correspondence-list.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { useShowToast } from '../../ui/toasts.tsx';

/** Changes a correspondence. Closing offers an undo; everything else is changed back where it was changed. */
export function useMailChange(card: CorrespondenceCard): (change: ChangeCorrespondence['change']) => Promise<void> {
  const command = useCommand();
  const show = useShowToast();
  return async (change) => {
    const result = await command('correspondence.change', { id: card.id, change });
    if (!result.ok || change.state !== 'closed') return;
    const before = { id: card.id, change: { state: card.state } };
    show({ text: t('mail.closed'), undo: () => void command('correspondence.change', before) });
  };
}
