import type { TemplateId } from '#shared/contract/ids.ts';
import type { SaveTemplate } from '#shared/contract/template.ts';
import { createId } from '#server/kernel/ids.ts';

/** A template of the team's as somebody writes it; a new one each time. */
export function createTemplate(fields: Partial<SaveTemplate> = {}): SaveTemplate {
  return {
    id: createId<TemplateId>(),
    version: null,
    scope: 'team',
    folder: 'Orders/Delays',
    name: 'It comes later',
    language: 'en',
    subject: 'Your order at {{team.name}}',
    body: 'Dear {{contact.firstName|customer}},\n\nit leaves **tomorrow**.\n\n{{sender.name}}',
    files: [],
    ...fields,
  };
}
