import { and, eq, isNull, sql } from 'drizzle-orm';
import type { FilledTemplate, UseTemplate } from '#shared/contract/template.ts';
import { fillBody, fillLine } from '#shared/templates/fill-template.ts';
import { renderText } from '../outgoing-mail/index.ts';
import { template } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { getTemplate } from './list-templates.ts';
import { readTemplateValues } from './read-values.ts';
import { isSeenBy } from './template-row.ts';

/**
 * A template filled for one mail, and counted as used once more. What no value is known for, and no fallback, stays in
 * its braces.
 * @throws Problem 'not-found'
 */
export async function useTemplate(ports: Ports, ctx: Context, input: UseTemplate): Promise<FilledTemplate> {
  requirePermission(ctx, 'template.read');
  const found = await getTemplate(ports, ctx, input.id);
  const values = await readTemplateValues(ports, ctx, input.about);
  const body = fillBody(found.body, values);
  await ports.db
    .update(template)
    .set({ uses: sql`${template.uses} + 1`, lastUsedAt: ports.clock.now() })
    .where(and(isSeenBy(ctx), eq(template.id, found.id), isNull(template.removedAt)));
  return { subject: fillLine(found.subject, values), body, text: renderText(body), files: found.files };
}
