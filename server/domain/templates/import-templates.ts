import { and, eq, isNull } from 'drizzle-orm';
import type { TemplateId } from '#shared/contract/ids.ts';
import {
  SaveTemplate,
  type ImportedTemplate,
  type ImportTemplates,
  type TemplateScope,
} from '#shared/contract/template.ts';
import { cleanFileName } from '../attachments/index.ts';
import { template } from '#server/db/schema/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { lockScope, writeTemplate } from './save-template.ts';
import { readTemplateFile, type TemplateText } from './template-file.ts';
import { unpackFiles, type GivenFile } from './unpack-files.ts';

/**
 * Adds the templates in Markdown files and zips of them; one file that can't be read keeps no other from being added.
 * What is there already with the same words is left as it is; with other words the new one gets a number after its name.
 * @returns what became of each file, in their order.
 */
export async function importTemplates(ports: Ports, ctx: Context, input: ImportTemplates): Promise<ImportedTemplate[]> {
  requirePermission(ctx, 'template.write');
  const given = unpackFiles(input.files);
  return inTransaction(ports.db, async (tx) => {
    await lockScope(tx, ctx);
    const known = await readKnown(tx, ctx, input.scope);
    const outcomes: ImportedTemplate[] = [];
    for (const file of given) outcomes.push(await importFile(tx, ctx, input.scope, known, file));
    return outcomes;
  });
}

/** What is there of one scope, by where it is found. */
type Known = Map<string, Pick<TemplateText, 'subject' | 'body'>>;

async function readKnown(tx: Transaction, ctx: Context, scope: TemplateScope): Promise<Known> {
  const owner = scope === 'own' ? eq(template.ownerId, ctx.userId) : isNull(template.ownerId);
  const rows = await tx
    .select()
    .from(template)
    .where(and(eq(template.teamId, ctx.teamId), owner, isNull(template.removedAt)));
  return new Map(rows.map((row) => [placeOf(row), row]));
}

function placeOf({ folder, name, language }: Pick<TemplateText, 'folder' | 'name' | 'language'>): string {
  return JSON.stringify([folder, name, language]);
}

async function importFile(
  tx: Transaction,
  ctx: Context,
  scope: TemplateScope,
  known: Known,
  given: GivenFile,
): Promise<ImportedTemplate> {
  const file = cleanFileName(given.name);
  try {
    const read = checkTemplate(scope, readTemplateFile(given.name, given.read()));
    const free = findFreeName(known, read);
    if (free === undefined) return { file, outcome: 'known', problem: null };
    await writeTemplate(tx, ctx, free);
    known.set(placeOf(free), free);
    return { file, outcome: 'added', problem: null };
  } catch (error) {
    // Each is thrown before anything is written: the transaction goes on.
    if (error instanceof Problem) return { file, outcome: 'refused', problem: error.message };
    throw error;
  }
}

function checkTemplate(scope: TemplateScope, text: TemplateText): SaveTemplate {
  const parsed = SaveTemplate.safeParse({ ...text, id: createId<TemplateId>(), version: null, scope, files: [] });
  if (parsed.success) return parsed.data;
  throw new Problem('invalid-input', parsed.error.issues[0]?.message ?? 'This is no template. It was not imported.');
}

/** The template under a name that nothing else has there; undefined when the very same is there. */
function findFreeName(known: Known, read: SaveTemplate): SaveTemplate | undefined {
  for (let number = 1; ; number += 1) {
    const next = number === 1 ? read : { ...read, name: `${read.name} (${number})` };
    const there = known.get(placeOf(next));
    if (there === undefined) return next;
    if (there.subject === read.subject && there.body === read.body) return undefined;
  }
}
