import { t } from '#extension/language/t.ts';
import type { Contact } from '#shared/contract/contact.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { EndOfList } from '../../ui/end-of-list.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useSelf } from '../self.ts';
import { NewActivity } from './new-activity.tsx';
import { TimelineRow } from './timeline-row.tsx';
import { useTimeline } from './use-timeline.ts';

/** Everything that happened with a contact, newest first, and the place to add what happened elsewhere. */
export function TimelineDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const { entries, hasMore, problem, readMore, again } = useTimeline(contact.id);
  const { canWrite } = useSelf();
  return (
    <Dialog title={t('timeline.title', { name: contact.name })} onClose={onClose}>
      {canWrite && <NewActivity contactId={contact.id} onAdded={again} />}
      {problem !== null && <Notice tone="warn">{problem}</Notice>}
      <div className="min-h-24 overflow-y-auto border-t border-line pb-3">
        {entries === undefined && problem === null && <Skeleton lines label={t('timeline.loading')} />}
        {entries?.length === 0 && <p className="px-4 py-3 text-small text-muted">{t('timeline.nothing')}</p>}
        <ul aria-label={t('timeline.label')} className="divide-y divide-line">
          {entries?.map((entry) => (
            <TimelineRow key={`${entry.kind} ${entry.id}`} entry={entry} onChanged={again} />
          ))}
        </ul>
        {hasMore && <EndOfList key={entries?.length} label={t('inbox.more')} onNear={readMore} />}
      </div>
    </Dialog>
  );
}
