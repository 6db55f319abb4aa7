import type {
  ExportedTemplates,
  ExportTemplates,
  FilledTemplate,
  ImportedTemplate,
  ImportTemplates,
  SaveTemplate,
  Template,
  TemplateAbout,
  TemplateValues,
} from '#shared/contract/template.ts';

/** What is asked about templates. Using one makes no mail: what it answers is edited and sent by hand. */
export interface TemplateRequests {
  'template.list': { from: 'view'; input: null; output: Template[] };
  /** What the variables stand for; stores nothing. */
  'template.values': { from: 'view'; input: TemplateAbout; output: TemplateValues };
  /** Fills one in and counts the use. */
  'template.use': { from: 'view'; input: { id: string; about: TemplateAbout }; output: FilledTemplate };
  'template.save': { from: 'view'; input: SaveTemplate; output: Template };
  'template.remove': { from: 'view'; input: { id: string }; output: null };
  /** Answers what became of each file. */
  'template.import': { from: 'view'; input: ImportTemplates; output: ImportedTemplate[] };
  'template.export': { from: 'view'; input: ExportTemplates; output: ExportedTemplates };
  'template.restore': { from: 'view'; input: { id: string }; output: null };
}
