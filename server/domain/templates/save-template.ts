import { and, eq, isNull, sql } from 'drizzle-orm';
import type { SaveTemplate, Template } from '#shared/contract/template.ts';
import { recordAudit } from '../audit/index.ts';
import { template } from '#server/db/schema/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { getTemplate } from './list-templates.ts';
import {
  isSeenBy,
  lockTemplate,
  notChangeable,
  requireChange,
  templateNotFound,
  type TemplateRow,
} from './template-row.ts';
import { writeTemplateFiles } from './write-files.ts';

/** Of a team's, and of each person's own. */
export const mostTemplates = 2_000;

/**
 * Keeps a template, new or changed. Asked again with the same id for a new one, it changes that one to the same again.
 * @throws Problem 'conflict' when somebody changed it meanwhile, 'not-allowed' for a teammate's of the team.
 */
export async function saveTemplate(ports: Ports, ctx: Context, input: SaveTemplate): Promise<Template> {
  requirePermission(ctx, 'template.write');
  await inTransaction(ports.db, async (tx) => {
    await lockScope(tx, ctx);
    await writeTemplate(tx, ctx, input);
  });
  return getTemplate(ports, ctx, input.id);
}

/** One writer of new templates at a time and team, so that their number stays within `mostTemplates`. */
export async function lockScope(tx: Transaction, { teamId }: Context): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`templates:${teamId}`}, 0))`);
}

/** The same in the caller's transaction, which holds `lockScope`. */
export async function writeTemplate(tx: Transaction, ctx: Context, input: SaveTemplate): Promise<void> {
  const known = await lockTemplate(tx, ctx, input.id);
  if (known === undefined) await insertTemplate(tx, ctx, input);
  else await updateTemplate(tx, ctx, known, input);
  await writeTemplateFiles(tx, ctx, input);
}

function fieldsOf({ folder, name, language, subject, body }: SaveTemplate) {
  return { folder, name, language, subject, body };
}

async function insertTemplate(tx: Transaction, ctx: Context, input: SaveTemplate): Promise<void> {
  if (input.version !== null) throw templateNotFound();
  const ownerId = input.scope === 'own' ? ctx.userId : null;
  const sameScope = ownerId === null ? isNull(template.ownerId) : eq(template.ownerId, ownerId);
  const count = await tx.$count(template, and(isSeenBy(ctx), sameScope, isNull(template.removedAt)));
  if (count >= mostTemplates)
    throw new Problem('invalid-input', `There are ${mostTemplates} templates already. Delete some that nobody uses.`);
  const made = await tx
    .insert(template)
    .values({ teamId: ctx.teamId, id: input.id, ownerId, authorId: ctx.userId, ...fieldsOf(input) })
    .onConflictDoNothing()
    .returning({ id: template.id });
  // Somebody else's own has this id.
  if (made.length === 0) throw templateNotFound();
  await recordAudit(tx, ctx, {
    action: 'template.create',
    target: `template:${input.id}`,
    detail: { scope: input.scope },
  });
}

async function updateTemplate(tx: Transaction, ctx: Context, row: TemplateRow, input: SaveTemplate): Promise<void> {
  if (row.removedAt !== null) throw templateNotFound();
  requireChange(row, ctx);
  // A teammate's is not taken from the team, whoever may change it.
  if (input.scope === 'own' && row.authorId !== ctx.userId) throw notChangeable();
  if (input.version !== row.version && input.version !== null)
    throw new Problem('conflict', 'Somebody changed this template meanwhile. Look at it again before you change it.');
  const ownerId = input.scope === 'own' ? ctx.userId : null;
  await tx
    .update(template)
    .set({ ...fieldsOf(input), ownerId, version: row.version + 1, updatedAt: sql`now()` })
    .where(and(eq(template.teamId, ctx.teamId), eq(template.id, row.id)));
  await recordAudit(tx, ctx, {
    action: 'template.change',
    target: `template:${row.id}`,
    detail: { scope: input.scope },
  });
}
