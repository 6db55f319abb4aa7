import { useId, useState, type KeyboardEvent } from 'react';
import { currentLanguage } from '#extension/language/language.ts';
import { t } from '#extension/language/t.ts';
import type { Template, TemplateAbout } from '#shared/contract/template.ts';
import { fillLine, findGaps } from '#shared/templates/fill-template.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { TextInput } from '../../ui/field.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { searchTemplates } from './search-templates.ts';

interface TemplatePickerProps {
  about: TemplateAbout;
  onPick: (template: Template) => void;
}

/** A search over the templates with a preview for the open contact; arrows move, Enter takes. */
export function TemplatePicker({ about, onPick }: TemplatePickerProps) {
  const { value: templates, problem } = useAnswer('template.list', null);
  const { value: values } = useAnswer('template.values', about);
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const listId = useId();
  const found = searchTemplates(templates ?? [], query, currentLanguage());
  const active = found[Math.min(index, found.length - 1)];

  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const move = moves[event.key];
    if (move !== undefined) {
      event.preventDefault();
      setIndex(Math.max(0, Math.min(found.length - 1, index + move)));
    }
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    // The composer's own keys must not see it.
    event.preventDefault();
    event.stopPropagation();
    if (active !== undefined) onPick(active);
  };
  return (
    <div className="grid w-76 max-w-full grid-cols-[minmax(0,1fr)] p-2" onKeyDown={onKeyDown}>
      <TextInput
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={active === undefined ? undefined : `${listId}-${active.id}`}
        aria-label={t('template.search')}
        placeholder={t('template.search')}
        autoFocus
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setIndex(0);
        }}
      />
      {templates === undefined && problem === null && <Skeleton lines label={t('template.loading')} />}
      <ul id={listId} role="listbox" aria-label={t('template.title')} className="mt-1.5 max-h-48 overflow-y-auto">
        {found.map((template) => (
          <TemplateOption
            key={template.id}
            id={`${listId}-${template.id}`}
            template={template}
            isActive={template === active}
            onPick={() => onPick(template)}
          />
        ))}
      </ul>
      <p role="status" className="text-small text-pretty text-muted">
        {problem ?? (templates !== undefined && found.length === 0 ? emptyWord(templates) : '')}
      </p>
      {active !== undefined && <Preview text={fillLine(active.body, values ?? {})} isKnown={values !== undefined} />}
    </div>
  );
}

function emptyWord(templates: readonly Template[]): string {
  return templates.length === 0 ? t('template.noneYet') : t('template.noneFound');
}

interface TemplateOptionProps {
  id: string;
  template: Template;
  isActive: boolean;
  onPick: () => void;
}

function TemplateOption({ id, template, isActive, onPick }: TemplateOptionProps) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={isActive}
      ref={(item) => {
        if (isActive) item?.scrollIntoView({ block: 'nearest' });
      }}
      onClick={onPick}
      className={joinClasses(
        'flex items-baseline gap-2 rounded-md px-2 py-1',
        isActive ? 'bg-accent-soft text-accent-ink' : 'hover:bg-hover',
      )}
    >
      <span dir="auto" className="min-w-0 flex-1 truncate font-medium">
        {template.name}
      </span>
      <span className="max-w-28 shrink-0 truncate text-caption text-muted">
        {[template.folder, template.language].filter((word) => word !== '').join(' · ')}
      </span>
    </li>
  );
}

/** The text as this contact would read it; what is missing stands out. */
function Preview({ text, isKnown }: { text: string; isKnown: boolean }) {
  if (!isKnown) return null;
  const gaps = new Set(findGaps(text));
  return (
    <p
      dir="auto"
      role="note"
      aria-label={t('template.preview')}
      className="mt-1.5 max-h-32 overflow-y-auto rounded-md bg-sunken px-2 py-1.5 text-small break-words whitespace-pre-wrap"
    >
      {text.split(/(\{\{[^{}\n]+\}\})/).map((part, at) =>
        gaps.has(part) ? (
          <mark key={at} className="rounded bg-warn-soft px-0.5 text-warn">
            {part.slice(2, -2).trim()}
          </mark>
        ) : (
          part
        ),
      )}
    </p>
  );
}
