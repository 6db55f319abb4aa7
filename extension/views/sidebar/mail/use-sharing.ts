import { t } from '#extension/language/t.ts';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import type { ShareThread } from '#shared/contract/sharing.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { useShowToast } from '../../ui/toasts.tsx';

/** Shares one's own mail of a thread by hand, or keeps it private; either can be taken back. */
export function useSharing(id: CorrespondenceId): (sharing: 'share' | 'never') => Promise<void> {
  const command = useCommand();
  const show = useShowToast();
  const say = (sharing: ShareThread['sharing']) => command('sharing.share-thread', { id, sharing });
  return async (sharing) => {
    const result = await say(sharing);
    if (!result.ok) return;
    const text = sharing === 'share' ? t('sharing.threadShared') : t('sharing.threadPrivate');
    show({ text, undo: () => void say(result.value.sharing) });
  };
}
