import { t } from '#extension/language/t.ts';
import type { CorrespondenceCard } from '#shared/contract/correspondence-list.ts';
import { useBridge } from '../../bridge/bridge.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { CorrespondenceList } from '../../inbox/correspondence-list.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useShowToast } from '../../ui/toasts.tsx';

/** Chooses the thread that this one is joined with. */
export function MergeDialog({ card, onClose }: { card: CorrespondenceCard; onClose: () => void }) {
  const command = useCommand();
  const show = useShowToast();
  const { shell } = useBridge();
  const merge = async (otherId: string): Promise<void> => {
    onClose();
    const result = await command('correspondence.merge', { correspondenceId: card.id, otherId });
    if (!result.ok) return;
    const { wordId } = result.value;
    show({ text: t('mail.wasMerged'), undo: () => void command('correspondence.undo', { wordId }) });
  };
  return (
    <Dialog title={t('mail.merge')} note={t('mail.mergeNote')} onClose={onClose}>
      <CorrespondenceList
        chosenId={null}
        leftOutId={card.id}
        onChoose={(otherId) => void merge(otherId)}
        onConnect={() => void shell.openOptions('mailboxes')}
      />
    </Dialog>
  );
}
