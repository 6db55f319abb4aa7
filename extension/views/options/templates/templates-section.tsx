import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { ImportedTemplate, Template } from '#shared/contract/template.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useShowToast } from '../../ui/toasts.tsx';
import { SectionPage, type SectionProps } from '../section.tsx';
import { ImportReport } from './import-report.tsx';
import { blankTemplate, copyOf, startOf } from './start-template.ts';
import { TemplateEditor } from './template-editor.tsx';
import { TemplateList } from './template-list.tsx';
import { useKeptTemplate } from './use-kept-template.ts';

/** The team's templates and one's own: looked through, written, brought in and taken out as files. */
export function TemplatesSection({ self, session }: SectionProps) {
  if (self.canWrite) return <Templates session={session} />;
  return (
    <SectionPage title={t('template.title')} note={t('template.notForViewers')}>
      {null}
    </SectionPage>
  );
}

function Templates({ session }: Pick<SectionProps, 'session'>) {
  const command = useCommand();
  const show = useShowToast();
  const { value: templates, problem, again } = useAnswer('template.list', null);
  const { editing, begin, keep, end } = useKeptTemplate(session);
  const [report, setReport] = useState<readonly ImportedTemplate[] | null>(null);

  const remove = async ({ id, name }: Template): Promise<void> => {
    const result = await command('template.remove', { id });
    again();
    if (!result.ok) return;
    const undo = (): void => void command('template.restore', { id }).then(again);
    show({ text: t('template.removed', { name }), undo });
  };
  const done = (): void => {
    end();
    again();
  };
  if (editing !== null)
    return (
      <SectionPage title={editing.version === null ? t('template.new') : t('template.change')}>
        <TemplateEditor
          key={editing.id}
          start={editing}
          folders={[...new Set((templates ?? []).map(({ folder }) => folder))]}
          onChange={keep}
          onDone={done}
        />
      </SectionPage>
    );
  return (
    <SectionPage title={t('template.title')} note={t('template.note')}>
      {problem !== null && (
        <Notice tone="warn" className="rounded-lg">
          {problem}
        </Notice>
      )}
      {report !== null && <ImportReport outcomes={report} onClose={() => setReport(null)} />}
      {templates === undefined && problem === null && <Skeleton lines label={t('template.loading')} />}
      {templates !== undefined && (
        <TemplateList
          templates={templates}
          onNew={() => begin(blankTemplate())}
          onEdit={(template) => begin(startOf(template))}
          onCopy={(template) => begin(copyOf(template, session.session.user.id))}
          onRemove={(template) => void remove(template)}
          onImported={(outcomes) => {
            setReport(outcomes);
            again();
          }}
        />
      )}
    </SectionPage>
  );
}
