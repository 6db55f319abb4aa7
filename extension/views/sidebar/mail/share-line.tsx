import { Eye } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import type { OwnShare } from '#shared/contract/sharing.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { Button } from '../../ui/button.tsx';
import { useSelf } from '../self.ts';
import { useSharing } from './use-sharing.ts';

/** Why the team sees this mail of one's own, and the way to take it back. */
export function ShareLine({ share, correspondenceId }: { share: OwnShare; correspondenceId: CorrespondenceId }) {
  const stop = useSharing(correspondenceId);
  const { id, canWrite } = useSelf();
  const mailboxes = useTopic('mailboxes') ?? [];
  const why = reasonOf(share, share.by?.id === id);
  return (
    <p className="flex items-start gap-1.5 pe-8 text-caption text-muted">
      <Eye size={13} aria-hidden className="mt-0.5 shrink-0" />
      <span className="min-w-0 text-pretty">
        {mailboxes.length > 1 && <span className="block break-all">{share.address}</span>}
        {why}{' '}
        {canWrite && (
          <Button kind="link" className="text-caption!" onClick={() => void stop('never')}>
            {t('shared.takeBack')}
          </Button>
        )}
      </span>
    </p>
  );
}

function reasonOf({ because, value, isOfTeam, by }: OwnShare, isOwn: boolean): string {
  const name = by?.name ?? t('shared.somebody');
  if (because === 'handed-over') return t('shared.handedOver', { name });
  if (because === 'thread') return isOwn ? t('shared.byHand') : t('shared.byHandOf', { name });
  if (!isOwn) return t('shared.ruleOf', { name });
  if (because === 'contacts') return isOfTeam ? t('shared.teamContacts') : t('shared.contacts');
  if (because === 'all') return isOfTeam ? t('shared.teamAll') : t('shared.all');
  return isOfTeam ? t('shared.teamValue', { value }) : t('shared.value', { value });
}
