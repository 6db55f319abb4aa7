import { zipSync, type Zippable } from 'fflate';
import type { ExportedTemplates, ExportTemplates, Template } from '#shared/contract/template.ts';
import { cleanFileName } from '../attachments/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { listTemplates } from './list-templates.ts';
import { templateNotFound } from './template-row.ts';
import { writeTemplateFile } from './template-file.ts';

const mostBytes = 20 * 1024 * 1024;

/**
 * Templates as Markdown files: one alone, several in a zip with their folders. What is attached to them is left out.
 * @throws Problem 'not-found' when there is none, 'too-large' over 20 MB of text.
 */
export async function exportTemplates(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  { ids }: ExportTemplates,
): Promise<ExportedTemplates> {
  requirePermission(ctx, 'template.read');
  const wanted = (await listTemplates(ports, ctx)).filter(({ id }) => ids === null || ids.includes(id));
  const [first, ...others] = wanted;
  if (first === undefined) throw templateNotFound();
  if (others.length === 0 && ids !== null)
    return describe(`${baseName(first)}.md`, 'text/markdown', Buffer.from(writeTemplateFile(first)));
  return describe('templates.zip', 'application/zip', zipSync(archiveOf(wanted)));
}

function describe(name: string, contentType: string, bytes: Uint8Array): ExportedTemplates {
  return { name, contentType, base64: Buffer.from(bytes).toString('base64') };
}

function archiveOf(templates: readonly Template[]): Zippable {
  const archive: Zippable = {};
  let size = 0;
  for (const template of templates) {
    const bytes = Buffer.from(writeTemplateFile(template));
    size += bytes.length;
    if (size > mostBytes) throw new Problem('too-large', 'This is too much for one file. Export a folder at a time.');
    archive[freePath(archive, template)] = [bytes, { mtime: template.updatedAt }];
  }
  return archive;
}

/** One’s own stand apart from the team’s: they may have the same names. */
function freePath(taken: Zippable, template: Template): string {
  const folders = [template.scope, ...template.folder.split('/').filter((name) => name !== '')].map(cleanFileName);
  const path = [...folders, baseName(template)].join('/');
  for (let number = 1; ; number += 1) {
    const next = number === 1 ? `${path}.md` : `${path} (${number}).md`;
    if (!Object.hasOwn(taken, next)) return next;
  }
}

function baseName({ name, language }: Template): string {
  return cleanFileName(language === '' ? name : `${name}.${language}`);
}
