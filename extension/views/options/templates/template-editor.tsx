import { useEffect, useEffectEvent, useId, useRef, useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { SaveTemplate } from '#shared/contract/template.ts';
import { useRequest } from '../../bridge/use-command.ts';
import { AttachButton } from '../../sidebar/composer/attach-button.tsx';
import { DraftFiles } from '../../sidebar/composer/draft-files.tsx';
import { useUploads } from '../../sidebar/composer/use-uploads.ts';
import { writeInto } from '../../sidebar/composer/write-into.ts';
import { TextTools } from '../../sidebar/outgoing/text-tools.tsx';
import { Button } from '../../ui/button.tsx';
import { Field, Select, TextInput } from '../../ui/field.tsx';
import type { TemplateStart } from './start-template.ts';
import { TemplatePreview } from './template-preview.tsx';
import { VariableMenu } from './variable-menu.tsx';

interface TemplateEditorProps {
  start: TemplateStart;
  /** Folders that there are. */
  folders: readonly string[];
  /** Told of everything that is written, to be kept. */
  onChange: (template: SaveTemplate) => void;
  onDone: () => void;
}

/** Where a template is written, beside how it will read. */
export function TemplateEditor({ start, folders, onChange, onDone }: TemplateEditorProps) {
  const request = useRequest();
  const [template, setTemplate] = useState<SaveTemplate>(start);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const change = (fields: Partial<SaveTemplate>): void => setTemplate((now) => ({ ...now, ...fields }));
  const files = useUploads(`template:${template.id}`, template.files, (next) =>
    setTemplate((now) => ({ ...now, files: next([...now.files]) as SaveTemplate['files'] })),
  );
  const keep = useEffectEvent(onChange);
  useEffect(() => {
    if (template !== start) keep(template);
  }, [template, start]);
  const save = async (): Promise<void> => {
    if (files.busy || isSaving) return;
    setSaving(true);
    const result = await request('template.save', template);
    setSaving(false);
    if (result.ok) onDone();
    else setProblem(result.problem.message);
  };
  const insert = (text: string): void => {
    const box = area.current;
    if (box !== null) writeInto(box, { start: box.selectionStart, end: box.selectionEnd, text });
  };
  return (
    <form
      className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="grid content-start gap-3">
        <Field label={t('template.name')}>
          {(ids) => (
            <TextInput
              {...ids}
              autoFocus
              required
              maxLength={120}
              value={template.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <PlaceFields template={template} folders={folders} change={change} />
        <Field label={t('template.subject')} hint={t('template.subjectHint')}>
          {(ids) => (
            <TextInput
              {...ids}
              maxLength={900}
              value={template.subject}
              onChange={(event) => change({ subject: event.target.value })}
            />
          )}
        </Field>
        <div className="rounded-md border border-line-strong/60 bg-canvas focus-within:border-accent">
          <textarea
            ref={area}
            dir="auto"
            rows={10}
            aria-label={t('template.text')}
            placeholder={t('template.write')}
            value={template.body}
            onChange={(event) => change({ body: event.target.value })}
            className="block field-sizing-content min-h-48 w-full resize-none bg-transparent px-2.5 py-2 text-body outline-none"
          />
          <DraftFiles
            files={template.files}
            uploads={files.uploads}
            onRemove={files.remove}
            onDismiss={files.dismiss}
          />
          <div className="flex flex-wrap items-center gap-0.5 border-t border-line p-1">
            <AttachButton onFiles={files.add} limit={files.limit} />
            <TextTools area={area} text={template.body} />
            <span className="flex-1" />
            <VariableMenu onPick={insert} />
          </div>
        </div>
        <p className="-mt-2 text-caption text-pretty text-muted">{t('template.fallback')}</p>
        <p role="alert" className="text-small text-danger empty:hidden">
          {problem}
        </p>
        <div className="flex gap-2">
          <Button type="submit" kind="primary" disabled={isSaving || files.busy}>
            {t('action.save')}
          </Button>
          <Button onClick={onDone}>{t('action.cancel')}</Button>
        </div>
      </div>
      <TemplatePreview subject={template.subject} body={template.body} />
    </form>
  );
}

interface PlaceFieldsProps extends Pick<TemplateEditorProps, 'folders'> {
  template: SaveTemplate;
  change: (fields: Partial<SaveTemplate>) => void;
}

/** For whom it is, in which folder and language. */
function PlaceFields({ template, folders, change }: PlaceFieldsProps) {
  const listId = useId();
  return (
    <>
      <Field label={t('template.scope')}>
        {(ids) => (
          <Select
            {...ids}
            value={template.scope}
            onChange={(event) => change({ scope: event.target.value === 'team' ? 'team' : 'own' })}
          >
            <option value="own">{t('template.scopeOwn')}</option>
            <option value="team">{t('template.scopeTeam')}</option>
          </Select>
        )}
      </Field>
      <div className="grid grid-cols-[minmax(0,1fr)_7rem] gap-3">
        <Field label={t('template.folder')} hint={t('template.folderHint')}>
          {(ids) => (
            <TextInput
              {...ids}
              list={listId}
              maxLength={200}
              value={template.folder}
              onChange={(event) => change({ folder: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('template.language')} hint={t('template.languageHint')}>
          {(ids) => (
            <TextInput
              {...ids}
              maxLength={35}
              value={template.language}
              onChange={(event) => change({ language: event.target.value })}
            />
          )}
        </Field>
      </div>
      <datalist id={listId}>
        {folders.map((folder) => (
          <option key={folder} value={folder} />
        ))}
      </datalist>
    </>
  );
}
