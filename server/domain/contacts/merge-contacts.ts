import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Contact } from '#shared/contract/contact.ts';
import type { ContactId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { contactNotFound, getContact } from './load-contacts.ts';
import { recordActivity } from './record-activity.ts';

/** What was the merged contact's, by which the merge is undone. */
const Before = z.object({
  addressHashes: z.array(z.string()),
  historyIds: z.array(z.string()),
  activityIds: z.array(z.string()),
  kept: z.object({
    company_id: z.string().nullable(),
    owner_id: z.string().nullable(),
    status: z.string(),
    fields: z.record(z.string(), z.string()),
  }),
});
type Before = z.infer<typeof Before>;

/**
 * Makes two contacts one: the kept one has the addresses, the history and, where it lacks them, the company, owner and
 * fields of the other. Undone by the id that comes back.
 */
export async function mergeContacts(
  ports: Ports,
  ctx: Context,
  input: { readonly keptId: ContactId; readonly mergedId: ContactId },
): Promise<{ contact: Contact; mergeId: string }> {
  requirePermission(ctx, 'contact.write');
  const { keptId, mergedId } = input;
  if (keptId === mergedId) throw new Problem('invalid-input', 'Choose two different contacts.');
  const mergeId = createId<string>();
  await inTransaction(ports.db, async (tx) => {
    await lockContacts(tx, ctx, [keptId, mergedId]);
    const before = await readBefore(tx, ctx, keptId, mergedId);
    await move(tx, ctx, before, { from: mergedId, to: keptId });
    await tx.execute(sql`
      update contact k set company_id = coalesce(k.company_id, m.company_id), owner_id = coalesce(k.owner_id, m.owner_id),
        status = case when k.status = 'new' then m.status else k.status end, fields = m.fields || k.fields,
        version = k.version + 1, updated_at = now()
      from contact m where k.team_id = ${ctx.teamId} and k.id = ${keptId}
        and m.team_id = ${ctx.teamId} and m.id = ${mergedId}`);
    await tx.execute(sql`
      update contact set deleted_at = now(), version = version + 1, updated_at = now()
      where team_id = ${ctx.teamId} and id = ${mergedId}`);
    await tx.execute(sql`
      insert into contact_merge (team_id, id, kept_id, merged_id, before, created_by)
      values (${ctx.teamId}, ${mergeId}, ${keptId}, ${mergedId}, ${JSON.stringify(before)}::jsonb, ${ctx.userId})`);
    await note(ports, tx, ctx, { action: 'contact.merge', keptId, mergedId, summary: 'merged another contact' });
    await ports.liveFeed.publish(tx, { teamId: ctx.teamId, kind: 'contact-gone', payload: { contactId: mergedId } });
  });
  return { contact: await getContact(ports.db, ctx.teamId, keptId), mergeId };
}

/** Takes a merge back: the other contact is as it was; what was changed since stays with the kept one. */
export async function undoContactMerge(
  ports: Ports,
  ctx: Context,
  input: { readonly mergeId: string },
): Promise<Contact> {
  requirePermission(ctx, 'contact.write');
  const keptId = await inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute<{ kept_id: ContactId; merged_id: ContactId; before: unknown }>(sql`
      update contact_merge set undone_at = now() where team_id = ${ctx.teamId} and id = ${input.mergeId}
        and undone_at is null returning kept_id, merged_id, before`);
    const [row] = rows;
    if (row === undefined) throw contactNotFound();
    await lockContacts(tx, ctx, [row.kept_id]);
    const before = Before.parse(row.before);
    await tx.execute(sql`
      update contact set deleted_at = null, version = version + 1, updated_at = now()
      where team_id = ${ctx.teamId} and id = ${row.merged_id}`);
    await move(tx, ctx, before, { from: row.kept_id, to: row.merged_id });
    const { company_id, owner_id, status, fields } = before.kept;
    await tx.execute(sql`
      update contact set company_id = ${company_id}, owner_id = ${owner_id}, status = ${status},
        fields = ${JSON.stringify(fields)}::jsonb, version = version + 1, updated_at = now()
      where team_id = ${ctx.teamId} and id = ${row.kept_id}`);
    const ids = { keptId: row.kept_id, mergedId: row.merged_id };
    await note(ports, tx, ctx, { action: 'contact.undo-merge', ...ids, summary: 'took a merge back' });
    await ports.liveFeed.publish(tx, { teamId: ctx.teamId, kind: 'contact', payload: { contactId: row.merged_id } });
    return row.kept_id;
  });
  return getContact(ports.db, ctx.teamId, keptId);
}

async function lockContacts(tx: Transaction, ctx: Context, ids: readonly ContactId[]): Promise<void> {
  const { rows } = await tx.execute(sql`
    select from contact where team_id = ${ctx.teamId} and deleted_at is null
      and id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json)) order by id for update`);
  if (rows.length !== ids.length) throw contactNotFound();
}

async function readBefore(tx: Transaction, ctx: Context, keptId: string, mergedId: string): Promise<Before> {
  const { rows } = await tx.execute<{ before: unknown }>(sql`
    select json_build_object(
      'addressHashes', (select coalesce(json_agg(address_hash), '[]') from contact_address
        where team_id = ${ctx.teamId} and contact_id = ${mergedId} and deleted_at is null),
      'historyIds', (select coalesce(json_agg(v.id), '[]') from contact_activity v
        where v.team_id = ${ctx.teamId} and v.contact_id = ${mergedId} and not (v.kind = 'message' and exists (
          select from contact_activity o where o.team_id = ${ctx.teamId} and o.contact_id = ${keptId}
            and o.kind = 'message' and o.discussion_id = v.discussion_id))),
      'activityIds', (select coalesce(json_agg(m.activity_id), '[]') from activity_contact m
        where m.team_id = ${ctx.teamId} and m.contact_id = ${mergedId} and not exists (
          select from activity_contact o where o.team_id = ${ctx.teamId} and o.contact_id = ${keptId}
            and o.activity_id = m.activity_id)),
      'kept', json_build_object('company_id', k.company_id, 'owner_id', k.owner_id, 'status', k.status,
        'fields', k.fields)) as before
    from contact k where k.team_id = ${ctx.teamId} and k.id = ${keptId}`);
  return Before.parse(rows[0]?.before);
}

async function move(
  tx: Transaction,
  ctx: Context,
  { addressHashes, historyIds, activityIds }: Before,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const hashes = JSON.stringify(addressHashes);
  // What the receiver once had and gave up would stand in the way.
  await tx.execute(sql`
    delete from contact_address where team_id = ${ctx.teamId} and contact_id = ${to} and deleted_at is not null
      and address_hash in (select json_array_elements_text(${hashes}::json))`);
  await tx.execute(sql`
    update contact_address set contact_id = ${to} where team_id = ${ctx.teamId} and contact_id = ${from}
      and address_hash in (select json_array_elements_text(${hashes}::json))`);
  await tx.execute(sql`
    update contact_activity set contact_id = ${to} where team_id = ${ctx.teamId} and contact_id = ${from}
      and id in (select value::uuid from json_array_elements_text(${JSON.stringify(historyIds)}::json))`);
  await tx.execute(sql`
    update activity_contact set contact_id = ${to} where team_id = ${ctx.teamId} and contact_id = ${from}
      and activity_id in (select value::uuid from json_array_elements_text(${JSON.stringify(activityIds)}::json))`);
}

async function note(
  ports: Ports,
  tx: Transaction,
  ctx: Context,
  what: { action: string; keptId: ContactId; mergedId: ContactId; summary: string },
): Promise<void> {
  const { teamId, userId, userName } = ctx;
  const { keptId: contactId, mergedId, summary } = what;
  await recordActivity(tx, { teamId, contactId, kind: 'edited', actorId: userId, actorName: userName, summary });
  await recordAudit(tx, ctx, { action: what.action, target: `contact:${contactId}`, detail: { mergedId } });
  await ports.liveFeed.publish(tx, { teamId, kind: 'contact', payload: { contactId } });
}
