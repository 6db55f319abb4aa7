import { and, eq, isNull, or } from 'drizzle-orm';
import { template } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { mayDo } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';

/** A template as it is stored. */
export type TemplateRow = typeof template.$inferSelect;

/** The team's, and the asker's own. */
export function isSeenBy({ teamId, userId }: Pick<Context, 'teamId' | 'userId'>) {
  return and(eq(template.teamId, teamId), or(isNull(template.ownerId), eq(template.ownerId, userId)));
}

/** One's own; of the team's those that one wrote, and all for admins. */
export function mayChange(row: Pick<TemplateRow, 'ownerId' | 'authorId'>, ctx: Context): boolean {
  if (row.ownerId !== null) return row.ownerId === ctx.userId;
  return row.authorId === ctx.userId || mayDo(ctx, 'team.manage');
}

/** The one answer for a template that is not there, is another team's or somebody else's own. */
export function templateNotFound(): Problem {
  return new Problem('not-found', 'This template does not exist any more.');
}

/** The answer to whoever may read a template and not change it. */
export function notChangeable(): Problem {
  return new Problem(
    'not-allowed',
    'Only who wrote this template, or an admin of the team, may change it. Make a copy of your own instead.',
  );
}

/** @throws Problem 'not-allowed' for a template of the team's that somebody else wrote. */
export function requireChange(row: TemplateRow, ctx: Context): void {
  if (!mayChange(row, ctx)) throw notChangeable();
}

/** Held until the transaction ends, removed ones too. */
export async function lockTemplate(tx: Transaction, ctx: Context, id: string): Promise<TemplateRow | undefined> {
  const [row] = await tx
    .select()
    .from(template)
    .where(and(isSeenBy(ctx), eq(template.id, id)))
    .for('update');
  return row;
}
