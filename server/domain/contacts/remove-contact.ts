import { sql } from 'drizzle-orm';
import type { ContactId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { contactNotFound } from './load-contacts.ts';

/** Removes a contact; saving it again under its id undoes that. Removing twice is removing once. */
export async function removeContact(ports: Ports, ctx: Context, input: { id: ContactId }): Promise<void> {
  requirePermission(ctx, 'contact.write');
  await inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute<{ deleted: boolean }>(sql`
      select deleted_at is not null as deleted from contact
      where team_id = ${ctx.teamId} and id = ${input.id} for update`);
    if (rows[0] === undefined) throw contactNotFound();
    if (rows[0].deleted) return;
    await tx.execute(sql`
      update contact set deleted_at = now(), version = version + 1, updated_at = now()
      where team_id = ${ctx.teamId} and id = ${input.id}`);
    await tx.execute(sql`
      update contact_address set deleted_at = now()
      where team_id = ${ctx.teamId} and contact_id = ${input.id} and deleted_at is null`);
    await recordAudit(tx, ctx, { action: 'contact.remove', target: `contact:${input.id}` });
    await ports.liveFeed.publish(tx, { teamId: ctx.teamId, kind: 'contact-gone', payload: { contactId: input.id } });
  });
}
