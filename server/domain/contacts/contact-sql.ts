import type { Company, Contact, ContactActivity } from '#shared/contract/contact.ts';
import type { UserId } from '#shared/contract/ids.ts';

/** A contact as `contactsSql` gives it. */
export interface ContactRow {
  readonly id: Contact['id'];
  readonly name: string;
  readonly addresses: Contact['addresses'] | null;
  readonly company: Company | null;
  readonly owner: { readonly id: UserId; readonly name: string | null } | null;
  readonly status: Contact['status'];
  readonly fields: Contact['fields'];
  readonly activity: (Omit<ContactActivity, 'at'> & { readonly at: string }) | null;
  readonly version: number;
  readonly updatedAt: string;
}

/**
 * Contacts that are not removed, as a JSON array or null. `$1` is the team. What was done in private discussions is
 * not among a contact's activity, for nobody.
 * @param idsSql a query that gives contact ids.
 */
export function contactsSql(idsSql: string): string {
  return `(select json_agg(json_build_object('id', k.id, 'name', k.name, 'status', k.status, 'fields', k.fields,
      'version', k.version, 'updatedAt', k.updated_at,
      'addresses', (select json_agg(json_build_object('address', a.address, 'hash', a.address_hash) order by a.address)
        from contact_address a where a.team_id = $1 and a.contact_id = k.id and a.deleted_at is null),
      'company', (select json_build_object('id', o.id, 'name', o.name, 'domain', o.domain)
        from company o where o.team_id = $1 and o.id = k.company_id),
      'owner', case when k.owner_id is null then null else json_build_object('id', k.owner_id,
        'name', (select u.name from person u where u.id = k.owner_id)) end,
      'activity', (select json_build_object('kind', v.kind, 'at', v.at, 'actorName', v.actor_name, 'summary', v.summary)
        from contact_activity v where v.team_id = $1 and v.contact_id = k.id and (v.discussion_id is null or exists (
          select from discussion d where d.team_id = $1 and d.id = v.discussion_id and d.visibility = 'team'
          and d.deleted_at is null)) order by v.at desc, v.kind = 'message' desc, v.id desc limit 1)
    ) order by k.name, k.id)
    from contact k where k.team_id = $1 and k.deleted_at is null and k.id in (${idsSql}))`;
}

/** A contact in the form of the contract. */
export function readContact(row: ContactRow): Contact {
  return {
    id: row.id,
    name: row.name,
    addresses: row.addresses ?? [],
    company: row.company,
    owner: row.owner === null ? null : { id: row.owner.id, name: row.owner.name ?? 'Former teammate' },
    status: row.status,
    fields: row.fields,
    newestActivity: row.activity === null ? null : { ...row.activity, at: new Date(row.activity.at).toISOString() },
    pictureUrl: null,
    version: row.version,
    updatedAt: new Date(row.updatedAt).toISOString(),
  };
}
