import { v7 as createId } from 'uuid';
import { t } from '#extension/language/t.ts';
import { TemplateId } from '#shared/contract/ids.ts';
import type { SaveTemplate, Template } from '#shared/contract/template.ts';

/** What the editor begins with. */
export type TemplateStart = SaveTemplate;

/** A new one, of one's own until one gives it to the team. */
export function blankTemplate(): TemplateStart {
  const empty = { folder: '', name: '', language: '', subject: '', body: '', files: [] };
  return { id: TemplateId.parse(createId()), version: null, scope: 'own', ...empty };
}

/** One that is there, to change it. */
export function startOf(template: Template): TemplateStart {
  const { id, version, scope, folder, name, language, subject, body, files } = template;
  return { id, version, scope, folder, name, language, subject, body, files };
}

/** A new one with the same words; of a teammate's it is one's own. */
export function copyOf(template: Template, selfId: string): TemplateStart {
  const scope = template.author.id === selfId ? template.scope : 'own';
  const name = t('template.copyName', { name: template.name });
  return { ...startOf(template), id: blankTemplate().id, version: null, scope, name };
}
