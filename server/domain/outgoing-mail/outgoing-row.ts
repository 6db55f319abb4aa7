import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { OutgoingLink } from '#shared/contract/outgoing-mail.ts';
import { outgoingMail } from '#server/db/schema/index.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';

/** An outgoing mail as it is stored. */
export type OutgoingRow = typeof outgoingMail.$inferSelect;

export interface OutgoingKey {
  readonly teamId: string;
  readonly id: string;
}

export function whereOutgoing({ teamId, id }: OutgoingKey) {
  return and(eq(outgoingMail.teamId, teamId), eq(outgoingMail.id, id));
}

/** The one answer for a mail that is not there, is another team's, or that one may not see. */
export function outgoingNotFound(): Problem {
  return new Problem('not-found', 'This e-mail does not exist, or it is not shared with you.');
}

/** Its people see it; the team does where it sees the mail that it answers. */
export function maySee(row: OutgoingRow, { userId }: Pick<Context, 'userId'>): boolean {
  return row.isShared || row.authorId === userId || row.editorId === userId;
}

/** The same as a condition on rows, within the asker's team. */
export function whereVisible({ teamId, userId }: Pick<Context, 'teamId' | 'userId'>): SQL {
  return sql`${outgoingMail.teamId} = ${teamId} and (${outgoingMail.isShared}
    or ${outgoingMail.authorId} = ${userId} or ${outgoingMail.editorId} = ${userId})`;
}

/** What belongs to a correspondence, or to one that was merged with it. */
export function wherePartOf(teamId: string, correspondenceId: string): SQL {
  return sql`${outgoingMail.correspondenceId} in (select part.id from correspondence k
    join correspondence part on part.team_id = ${teamId}
      and (part.id = coalesce(k.merged_into, k.id) or part.merged_into = coalesce(k.merged_into, k.id))
    where k.team_id = ${teamId} and k.id = ${correspondenceId})`;
}

/** What is linked to a record. */
export function whereLinked(teamId: string, { kind, recordId }: OutgoingLink): SQL {
  return sql`${outgoingMail.id} in (select l.outgoing_id from outgoing_mail_link l
    where l.team_id = ${teamId} and l.kind = ${kind} and l.record_id = ${recordId})`;
}

/**
 * Refuses to change a mail of which nobody knows whether it went out: sent once more it could reach the customer twice,
 * and looking for it would find the first one. A person looks, or has it looked for again.
 * @throws Problem 'conflict'
 */
export function refuseUnknown({ state }: Pick<OutgoingRow, 'state'>): void {
  if (state !== 'unknown') return;
  throw new Problem(
    'conflict',
    'It is not known whether this e-mail went out. Look in the Sent folder and say so, or try again: then it is looked for first.',
  );
}

/**
 * A mail that the asker may see, held until the transaction ends.
 * @throws Problem 'not-found'
 */
export async function lockVisible(tx: Transaction, ctx: Context, id: string): Promise<OutgoingRow> {
  const row = await lockOutgoing(tx, { teamId: ctx.teamId, id });
  if (row === undefined || !maySee(row, ctx)) throw outgoingNotFound();
  return row;
}

export async function lockOutgoing(tx: Transaction, key: OutgoingKey): Promise<OutgoingRow | undefined> {
  const [row] = await tx.select().from(outgoingMail).where(whereOutgoing(key)).for('update');
  return row;
}

export async function findOutgoing(db: Database | Transaction, key: OutgoingKey): Promise<OutgoingRow | undefined> {
  const [row] = await db.select().from(outgoingMail).where(whereOutgoing(key));
  return row;
}
