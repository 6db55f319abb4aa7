import { sql } from 'drizzle-orm';
import type { Contact } from '#shared/contract/contact.ts';
import type { ContactId } from '#shared/contract/ids.ts';
import { normaliseAddress } from '#shared/email/address.ts';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import { matchAddress } from '#shared/email/match-address.ts';
import { recordAudit } from '../audit/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { contactNotFound, getContact } from './load-contacts.ts';
import { recordActivity } from './record-activity.ts';
import { isOwnAddress, readHashKey } from './team-facts.ts';

const mostAddresses = 30;

/** Whoever gives an address to a contact, or takes it away, does so alone. */
export async function lockAddress(tx: Transaction, teamId: string, address: string): Promise<void> {
  const key = `address:${teamId}:${matchAddress(address)}`;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
}

/** The contact who has the address, or one that leads to the same mailbox by its provider's own rules. */
export async function findContactByAddress(
  tx: Transaction,
  teamId: string,
  address: string,
): Promise<ContactId | undefined> {
  const { rows } = await tx.execute<{ contact_id: ContactId }>(sql`
    select contact_id from contact_address
    where team_id = ${teamId} and match_address = ${matchAddress(address)} and deleted_at is null
    order by address = ${address} desc, contact_id limit 1`);
  return rows[0]?.contact_id;
}

/** Writes an address to a contact; one that it has already stays. */
export async function writeAddress(
  tx: Transaction,
  at: { readonly teamId: string; readonly contactId: string },
  address: string,
  hashKey: string,
): Promise<void> {
  await tx.execute(sql`
    insert into contact_address (team_id, contact_id, address, address_hash, match_address)
    values (${at.teamId}, ${at.contactId}, ${address}, ${await keyedHash(hashKey, 'address', address)},
      ${matchAddress(address)})
    on conflict (team_id, contact_id, address_hash) do update set deleted_at = null`);
}

/** People in mail who are contacts under another spelling of their address: from now on by this one too. */
export async function noteSpellings(
  tx: Transaction,
  teamId: string,
  addresses: readonly string[],
  hashKey: string,
): Promise<void> {
  const several = [...new Set(addresses)].filter((address) => isOneOfSeveral(address)).toSorted();
  if (several.length === 0) return;
  const matches = JSON.stringify(several.map((address) => matchAddress(address)));
  await tx.execute(sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(${`address:${teamId}:`} || value, 0) as key
      from json_array_elements_text(${matches}::json) order by key
    ) as keys`);
  const { rows } = await tx.execute<{ match_address: string }>(sql`
    select distinct match_address from contact_address where team_id = ${teamId} and deleted_at is null
      and match_address in (select json_array_elements_text(${matches}::json))`);
  const known = new Set(rows.map(({ match_address }) => match_address));
  for (const address of several.filter((each) => known.has(matchAddress(each)))) {
    const contactId = await findContactByAddress(tx, teamId, address);
    if (contactId !== undefined) await writeAddress(tx, { teamId, contactId }, address, hashKey);
  }
}

/** Another spelling of it is the same mailbox. */
function isOneOfSeveral(address: string): boolean {
  const local = address.slice(0, address.lastIndexOf('@'));
  return matchAddress(`${local}+other@${address.slice(local.length + 1)}`) === matchAddress(address);
}

export interface AddressInput {
  readonly id: ContactId;
  readonly address: string;
}

/**
 * Gives a contact one more address.
 * @throws Problem 'conflict' for a teammate's, or one that another contact has: these can be merged.
 */
export async function addAddress(ports: Ports, ctx: Context, input: AddressInput): Promise<Contact> {
  const address = readAddress(input.address);
  return change(ports, ctx, input.id, `added the address ${address}`, async (tx) => {
    if (await isOwnAddress(tx, ctx, address))
      throw new Problem('conflict', 'This is your own or a teammate’s address; nothing was added.');
    await lockAddress(tx, ctx.teamId, address);
    const known = await findContactByAddress(tx, ctx.teamId, address);
    if (known !== undefined && known !== input.id)
      throw new Problem('conflict', 'Another contact has this address; merge the two if they are one person.');
    const { rows } = await tx.execute<{ count: number }>(sql`
      select count(*)::int as count from contact_address
      where team_id = ${ctx.teamId} and contact_id = ${input.id} and deleted_at is null`);
    if ((rows[0]?.count ?? 0) >= mostAddresses)
      throw new Problem('invalid-input', `A contact can have ${mostAddresses} addresses; nothing was added.`);
    await writeAddress(tx, { teamId: ctx.teamId, contactId: input.id }, address, await readHashKey(tx, ctx.teamId));
  });
}

/** Takes an address from a contact; adding it again undoes that. @throws Problem 'invalid-input' for the last one. */
export async function removeAddress(ports: Ports, ctx: Context, input: AddressInput): Promise<Contact> {
  const address = readAddress(input.address);
  return change(ports, ctx, input.id, `removed the address ${address}`, async (tx) => {
    await lockAddress(tx, ctx.teamId, address);
    const { rows } = await tx.execute<{ left: number }>(sql`
      select count(*)::int as left from contact_address where team_id = ${ctx.teamId} and contact_id = ${input.id}
        and deleted_at is null and address <> ${address}`);
    if (rows[0]?.left === 0)
      throw new Problem('invalid-input', 'A contact needs an address; remove the contact itself instead.');
    await tx.execute(sql`
      update contact_address set deleted_at = now() where team_id = ${ctx.teamId} and contact_id = ${input.id}
        and address = ${address} and deleted_at is null`);
  });
}

function readAddress(text: string): string {
  const address = normaliseAddress(text);
  if (address === undefined) throw new Problem('invalid-input', 'That e-mail address is not complete.');
  return address;
}

async function change(
  ports: Ports,
  ctx: Context,
  contactId: ContactId,
  summary: string,
  run: (tx: Transaction) => Promise<void>,
): Promise<Contact> {
  requirePermission(ctx, 'contact.write');
  await inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute(sql`
      update contact set version = version + 1, updated_at = now()
      where team_id = ${ctx.teamId} and id = ${contactId} and deleted_at is null returning id`);
    if (rows.length === 0) throw contactNotFound();
    await run(tx);
    const { teamId, userId, userName } = ctx;
    await recordActivity(tx, { teamId, contactId, kind: 'edited', actorId: userId, actorName: userName, summary });
    await recordAudit(tx, ctx, { action: 'contact.address', target: `contact:${contactId}` });
    await ports.liveFeed.publish(tx, { teamId, kind: 'contact', payload: { contactId } });
  });
  return getContact(ports.db, ctx.teamId, contactId);
}
