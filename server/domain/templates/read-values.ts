import { sql } from 'drizzle-orm';
import type { Contact } from '#shared/contract/contact.ts';
import type { TemplateAbout, TemplateValues } from '#shared/contract/template.ts';
import { normaliseAddress } from '#shared/email/address.ts';
import { firstNameOf, lastNameOf } from '#shared/templates/name-parts.ts';
import { loadContacts } from '../contacts/index.ts';
import { findVisible } from '../correspondences/index.ts';
import { listSendingMailboxes } from '../mailboxes/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';

type Found = Record<string, string | null | undefined>;

/**
 * What a template's variables stand for in one mail. Stores nothing, and tells only what the asker may see; what is not
 * known is left out.
 * @throws Problem 'not-found' for a correspondence that the asker may not see.
 */
export async function readTemplateValues(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  about: TemplateAbout,
): Promise<TemplateValues> {
  requirePermission(ctx, 'template.read');
  const found: Found = {
    ...(await contactValues(ports, ctx, about.recipient)),
    ...(await correspondenceValues(ports, ctx, about.correspondenceId)),
    ...(await senderValues(ports, ctx, about.mailboxId)),
  };
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
}

async function contactValues(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  recipient: TemplateAbout['recipient'],
): Promise<Found> {
  if (recipient === null) return {};
  const address = normaliseAddress(recipient.address);
  const contact = address === undefined ? undefined : await findContact(ports, ctx, address);
  const told = contact?.name || recipient.name;
  // Where a mail has no name programs put the address in its place.
  const name = told.includes('@') ? '' : told;
  return {
    'contact.name': name,
    'contact.firstName': firstNameOf(name),
    'contact.lastName': lastNameOf(name),
    'contact.address': address,
    'contact.company': contact?.company?.name,
    'contact.owner': contact?.owner?.name,
    ...Object.fromEntries(
      Object.entries(contact?.fields ?? {}).map(([key, value]) => [`contact.fields.${key}`, value]),
    ),
  };
}

async function findContact({ db }: Pick<Ports, 'db'>, ctx: Context, address: string): Promise<Contact | undefined> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select contact_id as id from contact_address
    where team_id = ${ctx.teamId} and address = ${address} and deleted_at is null limit 1`);
  const [contact] = await loadContacts(
    db,
    ctx.teamId,
    rows.map(({ id }) => id),
  );
  return contact;
}

async function correspondenceValues({ db }: Pick<Ports, 'db'>, ctx: Context, given: string | null): Promise<Found> {
  if (given === null) return {};
  const id = await findVisible(db, ctx, given);
  const { rows } = await db.execute<{ subject: string; case_id: string | null; assignee: string | null }>(sql`
    select subject, case_id, (select name from person where id = k.assignee_id) as assignee
    from correspondence k where team_id = ${ctx.teamId} and id = ${id}`);
  return {
    'correspondence.subject': rows[0]?.subject,
    'correspondence.case': rows[0]?.case_id,
    'correspondence.assignee': rows[0]?.assignee,
  };
}

async function senderValues({ db }: Pick<Ports, 'db'>, ctx: Context, mailboxId: string | null): Promise<Found> {
  const mailboxes = mailboxId === null ? [] : await listSendingMailboxes(db, ctx);
  const { rows } = await db.execute<{ email: string; team: string | null }>(sql`
    select u.email, (select name from auth.organization where id = ${ctx.teamId}) as team
    from auth."user" u where u.id = ${ctx.userId}`);
  return {
    'sender.name': ctx.userName,
    'sender.firstName': firstNameOf(ctx.userName),
    'sender.address': mailboxes.find(({ id }) => id === mailboxId)?.address ?? rows[0]?.email,
    'team.name': rows[0]?.team,
  };
}
