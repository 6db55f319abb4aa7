import { sql } from 'drizzle-orm';
import type { Contact, SaveContact } from '#shared/contract/contact.ts';
import { domainOf, normaliseAddress } from '#shared/email/address.ts';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { findContactByAddress, lockAddress, writeAddress } from './contact-addresses.ts';
import { findOrCreateCompany } from './company-of.ts';
import { getContact } from './load-contacts.ts';
import { recordActivity } from './record-activity.ts';
import { isOwnAddress, readHashKey } from './team-facts.ts';

/**
 * Saves a person whom the page shows. Where a contact has the address already, that contact comes back; the id of a
 * removed contact puts it back.
 * @throws Problem 'invalid-input' for no address, 'conflict' for a teammate's.
 */
export async function saveContact(ports: Ports, ctx: Context, input: SaveContact): Promise<Contact> {
  requirePermission(ctx, 'contact.write');
  const address = normaliseAddress(input.address);
  if (address === undefined) throw new Problem('invalid-input', 'That e-mail address is not complete.');
  const id = await inTransaction(ports.db, async (tx) => {
    if (await isOwnAddress(tx, ctx, address))
      throw new Problem(
        'conflict',
        'This is your own or a teammate’s address; only people outside the team are saved as contacts.',
      );
    const hashKey = await readHashKey(tx, ctx.teamId);
    const addressHash = await keyedHash(hashKey, 'address', address);
    await lockAddress(tx, ctx.teamId, address);
    const known = await findContactByAddress(tx, ctx.teamId, address);
    if (known !== undefined) {
      // Under another spelling of the same mailbox: it is found by this one too.
      await writeAddress(tx, { teamId: ctx.teamId, contactId: known }, address, hashKey);
      return known;
    }
    await writeContact(tx, ctx, { ...input, address, addressHash, hashKey });
    await recordActivity(tx, {
      teamId: ctx.teamId,
      contactId: input.id,
      kind: 'saved',
      actorId: ctx.userId,
      actorName: ctx.userName,
      summary: 'saved the contact',
    });
    await recordAudit(tx, ctx, { action: 'contact.save', target: `contact:${input.id}` });
    await ports.liveFeed.publish(tx, { teamId: ctx.teamId, kind: 'contact', payload: { contactId: input.id } });
    return input.id;
  });
  return getContact(ports.db, ctx.teamId, id);
}

interface NewContact extends SaveContact {
  readonly addressHash: string;
  readonly hashKey: string;
}

/** Adds the contact, or puts a removed one with the same id back when it had this address. */
async function writeContact(tx: Transaction, ctx: Context, input: NewContact): Promise<void> {
  const companyId = await findOrCreateCompany(tx, { teamId: ctx.teamId, hashKey: input.hashKey }, input.address);
  const name = input.name === '' ? nameFromAddress(input.address) : input.name;
  const { rows } = await tx.execute(sql`
    insert into contact (team_id, id, name, company_id, created_by)
    values (${ctx.teamId}, ${input.id}, ${name}, ${companyId}, ${ctx.userId})
    on conflict (team_id, id) do update set deleted_at = null, version = contact.version + 1, updated_at = now()
    where contact.deleted_at is not null and exists (select from contact_address a where a.team_id = contact.team_id
      and a.contact_id = contact.id and a.address_hash = ${input.addressHash})
    returning id`);
  if (rows.length === 0)
    throw new Problem(
      'conflict',
      'The contact was not saved: its id is in use. Open the mail again and save once more.',
    );
  await writeAddress(tx, { teamId: ctx.teamId, contactId: input.id }, input.address, input.hashKey);
}

/** `jo.van-dam@acme.com` is "Jo Van Dam" until somebody says better. */
function nameFromAddress(address: string): string {
  const local = address.slice(0, address.length - domainOf(address).length - 1);
  const words = local
    .replace(/\+.*$/, '')
    .split(/[._-]+/)
    .filter(Boolean);
  return words.map((word) => word[0]?.toUpperCase() + word.slice(1)).join(' ') || address;
}
