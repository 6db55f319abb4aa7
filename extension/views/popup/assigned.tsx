import { t } from '#extension/language/t.ts';
import type { AssignmentView } from '#shared/contract/notification.ts';
import { useBridge } from '../bridge/bridge.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useCommand } from '../bridge/use-command.ts';
import { Time } from '../ui/time.tsx';

const shown = 5;

/** What waits for the signed-in person's own answer; nothing where nothing does. */
export function Assigned() {
  const assignments = useTopic('assignments') ?? [];
  if (assignments.length === 0) return null;
  return (
    <section aria-label={t('popup.assigned')} className="pt-2">
      <h2 className="px-4 pt-1 pb-0.5 text-caption font-medium text-muted">{t('popup.assigned')}</h2>
      <ul className="px-1.5">
        {assignments.slice(0, shown).map((assignment) => (
          <AssignedRow key={assignment.id} assignment={assignment} />
        ))}
      </ul>
      {assignments.length > shown && (
        <p className="px-4 py-1 text-caption text-muted">{t('popup.moreAssigned', assignments.length - shown)}</p>
      )}
    </section>
  );
}

function AssignedRow({ assignment }: { assignment: AssignmentView }) {
  const command = useCommand();
  const { shell } = useBridge();
  const { correspondenceId, assignedBy, at, subject, senderName, webmailUrl } = assignment;
  const open = (): void => {
    if (webmailUrl === null) void shell.openInbox(correspondenceId);
    else void command('overlay.navigate', { url: webmailUrl });
  };
  return (
    <li>
      <button
        type="button"
        onClick={open}
        className="grid w-full grid-cols-[minmax(0,1fr)] gap-0.5 rounded-lg px-2.5 py-2 text-start transition-colors duration-100 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span className="flex items-baseline gap-2">
          <span dir="auto" className="min-w-0 flex-1 truncate font-semibold">
            {subject === '' ? t('list.noSubject') : subject}
          </span>
          <Time at={at} className="shrink-0 text-caption font-medium text-accent-ink" />
        </span>
        <span dir="auto" className="truncate text-small text-muted">
          {assignedBy === null ? senderName : t('popup.assignedBy', { sender: senderName, name: assignedBy })}
        </span>
      </button>
    </li>
  );
}
