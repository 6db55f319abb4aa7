import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { FileId, TemplateId, UserId } from '#shared/contract/ids.ts';
import type { Template } from '#shared/contract/template.ts';
import { template, templateFile } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { isSeenBy, mayChange, templateNotFound } from './template-row.ts';

/** The team's templates and the asker's own, by folder and name. */
export async function listTemplates(ports: Pick<Ports, 'db'>, ctx: Context): Promise<Template[]> {
  requirePermission(ctx, 'template.read');
  return readTemplates(ports, ctx, null);
}

/** @throws Problem 'not-found' */
export async function getTemplate(ports: Pick<Ports, 'db'>, ctx: Context, id: string): Promise<Template> {
  const [found] = await readTemplates(ports, ctx, id);
  if (found === undefined) throw templateNotFound();
  return found;
}

async function readTemplates({ db }: Pick<Ports, 'db'>, ctx: Context, id: string | null): Promise<Template[]> {
  const wanted = id === null ? undefined : eq(template.id, id);
  const rows = await db
    .select({
      row: template,
      authorName: sql<string | null>`(select name from person where id = ${template.authorId})`,
    })
    .from(template)
    .where(and(isSeenBy(ctx), isNull(template.removedAt), wanted))
    .orderBy(asc(template.folder), asc(template.name), asc(template.id));
  const files = await db
    .select()
    .from(templateFile)
    .where(and(eq(templateFile.teamId, ctx.teamId), id === null ? undefined : eq(templateFile.templateId, id)))
    .orderBy(asc(templateFile.position));
  return rows.map(({ row, authorName }) => ({
    id: row.id as TemplateId,
    version: row.version,
    scope: row.ownerId === null ? 'team' : 'own',
    folder: row.folder,
    name: row.name,
    language: row.language,
    subject: row.subject,
    body: row.body,
    files: files
      .filter(({ templateId }) => templateId === row.id)
      .map(({ fileId, name, size }) => ({ fileId: fileId as FileId, name, size })),
    author: { id: row.authorId as UserId, name: authorName ?? '' },
    mayChange: mayChange(row, ctx),
    uses: row.uses,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
  }));
}
