import { MessagesSquare, Paperclip } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { CorrespondenceCard } from '#shared/contract/correspondence-list.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Badge } from '../ui/badge.tsx';
import { joinClasses } from '../ui/join-classes.ts';
import { Time } from '../ui/time.tsx';
import { stateWord } from '../sidebar/mail/state-word.ts';

interface CorrespondenceRowProps {
  card: CorrespondenceCard;
  isChosen: boolean;
  onChoose: (id: string) => void;
}

/** One correspondence in a list: who wrote last, about what, and where it stands. */
export function CorrespondenceRow({ card, isChosen, onChoose }: CorrespondenceRowProps) {
  const { sender, assignee } = card;
  const name = sender.name === '' ? sender.address : sender.name;
  return (
    <li className="skip-offscreen">
      <button
        type="button"
        aria-current={isChosen}
        onClick={() => onChoose(card.id)}
        className={joinClasses(
          'grid w-full grid-cols-[minmax(0,1fr)] gap-0.5 rounded-lg px-2.5 py-2 text-start transition-colors duration-100 hover:bg-hover focus-visible:-outline-offset-2',
          isChosen && 'bg-accent-soft hover:bg-accent-soft',
        )}
      >
        <span className="flex items-baseline gap-2">
          {card.isUnread && (
            <span
              role="img"
              aria-label={t('inbox.unread')}
              className="size-2 shrink-0 self-center rounded-full bg-accent"
            />
          )}
          <span
            dir="auto"
            className={joinClasses('min-w-0 flex-1 truncate', card.isUnread ? 'font-semibold' : 'font-medium')}
          >
            {name}
          </span>
          {card.emailCount > 1 && (
            <span className="shrink-0 text-caption text-muted tabular-nums">{card.emailCount}</span>
          )}
          {card.lastEmailAt !== null && (
            <Time
              at={card.lastEmailAt}
              className={joinClasses(
                'shrink-0 text-caption',
                card.isUnread ? 'font-medium text-accent-ink' : 'text-muted',
              )}
            />
          )}
        </span>
        <span className="flex items-center gap-1.5 text-small text-muted">
          <span dir="auto" className={joinClasses('min-w-0 flex-1 truncate text-ink', card.isUnread && 'font-medium')}>
            {card.subject === '' ? t('list.noSubject') : card.subject}
          </span>
          {card.attachmentCount > 0 && (
            <Paperclip size={12} role="img" aria-label={t('mail.files', card.attachmentCount)} className="shrink-0" />
          )}
          {card.discussionId !== null && (
            <MessagesSquare size={12} role="img" aria-label={t('inbox.discussed')} className="shrink-0" />
          )}
          {assignee !== null && (
            <span title={t('inbox.assigned', { name: assignee.name })} className="shrink-0">
              <span className="sr-only">{t('inbox.assigned', { name: assignee.name })}</span>
              <Avatar name={assignee.name} pictureUrl={assignee.pictureUrl} size={20} />
            </span>
          )}
        </span>
        {card.preview !== '' && (
          <span dir="auto" className="truncate text-small text-muted">
            {card.preview}
          </span>
        )}
        {(card.state !== 'open' || card.tags.length > 0) && (
          <span className="flex flex-wrap gap-1 pt-0.5">
            {card.state !== 'open' && (
              <Badge tone={card.state === 'waiting' ? 'warn' : 'neutral'}>{stateWord(card.state)}</Badge>
            )}
            {card.tags.slice(0, 4).map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        )}
      </button>
    </li>
  );
}
