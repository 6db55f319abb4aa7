import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { t } from '#extension/language/t.ts';
import { TextInput } from '../ui/field.tsx';
import { joinClasses } from '../ui/join-classes.ts';
import { searchSections } from './find-section.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { selfOf } from '../sidebar/self.ts';
import { isAdmin } from './role-words.ts';
import { type OptionsSection, optionsGroups, optionsSections } from './sections.tsx';

/** The list of sections, and a field that narrows it; Enter leads to the first that is left. */
export function OptionsNav({ current }: { current: string }) {
  const [query, setQuery] = useState('');
  const mine = useSections();
  const findable = mine.map(({ id, title, words }) => ({ id, title: t(title), words: t(words) }));
  const found = new Set(searchSections(findable, query));
  const shown = mine.filter(({ id }) => found.has(id));
  const [first] = shown;
  const groups = optionsGroups
    .map(({ title, sections }) => ({ title, sections: sections.filter((section) => shown.includes(section)) }))
    .filter(({ sections }) => sections.length > 0);
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
      <div className="-mx-4 flex gap-0.5 overflow-x-auto px-4 pb-1 sm:mx-0 sm:flex-col sm:gap-4 sm:overflow-visible sm:px-0 sm:pt-2 sm:pb-10">
        {groups.map((group) => (
          <div key={group.title} className="contents sm:block">
            <p className="hidden px-2.5 pb-1 text-caption font-medium text-muted sm:block">{t(group.title)}</p>
            <ul aria-label={t(group.title)} className="contents sm:grid sm:gap-0.5">
              {group.sections.map((section) => (
                <SectionLink key={section.id} section={section} isCurrent={section.id === current} />
              ))}
            </ul>
          </div>
        ))}
      </div>
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

function SectionLink({ section: { id, title, Icon }, isCurrent }: { section: OptionsSection; isCurrent: boolean }) {
  const link = useRef<HTMLAnchorElement>(null);
  // On a phone the list is one line that scrolls.
  useEffect(() => {
    if (isCurrent) link.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [isCurrent]);
  return (
    <li>
      <a
        ref={link}
        href={`#${id}`}
        aria-current={isCurrent ? 'page' : undefined}
        className={joinClasses(
          'flex min-h-8 items-center gap-2 rounded-md px-2.5 py-1 whitespace-nowrap transition-colors duration-100 sm:whitespace-normal',
          isCurrent ? 'bg-accent-soft font-semibold text-accent-ink' : 'text-muted hover:bg-hover hover:text-ink',
        )}
      >
        <Icon size={16} aria-hidden className="shrink-0" />
        {t(title)}
      </a>
    </li>
  );
}
