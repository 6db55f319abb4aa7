import { BellOff, Lock } from 'lucide-react';
import { t } from '#extension/language/t.ts';
import type { DiscussionCard } from '#shared/contract/discussion.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Count } from '../../ui/badge.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import { useShowToast } from '../../ui/toasts.tsx';
import { Time } from '../../ui/time.tsx';

interface CardRowProps {
  card: DiscussionCard;
  /** Shows a discussion whose mail can't be opened here; where left out, one is told so. */
  onDetached?: (id: string) => void;
}

/** One discussion in a list; opens its mail in the webmail. */
export function CardRow({ card, onDetached }: CardRowProps) {
  const command = useCommand();
  const show = useShowToast();
  const unread = card.unread > 0 && !card.muted;
  const open = (): void => {
    if (card.webmailUrl !== null) void command('overlay.navigate', { url: card.webmailUrl });
    else if (onDetached !== undefined) onDetached(card.id);
    else show({ text: t('list.teammatesMail') });
  };
  return (
    <li className="skip-offscreen">
      <button
        type="button"
        onClick={open}
        className="grid w-full grid-cols-[minmax(0,1fr)] gap-0.5 rounded-lg px-2.5 py-2 text-start transition-colors duration-100 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span className="flex items-baseline gap-2">
          <span dir="auto" className={joinClasses('min-w-0 flex-1 truncate', unread ? 'font-semibold' : 'font-medium')}>
            {card.subject === '' ? t('list.noSubject') : card.subject}
          </span>
          {card.lastMessage !== null && (
            <Time
              at={card.lastMessage.at}
              className={joinClasses('shrink-0 text-caption', unread ? 'font-medium text-accent-ink' : 'text-muted')}
            />
          )}
        </span>
        <span className="flex items-center gap-1.5 text-small text-muted">
          <span dir="auto" className="min-w-0 truncate">
            {card.senderName}
          </span>
          {card.visibility === 'private' && (
            <Lock size={12} role="img" aria-label={t('list.private')} className="shrink-0" />
          )}
          {card.muted && <BellOff size={12} role="img" aria-label={t('list.muted')} className="shrink-0" />}
        </span>
        <span className="flex items-center gap-2">
          <span
            dir="auto"
            className={joinClasses('min-w-0 flex-1 truncate text-small', unread ? 'text-ink' : 'text-muted')}
          >
            {card.lastMessage === null
              ? t('list.noMessages')
              : `${card.lastMessage.authorName}: ${card.lastMessage.preview}`}
          </span>
          <Count value={card.unread} label={t('sidebar.unread')} quiet={card.muted} />
        </span>
      </button>
    </li>
  );
}
