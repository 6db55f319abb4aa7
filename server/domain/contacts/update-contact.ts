import { sql } from 'drizzle-orm';
import type { Contact, UpdateContact } from '#shared/contract/contact.ts';
import { cleanText } from '#shared/contract/plain-text.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { createNamedCompany } from './company-of.ts';
import { contactNotFound, getContact } from './load-contacts.ts';
import { recordActivity } from './record-activity.ts';

const mostFields = 60;

interface Current extends Record<string, unknown> {
  readonly version: number;
  readonly company_id: string | null;
  readonly updated_by: string | null;
}

/**
 * Changes a contact's fields. Undoing is changing them back.
 * @throws Problem 'conflict' when somebody changed it since `version`: the asker's clients are sent the current value.
 */
export async function updateContact(ports: Ports, ctx: Context, input: UpdateContact): Promise<Contact> {
  requirePermission(ctx, 'contact.write');
  const fields = input.change.fields === undefined ? undefined : cleanFields(input.change.fields);
  if (input.change.name === '') throw new Problem('invalid-input', 'A contact needs a name.');
  const outcome = await inTransaction(ports.db, async (tx) => {
    const current = await lockContact(tx, ctx, input.id);
    if (current.version !== input.version) {
      const event = { teamId: ctx.teamId, userId: ctx.userId, kind: 'contact', payload: { contactId: input.id } };
      await ports.liveFeed.publish(tx, event);
      return { changedBy: current.updated_by };
    }
    await requireTeammate(tx, ctx, input.change.ownerId ?? null);
    const companyId = await changeCompany(tx, ctx, current, input.change.companyName);
    await write(tx, ctx, input, fields, companyId);
    await note(ports, tx, ctx, input, companyId);
    return undefined;
  });
  if (outcome !== undefined)
    throw new Problem(
      'conflict',
      `${outcome.changedBy ?? 'Somebody'} changed this contact meanwhile; what they wrote is kept and shown now. Make your change again if it still fits.`,
    );
  return getContact(ports.db, ctx.teamId, input.id);
}

async function lockContact(tx: Transaction, ctx: Context, id: string): Promise<Current> {
  const { rows } = await tx.execute<Current>(sql`
    select k.version, k.company_id, (select v.actor_name from contact_activity v where v.team_id = k.team_id
      and v.contact_id = k.id and v.kind in ('edited', 'saved') order by v.at desc, v.id desc limit 1) as updated_by
    from contact k where k.team_id = ${ctx.teamId} and k.id = ${id} and k.deleted_at is null for update of k`);
  const row = rows[0];
  if (row === undefined) throw contactNotFound();
  return row;
}

async function requireTeammate(tx: Transaction, ctx: Context, ownerId: string | null): Promise<void> {
  if (ownerId === null) return;
  const { rows } = await tx.execute(sql`
    select from team_person where team_id = ${ctx.teamId} and user_id = ${ownerId}`);
  if (rows.length === 0) throw new Problem('not-found', 'The new owner is not in the team any more; choose another.');
}

/** The company after the change: renamed for everybody of its domain, made from the name alone, or none. */
async function changeCompany(
  tx: Transaction,
  ctx: Context,
  current: Current,
  name: string | undefined,
): Promise<string | null> {
  if (name === undefined) return current.company_id;
  if (name === '') return null;
  if (current.company_id === null) return createNamedCompany(tx, ctx.teamId, name);
  await tx.execute(sql`
    update company set name = ${name} where team_id = ${ctx.teamId} and id = ${current.company_id}`);
  return current.company_id;
}

async function write(
  tx: Transaction,
  ctx: Context,
  input: UpdateContact,
  fields: Record<string, string> | undefined,
  companyId: string | null,
): Promise<void> {
  const { name, ownerId, status } = input.change;
  await tx.execute(sql`
    update contact set version = version + 1, updated_at = now(), company_id = ${companyId},
      name = coalesce(${name ?? null}, name), status = coalesce(${status ?? null}, status),
      owner_id = case when ${ownerId !== undefined} then ${ownerId ?? null}::uuid else owner_id end,
      fields = coalesce(${fields === undefined ? null : JSON.stringify(fields)}::jsonb, fields)
    where team_id = ${ctx.teamId} and id = ${input.id}`);
}

async function note(
  ports: Ports,
  tx: Transaction,
  ctx: Context,
  input: UpdateContact,
  companyId: string | null,
): Promise<void> {
  const changed = Object.keys(input.change);
  await recordActivity(tx, {
    teamId: ctx.teamId,
    contactId: input.id,
    kind: 'edited',
    actorId: ctx.userId,
    actorName: ctx.userName,
    summary: `changed ${changed.map((key) => labels[key] ?? key).join(', ')}`,
  });
  await recordAudit(tx, ctx, { action: 'contact.update', target: `contact:${input.id}`, detail: { changed } });
  const isRenamed = input.change.companyName !== undefined && companyId !== null;
  const others = isRenamed ? await colleagues(tx, ctx, companyId) : [];
  const ids = [...new Set([input.id as string, ...others])];
  await ports.liveFeed.publish(
    tx,
    ids.map((contactId) => ({ teamId: ctx.teamId, kind: 'contact', payload: { contactId } })),
  );
}

const labels: Readonly<Record<string, string>> = {
  name: 'the name',
  companyName: 'the company',
  ownerId: 'the owner',
  status: 'the status',
  fields: 'the fields',
};

async function colleagues(tx: Transaction, ctx: Context, companyId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from contact where team_id = ${ctx.teamId} and company_id = ${companyId} and deleted_at is null limit 100`);
  return rows.map((row) => row.id);
}

function cleanFields(fields: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(fields)
    .map(([key, value]) => [cleanText(key).replace(/\s+/g, ' ').trim(), cleanText(value).trim()] as const)
    .filter(([key, value]) => key !== '' && value !== '');
  if (entries.length > mostFields)
    throw new Problem('invalid-input', `A contact can have ${mostFields} fields; nothing was changed.`);
  return Object.fromEntries(entries);
}
