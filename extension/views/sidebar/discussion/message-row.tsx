import { memo, useRef } from 'react';
import { t } from '#extension/language/t.ts';
import type { Message } from '#shared/contract/discussion.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import { exactTime } from '../../ui/relative-time.ts';
import { Time } from '../../ui/time.tsx';
import { Markdown } from '../markdown/markdown.tsx';
import { useSelf } from '../self.ts';
import { MessageActions } from './message-actions.tsx';
import { MessageEditor } from './message-editor.tsx';
import { MessageFiles } from './message-files.tsx';
import { Reactions } from './reactions.tsx';
import { useRowActive } from './use-row-focus.ts';
import { ReceiptMark, ReceiptTrouble } from './receipt.tsx';
import { isOnlyFiles } from './only-files.ts';

interface MessageRowProps {
  message: Message;
  /** First of its group: with picture and name. */
  head: boolean;
  /** The last of all: Tab reaches it first. */
  newest: boolean;
  editing: boolean;
  onEdit: (id: string | null) => void;
  onMarkUnread: (seq: number) => void;
}

/** One message with its receipt, reactions and, while pointed at or focused, its actions. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, head, newest, editing, onEdit } = props;
  const { active, handlers } = useRowActive();
  const self = useSelf();
  const row = useRef<HTMLElement>(null);
  const closeEditor = (): void => {
    row.current?.focus();
    onEdit(null);
  };
  const own = message.author.kind === 'teammate' && message.author.id === self.id;
  const deleted = message.deletedAt !== null;
  return (
    <article
      ref={row}
      data-message={message.id}
      aria-label={`${message.author.name}, ${exactTime(new Date(message.createdAt))}`}
      tabIndex={newest ? 0 : -1}
      {...handlers}
      className={joinClasses(
        'relative grid grid-cols-[28px_minmax(0,1fr)_16px] gap-x-2.5 px-3 focus-visible:-outline-offset-2',
        head ? 'pt-2 pb-0.5' : 'py-0.5',
        active && !deleted && 'bg-sunken',
      )}
    >
      <div className="pt-0.5">
        {head ? (
          <Avatar name={message.author.name} pictureUrl={message.author.pictureUrl} size={28} />
        ) : (
          active && (
            <Time
              at={message.createdAt}
              kind="clock"
              className="block pt-0.5 text-end text-[0.625rem] leading-4 text-muted tabular-nums"
            />
          )
        )}
      </div>
      <div className="min-w-0">
        {head && <Byline message={message} />}
        {deleted ? (
          <p className="text-muted italic">{t('message.wasDeleted')}</p>
        ) : editing ? (
          <MessageEditor message={message} onClose={closeEditor} />
        ) : (
          <Content message={message} head={head} />
        )}
        {!deleted && <ReceiptTrouble message={message} own={own} />}
        {message.reactions.length > 0 && !deleted && <Reactions message={message} />}
      </div>
      <div className="flex justify-center pt-0.5">
        {!deleted && <ReceiptMark message={message} tabbable={active} />}
      </div>
      {active && !editing && !deleted && (
        <MessageActions
          message={message}
          own={own}
          onEdit={() => onEdit(message.id)}
          onMarkUnread={() => props.onMarkUnread(message.seq)}
        />
      )}
    </article>
  );
});

const Byline = ({ message: { author, createdAt, editedAt } }: { message: Message }) => (
  <div className="flex min-w-0 flex-wrap items-baseline gap-x-1.5">
    <span dir="auto" className="min-w-0 truncate font-semibold">
      {author.name}
    </span>
    <Time at={createdAt} className="shrink-0 text-caption text-muted" />
    {author.kind === 'guest' && <Badge>{t('message.guest')}</Badge>}
    <Edited at={editedAt} />
  </div>
);

const Edited = ({ at }: { at: string | null }) =>
  at === null ? null : (
    <span title={exactTime(new Date(at))} className="shrink-0 text-caption text-muted">
      {t('message.edited')}
    </span>
  );

const Content = ({ message, head }: { message: Message; head: boolean }) => (
  <>
    {!isOnlyFiles(message) && (
      <div className="message-text">
        <Markdown text={message.body} />
      </div>
    )}
    {!head && <Edited at={message.editedAt} />}
    {message.files.length > 0 && <MessageFiles files={message.files} />}
  </>
);
