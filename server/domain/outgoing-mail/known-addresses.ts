import { sql } from 'drizzle-orm';
import type { MailboxId } from '#shared/contract/ids.ts';
import { domainOf, normaliseAddress } from '#shared/email/address.ts';
import { isFreeMailDomain } from '#shared/email/free-mail-domains.ts';
import { isHeldBy } from '#server/db/holder-sql.ts';
import type { Database } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';

/**
 * The addresses of teammates and of connected mailboxes, and the domains that they make the team's own: a free-mail
 * provider's is nobody's.
 */
export async function listTeamAddresses(
  db: Database,
  teamId: string,
): Promise<{ ownDomains: string[]; teamAddresses: string[] }> {
  const { rows } = await db.execute<{ address: string }>(sql`
    select email as address from team_person where team_id = ${teamId}
    union select address from mailbox where team_id = ${teamId} and state <> 'disconnected'`);
  const teamAddresses = rows.flatMap(({ address }) => normaliseAddress(address) ?? []);
  const domains = new Set(teamAddresses.map(domainOf).filter((domain) => !isFreeMailDomain(domain)));
  return { ownDomains: [...domains].toSorted(), teamAddresses };
}

/** Where a contact wrote from last, and which of the asker's mailboxes had their mail first. */
export async function findContactTraces(
  db: Database,
  ctx: Context,
  contactId: string,
): Promise<{ address: string | null; mailboxId: MailboxId | null }> {
  const { rows } = await db.execute<{ address: string | null; mailbox_id: MailboxId | null }>(sql`
    with wrote as materialized (
      select p.email_id, a.address, p.at from contact_address a
      join email_person p on p.team_id = ${ctx.teamId} and p.address_hash = a.address_hash and p.role = 'from'
      join email_copy c on c.team_id = ${ctx.teamId} and c.email_id = p.email_id and c.deleted_at is null
        and ${isHeldBy('c', ctx.userId)}
      where a.team_id = ${ctx.teamId} and a.contact_id = ${contactId} and a.deleted_at is null
    )
    select (select address from wrote order by at desc limit 1) as address,
      (select c.mailbox_id from wrote join email_copy c on c.team_id = ${ctx.teamId} and c.email_id = wrote.email_id
        and c.deleted_at is null and ${isHeldBy('c', ctx.userId)}
        order by c.received_at, c.mailbox_id limit 1) as mailbox_id`);
  return { address: rows[0]?.address ?? null, mailboxId: rows[0]?.mailbox_id ?? null };
}
