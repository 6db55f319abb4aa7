import { t } from '#extension/language/t.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import type { Person } from './people.ts';

const shownDirectly = 1;
const chip =
  'flex h-6 min-w-0 items-center gap-1.5 rounded-full border border-line pe-2 ps-0.5 text-caption text-muted transition-colors duration-100 hover:bg-hover hover:text-ink';

/** The other participants, each one click away. */
export function OtherPeople({ people, onChoose }: { people: Person[]; onChoose: (key: string) => void }) {
  const direct = people.slice(0, shownDirectly);
  const more = people.slice(shownDirectly);
  return (
    <div role="group" aria-label={t('contact.others')} className="flex min-w-0 items-center gap-1.5">
      {direct.map((person) => (
        <button
          key={person.key}
          type="button"
          title={person.address}
          className={chip}
          onClick={() => onChoose(person.key)}
        >
          <Avatar name={person.name} pictureUrl={person.contact?.pictureUrl ?? null} size={20} />
          <span dir="auto" className="truncate">
            {person.name}
          </span>
        </button>
      ))}
      {more.length > 0 && (
        <Menu
          align="start"
          trigger={
            <button type="button" aria-label={t('contact.moreOthers', more.length)} className={`${chip} shrink-0 ps-2`}>
              +{more.length}
            </button>
          }
        >
          {more.map((person) => (
            <MenuItem
              key={person.key}
              icon={<Avatar name={person.name} pictureUrl={person.contact?.pictureUrl ?? null} size={20} />}
              onSelect={() => onChoose(person.key)}
            >
              <span className="min-w-0 ps-1">
                <span dir="auto" className="block truncate">
                  {person.name}
                </span>
                <span className="block truncate text-caption text-muted">{person.address}</span>
              </span>
            </MenuItem>
          ))}
        </Menu>
      )}
    </div>
  );
}
