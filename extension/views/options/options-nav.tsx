import { Search } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { TextInput } from '../ui/field.tsx';
import { joinClasses } from '../ui/join-classes.ts';
import { searchSections } from './find-section.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { selfOf } from '../sidebar/self.ts';
import { isAdmin } from './role-words.ts';
import { type OptionsSection, optionsSections } from './sections.tsx';

/** The list of sections, and a field that narrows it; Enter leads to the first that is left. */
export function OptionsNav({ current }: { current: string }) {
  const [query, setQuery] = useState('');
  const mine = useSections();
  const findable = mine.map(({ id, title, words }) => ({ id, title: t(title), words: t(words) }));
  const found = new Set(searchSections(findable, query));
  const shown = mine.filter(({ id }) => found.has(id));
  const [first] = shown;
  return (
    <nav aria-label={t('options.nav')}>
      <form
        role="search"
        className="relative mb-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (first !== undefined) window.location.hash = first.id;
        }}
      >
        <Search size={14} aria-hidden className="pointer-events-none absolute inset-y-0 start-2.5 my-auto text-muted" />
        <TextInput
          type="search"
          aria-label={t('options.search')}
          placeholder={t('options.search')}
          className="ps-8!"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </form>
      <ul className="flex flex-wrap gap-0.5 sm:flex-col">
        {shown.map(({ id, title, Icon }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              aria-current={id === current ? 'page' : undefined}
              className={joinClasses(
                'flex min-h-8 items-center gap-2 rounded-md px-2.5 py-1 transition-colors duration-100',
                id === current
                  ? 'bg-accent-soft font-semibold text-accent-ink'
                  : 'text-muted hover:bg-hover hover:text-ink',
              )}
            >
              <Icon size={16} aria-hidden className="shrink-0" />
              {t(title)}
            </a>
          </li>
        ))}
      </ul>
      <p role="status" className="px-2.5 text-small text-muted">
        {shown.length === 0 ? t('options.nothingFound') : ''}
      </p>
    </nav>
  );
}

/** The sections that the reader may use. */
function useSections(): readonly OptionsSection[] {
  const session = useTopic('session');
  const role = session === undefined ? undefined : selfOf(session)?.role;
  return optionsSections.filter(({ isForAdmins }) => isForAdmins !== true || isAdmin(role));
}
