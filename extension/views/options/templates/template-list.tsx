import { Search } from 'lucide-react';
import { useState, type DragEvent } from 'react';
import { currentLanguage } from '#extension/language/language.ts';
import { t } from '#extension/language/t.ts';
import type { ImportedTemplate, Template } from '#shared/contract/template.ts';
import { searchTemplates } from '../../sidebar/templates/search-templates.ts';
import { Button } from '../../ui/button.tsx';
import { TextInput } from '../../ui/field.tsx';
import { joinClasses } from '../../ui/join-classes.ts';
import { Group, Row } from '../section.tsx';
import { ImportButton } from './import-button.tsx';
import { groupByFolder } from './group-by-folder.ts';
import { TemplateItem } from './template-item.tsx';
import { useTemplateFiles } from './use-template-files.ts';

interface TemplateListProps {
  templates: readonly Template[];
  onNew: () => void;
  onEdit: (template: Template) => void;
  onCopy: (template: Template) => void;
  onRemove: (template: Template) => void;
  onImported: (outcomes: readonly ImportedTemplate[]) => void;
}

/** All templates by folder, narrowed by a search; files may be dropped anywhere on it. */
export function TemplateList({ templates, onNew, onEdit, onCopy, onRemove, onImported }: TemplateListProps) {
  const [query, setQuery] = useState('');
  const [isOver, setOver] = useState(false);
  const files = useTemplateFiles(onImported);
  const found = query.trim() === '' ? templates : searchTemplates(templates, query, currentLanguage());
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void files.bring([...event.dataTransfer.files], 'own');
  };
  return (
    <div
      className={joinClasses('grid gap-6 rounded-xl', isOver && 'outline-2 outline-offset-8 outline-accent')}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <div className="flex flex-wrap items-center gap-2">
        <Button kind="primary" onClick={onNew}>
          {t('template.new')}
        </Button>
        <ImportButton isBusy={files.isBusy} onFiles={(chosen, scope) => void files.bring(chosen, scope)} />
        {templates.length > 0 && <Button onClick={() => void files.take(null)}>{t('template.exportAll')}</Button>}
      </div>
      {files.problem !== null && (
        <p role="alert" className="text-small text-danger">
          {files.problem}
        </p>
      )}
      {templates.length > 0 && (
        <div role="search" className="relative max-w-100">
          <Search
            size={14}
            aria-hidden
            className="pointer-events-none absolute inset-y-0 start-2.5 my-auto text-muted"
          />
          <TextInput
            type="search"
            aria-label={t('template.search')}
            placeholder={t('template.search')}
            className="ps-8!"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
      )}
      {found.length === 0 && (
        <Group>
          <Row>
            <p className="text-small text-pretty text-muted">
              {templates.length === 0 ? t('template.none') : t('template.noneFound')}
            </p>
          </Row>
        </Group>
      )}
      {groupByFolder(found).map(({ folder, templates: within }) => (
        <Group key={folder} title={folder === '' ? t('template.noFolder') : folder.replaceAll('/', ' / ')}>
          {within.map((template) => (
            <TemplateItem
              key={template.id}
              template={template}
              onEdit={() => onEdit(template)}
              onCopy={() => onCopy(template)}
              onExport={() => void files.take([template.id])}
              onRemove={() => onRemove(template)}
            />
          ))}
        </Group>
      ))}
    </div>
  );
}
