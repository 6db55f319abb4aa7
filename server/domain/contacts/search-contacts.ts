import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { loadContactRecords, type ContactRecord } from './load-records.ts';

export interface SearchContacts {
  /** Words, each of which is in the name, an address or the company's name. */
  readonly search?: string | undefined;
  readonly companyId?: string | undefined;
  readonly status?: string | undefined;
  readonly page: number;
  readonly perPage: number;
  /** The last contact of the page before, instead of a page's number. */
  readonly after?: { readonly at: string; readonly id: string; readonly total?: number | undefined } | undefined;
}

/** The team's contacts, the newest first, with how many there are. */
export async function searchContacts(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  input: SearchContacts,
): Promise<{ records: readonly ContactRecord[]; total: number; hasMore: boolean }> {
  requirePermission(ctx, 'contact.read');
  const values: unknown[] = [ctx.teamId];
  const name = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ['k.team_id = $1', 'k.deleted_at is null'];
  for (const word of wordsOf(input.search)) conditions.push(holds(name(word)));
  if (input.companyId !== undefined) conditions.push(`k.company_id = ${name(input.companyId)}`);
  if (input.status !== undefined) conditions.push(`k.status = ${name(input.status)}`);
  const from = `from contact k where ${conditions.join(' and ')}`;
  const counted = [...values];
  const { after } = input;
  const rest =
    after === undefined ? '' : ` and (k.created_at, k.id) < (${name(after.at)}::timestamptz, ${name(after.id)})`;
  const offset = after === undefined ? (input.page - 1) * input.perPage : 0;
  const [total, page] = await Promise.all([
    after?.total ?? countRows(ports, `select count(*)::int as total ${from}`, counted),
    ports.db.$client.query<{ id: string }>(
      `select k.id ${from}${rest} order by k.created_at desc, k.id desc limit ${input.perPage + 1} offset ${offset}`,
      values,
    ),
  ]);
  const ids = page.rows.slice(0, input.perPage).map(({ id }) => id);
  const records = await loadContactRecords(ports, ctx.teamId, ids);
  return {
    records: ids.flatMap((id) => records.get(id) ?? []),
    total,
    hasMore: page.rows.length > input.perPage,
  };
}

async function countRows(ports: Pick<Ports, 'db'>, text: string, values: unknown[]): Promise<number> {
  const { rows } = await ports.db.$client.query<{ total: number }>(text, values);
  return rows[0]?.total ?? 0;
}

/** As patterns for `ilike`, with its own marks taken literally. */
function wordsOf(search = ''): string[] {
  const words = search.split(/\s+/).filter((word) => word !== '');
  return words.slice(0, 20).map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
}

const holds = (word: string): string => `(k.name ilike ${word}
  or exists (select from contact_address a where a.team_id = $1 and a.contact_id = k.id and a.deleted_at is null
    and a.address ilike ${word})
  or exists (select from company o where o.team_id = $1 and o.id = k.company_id and o.name ilike ${word}))`;
