import { memo } from 'react';
import { t } from '#extension/language/t.ts';
import { dayHeading } from '../../ui/relative-time.ts';
import { useNow } from '../../ui/use-now.ts';
import type { MessageGroup } from './group-messages.ts';
import { MessageRow } from './message-row.tsx';

interface GroupProps {
  group: MessageGroup;
  /** One of very many, so worth skipping while out of sight. */
  long: boolean;
  /** The newest message of all, when it is in this group: Tab reaches it first. */
  newestId: string | null;
  /** The message being edited, when it is in this group. */
  editingId: string | null;
  onEdit: (id: string | null) => void;
  onMarkUnread: (seq: number) => void;
}

// A row's actions stand out of its group, which a skipped box would cut off.
const skipping = 'skip-offscreen hover:[content-visibility:visible] focus-within:[content-visibility:visible]';

/** A day's heading, the beginning of what is new, and one author's messages. Drawn again only when one of them changes. */
export const Group = memo(function Group({ group, long, newestId, editingId, onEdit, onMarkUnread }: GroupProps) {
  return (
    <div className={long ? skipping : undefined}>
      {group.day !== null && <DayLine at={group.day} />}
      {group.unread && (
        <div
          role="separator"
          aria-label={t('message.newMessages')}
          data-unread
          className="flex items-center gap-2 px-3 pt-2 pb-1"
        >
          <span className="h-px flex-1 bg-accent" />
          <span className="text-caption font-semibold text-accent-ink">{t('message.new')}</span>
        </div>
      )}
      {group.messages.map((message, index) => (
        <MessageRow
          key={message.id}
          message={message}
          head={index === 0}
          newest={message.id === newestId}
          editing={message.id === editingId}
          onEdit={onEdit}
          onMarkUnread={onMarkUnread}
        />
      ))}
    </div>
  );
}, isSameGroup);

function isSameGroup(before: GroupProps, after: GroupProps): boolean {
  const [old, next] = [before.group, after.group];
  return (
    before.long === after.long &&
    before.newestId === after.newestId &&
    before.editingId === after.editingId &&
    before.onEdit === after.onEdit &&
    before.onMarkUnread === after.onMarkUnread &&
    old.day === next.day &&
    old.unread === next.unread &&
    old.messages.length === next.messages.length &&
    old.messages.every((message, index) => message === next.messages[index])
  );
}

function DayLine({ at }: { at: string }) {
  const day = dayHeading(new Date(at), new Date(useNow()));
  return (
    <div role="separator" aria-label={day} className="flex items-center gap-2 px-3 pt-3 pb-1">
      <span className="h-px flex-1 bg-line" />
      <span className="text-caption font-medium text-muted">{day}</span>
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}
