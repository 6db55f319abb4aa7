import { sql } from 'drizzle-orm';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import { normaliseAddress } from '#shared/email/address.ts';
import type { Transaction } from '#server/db/client.ts';
import type { IncomingEmail } from './incoming-email.ts';
import type { SharingGround } from './sharing-rules.ts';

/**
 * Notes that this address writes for the team. Mail from it that other mailboxes brought before was taken for a
 * customer's; it is the team's from now on, so that the order in which mailboxes are connected does not matter.
 * @returns whether it was not known before.
 */
export async function noteMailbox(
  tx: Transaction,
  incoming: IncomingEmail,
  { hashKey, isNoted }: SharingGround,
): Promise<boolean> {
  const { teamId, mailboxId, ownerUserId } = incoming;
  const address = normaliseAddress(incoming.mailboxAddress);
  if (isNoted || address === undefined) return false;
  const hash = await keyedHash(hashKey, 'address', address);
  const { rows } = await tx.execute(sql`
    insert into team_address (team_id, address_hash, mailbox_id, user_id, address)
    values (${teamId}, ${hash}, ${mailboxId}, ${ownerUserId}, ${address}) on conflict do nothing returning user_id`);
  if (rows.length === 0) return false;
  await tx.execute(sql`
    update email set direction = 'out', user_id = ${ownerUserId}, updated_at = now()
    where team_id = ${teamId} and sender_hash = ${hash} and direction = 'in'`);
  return true;
}
