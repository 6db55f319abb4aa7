import { t } from '#extension/language/t.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import type { MentionListState } from './use-mention-list.ts';

/** The teammates offered for an @name. The focus stays in the text box. */
export function MentionList({ id, list, below }: { id: string; list: MentionListState; below: boolean }) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={t('composer.teammates')}
      className={joinClasses(
        'appear absolute inset-x-0 z-20 max-h-64 overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-raised',
        below ? 'top-full mt-1' : 'bottom-full mb-1',
      )}
    >
      {list.people.map((person, index) => (
        <li
          key={person.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === list.index}
          onPointerMove={() => list.point(index)}
          // Before the text box loses the focus.
          onPointerDown={(event) => {
            event.preventDefault();
            list.pick(index);
          }}
          className={joinClasses('flex items-center gap-2 rounded-md px-2 py-1', index === list.index && 'bg-hover')}
        >
          <Avatar name={person.name} pictureUrl={person.pictureUrl} size={24} />
          <span className="min-w-0 truncate font-medium">{person.name}</span>
          <span className="min-w-0 flex-1 truncate text-caption text-muted">{person.email}</span>
        </li>
      ))}
    </ul>
  );
}
