import { sql } from 'drizzle-orm';
import type { ContactId } from '#shared/contract/ids.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { contactNotFound } from './load-contacts.ts';

/** A contact as other systems read it. */
export interface ContactRecord {
  readonly id: string;
  readonly name: string;
  readonly addresses: readonly string[];
  readonly company: { readonly id: string; readonly name: string } | null;
  readonly ownerId: string | null;
  readonly status: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly latestActivityAt: Date | null;
}

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly name: string;
  readonly addresses: string[];
  readonly company: ContactRecord['company'];
  readonly owner_id: string | null;
  readonly status: string;
  readonly fields: Record<string, string>;
  readonly created_at: string;
  readonly updated_at: string;
  readonly latest_at: string | null;
}

/** The team's contacts with these ids that were not removed, by id. */
export async function loadContactRecords(
  ports: Pick<Ports, 'db'>,
  teamId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ContactRecord>> {
  const { rows } = await ports.db.execute<Row>(sql`
    select k.id, k.name, k.owner_id, k.status, k.fields, k.created_at, k.updated_at,
      array(select a.address from contact_address a where a.team_id = ${teamId} and a.contact_id = k.id
        and a.deleted_at is null order by a.address) as addresses,
      (select json_build_object('id', o.id, 'name', o.name) from company o
        where o.team_id = ${teamId} and o.id = k.company_id) as company,
      greatest(
        (select max(v.at) from contact_activity v where v.team_id = ${teamId} and v.contact_id = k.id
          and (v.discussion_id is null or exists (select from discussion d where d.team_id = ${teamId}
            and d.id = v.discussion_id and d.visibility = 'team' and d.deleted_at is null))),
        (select max(e.sent_at) from contact_address a
          join email_person p on p.team_id = ${teamId} and p.address_hash = a.address_hash
          join shared_email e on e.team_id = ${teamId} and e.id = p.email_id
          where a.team_id = ${teamId} and a.contact_id = k.id and a.deleted_at is null)) as latest_at
    from contact k where k.team_id = ${teamId} and k.deleted_at is null
      and k.id in (select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        id: row.id,
        name: row.name,
        addresses: row.addresses,
        company: row.company,
        ownerId: row.owner_id,
        status: row.status,
        fields: row.fields,
        createdAt: new Date(row.created_at),
        updatedAt: new Date(row.updated_at),
        latestActivityAt: row.latest_at === null ? null : new Date(row.latest_at),
      },
    ]),
  );
}

/** @throws Problem 'not-found' when the team has no such contact. */
export async function readContactRecord(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  input: { readonly id: ContactId },
): Promise<ContactRecord> {
  requirePermission(ctx, 'contact.read');
  const record = (await loadContactRecords(ports, ctx.teamId, [input.id])).get(input.id);
  if (record === undefined) throw contactNotFound();
  return record;
}
