import { t } from '#extension/language/t.ts';
import type { Message } from '#shared/contract/discussion.ts';
import { joinClasses } from '../../ui/join-classes.ts';
import { useSelf } from '../self.ts';
import { useReact } from './use-react.ts';

/** Who reacted how; a click joins or takes back. */
export function Reactions({ message }: { message: Message }) {
  const self = useSelf();
  const react = useReact(message);
  return (
    <ul aria-label={t('message.reactions')} className="mt-1 mb-0.5 flex flex-wrap gap-1">
      {message.reactions.map(({ emoji, people }) => {
        const mine = people.some(({ id }) => id === self.id);
        const names = people.map(({ id, name }) => (id === self.id ? t('thread.you') : name)).join(', ');
        return (
          <li key={emoji}>
            <button
              type="button"
              aria-pressed={mine}
              aria-label={`${emoji} ${people.length}: ${names}`}
              title={names}
              disabled={!self.canWrite}
              onClick={() => react(emoji, !mine)}
              className={joinClasses(
                'flex h-6 items-center gap-1 rounded-full border px-2 text-caption tabular-nums transition-colors duration-100',
                mine
                  ? 'border-accent bg-accent-soft font-semibold text-accent-ink'
                  : 'border-line bg-canvas text-muted hover:bg-hover',
              )}
            >
              <span className="font-emoji text-small leading-none">{emoji}</span>
              {people.length}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
