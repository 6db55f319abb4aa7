import { and, eq, sql } from 'drizzle-orm';
import { removeUnusedBytes } from '../attachments/index.ts';
import { recordAudit } from '../audit/index.ts';
import { template } from '#server/db/schema/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { lockTemplate, requireChange, templateNotFound } from './template-row.ts';

/** How long a removed template can be brought back. */
const undoMs = 24 * 60 * 60 * 1000;

/** Takes a template out of everybody's list; within a day it can be brought back. Removing twice is removing once. */
export async function removeTemplate(ports: Ports, ctx: Context, id: string): Promise<null> {
  return setRemoved(ports, ctx, id, true);
}

/** Brings a removed template back as it was. */
export async function restoreTemplate(ports: Ports, ctx: Context, id: string): Promise<null> {
  return setRemoved(ports, ctx, id, false);
}

async function setRemoved(ports: Ports, ctx: Context, id: string, isRemoved: boolean): Promise<null> {
  requirePermission(ctx, 'template.write');
  await inTransaction(ports.db, async (tx) => {
    const row = await lockTemplate(tx, ctx, id);
    if (row === undefined) throw templateNotFound();
    requireChange(row, ctx);
    if ((row.removedAt !== null) === isRemoved) return;
    await tx
      .update(template)
      .set({ removedAt: isRemoved ? ports.clock.now() : null })
      .where(and(eq(template.teamId, ctx.teamId), eq(template.id, id)));
    await recordAudit(tx, ctx, {
      action: isRemoved ? 'template.remove' : 'template.restore',
      target: `template:${id}`,
    });
  });
  return null;
}

/** Erases templates that can no longer be brought back, with their files. Safe to run at any time. */
export async function eraseRemovedTemplates(ports: Pick<Ports, 'db' | 'files' | 'clock'>): Promise<void> {
  const before = new Date(ports.clock.now().getTime() - undoMs).toISOString();
  await ports.db.execute(sql`
    with erased as (
      delete from template where removed_at < ${before}::timestamptz returning team_id, id
    ), gone as (
      delete from template_file f using erased e where f.team_id = e.team_id and f.template_id = e.id
      returning f.sha256
    )
    insert into unused_bytes (sha256) select distinct sha256 from gone on conflict do nothing`);
  await removeUnusedBytes(ports);
}
