import { sql } from 'drizzle-orm';
import type { CompanyId } from '#shared/contract/ids.ts';
import { findCompanyDomain } from '#shared/email/free-mail-domains.ts';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import type { Transaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';

// Second-level labels under which companies register in many countries, as acme.co.uk.
const publicLabels = new Set(['co', 'com', 'org', 'net', 'gov', 'ac', 'edu', 'or', 'ne', 'gv']);

/** A company's name as far as its domain tells: `mail.acme-tools.co.uk` is "Acme Tools". A person can correct it. */
export function nameFromDomain(domain: string): string {
  const labels = domain.split('.').slice(0, -1);
  const last = labels.at(-1) ?? domain;
  const label = labels.length > 1 && publicLabels.has(last) ? (labels.at(-2) ?? last) : last;
  return label
    .split('-')
    .filter(Boolean)
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join(' ');
}

/** The team's company for an address, made when new; null at providers where anybody can have an address. */
export async function findOrCreateCompany(
  tx: Transaction,
  team: { teamId: string; hashKey: string },
  address: string,
): Promise<CompanyId | null> {
  const domain = findCompanyDomain(address);
  if (domain === undefined) return null;
  const hash = await keyedHash(team.hashKey, 'domain', domain);
  // The update changes nothing; it makes the row that another transaction just added come back.
  const { rows } = await tx.execute<{ id: CompanyId }>(sql`
    insert into company (team_id, id, name, domain, domain_hash)
    values (${team.teamId}, ${createId()}, ${nameFromDomain(domain)}, ${domain}, ${hash})
    on conflict (team_id, domain_hash) do update set domain = excluded.domain returning id`);
  return rows[0]?.id ?? null;
}

/** A company known by its name alone, for people who write from a free-mail address. */
export async function createNamedCompany(tx: Transaction, teamId: string, name: string): Promise<CompanyId> {
  const id = createId<CompanyId>();
  await tx.execute(sql`
    insert into company (team_id, id, name, domain, domain_hash) values (${teamId}, ${id}, ${name}, '', ${`none:${id}`})`);
  return id;
}
