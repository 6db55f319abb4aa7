import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { OutgoingMailId } from '#shared/contract/ids.ts';
import { OutgoingLink, type OutgoingMail } from '#shared/contract/outgoing-mail.ts';
import { recordAudit } from '../audit/index.ts';
import { findVisible } from '../correspondences/index.ts';
import { company, contact, outgoingMailLink } from '#server/db/schema/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { tellOfOutgoing } from './change-state.ts';
import { lockVisible, type OutgoingRow } from './outgoing-row.ts';
import { getOutgoing } from './read-outgoing.ts';

const mostLinks = 30;
const Links = z.array(OutgoingLink).max(mostLinks).default([]);

export const ChangeLinks = z.object({ id: OutgoingMailId, add: Links, remove: Links });
export type ChangeLinks = z.output<typeof ChangeLinks>;

/**
 * Links a mail to records, or takes links away; what is so already stays so. A contact, company or correspondence must
 * be the team's; a case or task is another system's, and any id will do.
 * @throws Problem 'not-found'
 */
export async function changeLinks(ports: Ports, ctx: Context, input: ChangeLinks): Promise<OutgoingMail> {
  requirePermission(ctx, 'outgoing-mail.write');
  await inTransaction(ports.db, async (tx) => {
    const row = await lockVisible(tx, ctx, input.id);
    for (const link of input.remove) await tx.delete(outgoingMailLink).where(whereLink(row, link));
    for (const link of input.add) await addLink(tx, ctx, row, link);
    const count = await tx.$count(
      outgoingMailLink,
      sql`${outgoingMailLink.teamId} = ${ctx.teamId} and ${outgoingMailLink.outgoingId} = ${row.id}`,
    );
    if (count > mostLinks) throw new Problem('invalid-input', `An e-mail can be linked to ${mostLinks} records.`);
    const detail = { added: input.add.length, removed: input.remove.length };
    await recordAudit(tx, ctx, { action: 'outgoing-mail.link', target: `outgoing-mail:${row.id}`, detail });
    await tellOfOutgoing(ports, tx, row);
  });
  return getOutgoing(ports, ctx, input.id);
}

function whereLink({ teamId, id }: OutgoingRow, { kind, recordId }: OutgoingLink) {
  return sql`${outgoingMailLink.teamId} = ${teamId} and ${outgoingMailLink.outgoingId} = ${id}
    and ${outgoingMailLink.kind} = ${kind} and ${outgoingMailLink.recordId} = ${recordId}`;
}

async function addLink(tx: Transaction, ctx: Context, row: OutgoingRow, link: OutgoingLink): Promise<void> {
  if (!(await isThere(tx, ctx, link))) throw new Problem('not-found', 'The record to link to does not exist.');
  const { kind, recordId } = link;
  const own = { teamId: ctx.teamId, outgoingId: row.id, kind, recordId, createdBy: ctx.userId };
  await tx.insert(outgoingMailLink).values(own).onConflictDoNothing();
}

async function isThere(tx: Transaction, ctx: Context, { kind, recordId }: OutgoingLink): Promise<boolean> {
  if (kind === 'case' || kind === 'task') return true;
  if (!z.uuid().safeParse(recordId).success) return false;
  if (kind === 'correspondence') return (await findVisible(tx, ctx, recordId)) === recordId;
  const { teamId } = ctx;
  if (kind === 'company')
    return (await tx.$count(company, and(eq(company.teamId, teamId), eq(company.id, recordId)))) > 0;
  const isKept = and(eq(contact.teamId, teamId), eq(contact.id, recordId), isNull(contact.deletedAt));
  return (await tx.$count(contact, isKept)) > 0;
}
