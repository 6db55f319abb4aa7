import { EyeOff } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import { CorrespondenceId } from '#shared/contract/ids.ts';
import { Button } from '../../ui/button.tsx';
import { useSelf } from '../self.ts';
import { useSharing } from './use-sharing.ts';

/** Said beside one's own mail of which the team sees nothing, with the way to share it. */
export function PrivateLine({ correspondenceId }: { correspondenceId: string }) {
  const share = useSharing(CorrespondenceId.parse(correspondenceId));
  const { canWrite } = useSelf();
  return (
    <section
      aria-label={t('mail.line')}
      className="flex min-h-9 shrink-0 items-center gap-1.5 border-b border-line ps-3 pe-1.5 text-small text-muted"
    >
      <EyeOff size={14} aria-hidden className="shrink-0" />
      <span className="min-w-0 flex-1 truncate" title={t('sharing.privateNote')}>
        {t('sharing.private')}
      </span>
      {canWrite && (
        <Button kind="ghost" size="small" onClick={() => void share('share')}>
          {t('sharing.shareThread')}
        </Button>
      )}
    </section>
  );
}
