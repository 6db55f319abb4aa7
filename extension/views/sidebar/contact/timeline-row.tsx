import {
  CircleAlert,
  CircleHelp,
  Clock3,
  Mail,
  MailOpen,
  MessageSquare,
  NotebookPen,
  Phone,
  Shuffle,
  Trash2,
  UserRound,
  UsersRound,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import { OutgoingState } from '#shared/contract/outgoing-mail.ts';
import type { TimelineEntry } from '#shared/contract/timeline.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { IconButton } from '../../ui/button.tsx';
import { Time } from '../../ui/time.tsx';
import { useShowToast } from '../../ui/toasts.tsx';
import { stateWordOf } from '../outgoing/describe-outgoing.ts';
import { useSelf } from '../self.ts';

const icons: Partial<Record<TimelineEntry['kind'], LucideIcon>> = {
  note: NotebookPen,
  call: Phone,
  meeting: UsersRound,
  message: MessageSquare,
  'discussion-started': MessageSquare,
  'outgoing-queued': Clock3,
  'outgoing-sent': MailOpen,
  'outgoing-failed': CircleAlert,
  'outgoing-unknown': CircleHelp,
  saved: UserRound,
  edited: UserRound,
};

/** What kind of thing it is, at a glance. */
function EntryIcon({ entry: { kind, direction } }: { entry: TimelineEntry }) {
  const Known = kind === 'email' ? (direction === 'out' ? MailOpen : Mail) : (icons[kind] ?? Shuffle);
  return <Known size={15} aria-hidden className="mt-0.5 shrink-0 text-muted" />;
}

/** What became of a mail that was written here. */
function outgoingWord(kind: TimelineEntry['kind']): string {
  const state = OutgoingState.safeParse(kind.replace(/^outgoing-/, '')).data;
  return state === undefined ? '' : stateWordOf(state);
}

const byHand = new Set<TimelineEntry['kind']>(['note', 'call', 'meeting']);

/** One thing that happened; what was added by hand can be taken away again. */
export function TimelineRow({ entry, onChanged }: { entry: TimelineEntry; onChanged: () => void }) {
  const command = useCommand();
  const show = useShowToast();
  const { canWrite } = useSelf();
  const { activityId } = entry;
  const remove = async (id: string): Promise<void> => {
    const result = await command('activity.remove', { id });
    if (!result.ok) return;
    onChanged();
    const restore = async (): Promise<void> => {
      await command('activity.restore', { id });
      onChanged();
    };
    show({ text: t('timeline.removed'), undo: () => void restore() });
  };
  return (
    <li className="skip-offscreen flex items-start gap-2.5 px-4 py-2 text-small">
      <EntryIcon entry={entry} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <span dir="auto" className="min-w-0 flex-1 font-medium break-words">
            {entry.title}
          </span>
          <Time at={entry.at} className="shrink-0 text-caption text-muted" />
        </p>
        {entry.text !== '' && (
          <p dir="auto" className="line-clamp-3 break-words whitespace-pre-wrap text-muted">
            {entry.text}
          </p>
        )}
        {entry.actorName !== null && (
          <p className="text-caption text-muted">
            {[entry.actorName, outgoingWord(entry.kind)].filter((word) => word !== '').join(' · ')}
          </p>
        )}
      </div>
      {canWrite && activityId !== null && byHand.has(entry.kind) && (
        <IconButton label={t('timeline.remove')} onClick={() => void remove(activityId)}>
          <Trash2 size={14} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
