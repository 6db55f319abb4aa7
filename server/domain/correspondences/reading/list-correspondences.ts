import { z } from 'zod';
import type { CorrespondencePage, ListCorrespondences } from '#shared/contract/correspondence-list.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { cardColumnsSql, cardFromSql, readCard, type CardRow } from './card-sql.ts';
import { loadEmailsById, type LoadedEmail } from './load-emails.ts';

const pageSize = 40;

/** Where a page ended. In one's own list unread ones come first. */
const Cursor = z.tuple([z.boolean(), z.iso.datetime({ offset: true }), z.uuid(), z.int().min(0).optional()]);

const newestFirst = ['k.last_email_at', 'k.id'];

type Filters = Pick<
  ListCorrespondences,
  'view' | 'unread' | 'state' | 'assigneeId' | 'tag' | 'contactId' | 'caseId' | 'search'
>;

/** The correspondences that hold shared mail: one's own with the unread ones first, or all by filter, newest first. */
export async function listCorrespondences(
  ports: Pick<Ports, 'db' | 'config' | 'pictures'>,
  ctx: Context,
  input: ListCorrespondences,
): Promise<CorrespondencePage> {
  requirePermission(ctx, 'correspondence.read');
  const query = await buildFilter(ports, ctx, input);
  const place = input.cursor == null ? undefined : readCursor(input.cursor);
  const { rows } = await ports.db.$client.query<CardRow>(
    input.view === 'mine' ? selectMine(query, place) : selectAll(query, place),
    query.values,
  );
  const cards = rows.slice(0, pageSize).map((row) => readCard(ports, ctx, row));
  const last = cards.at(-1);
  return { cards, nextCursor: rows.length > pageSize && last !== undefined ? writeCursor(input.view, last) : null };
}

function selectAll(query: Filter, place: Place | undefined): string {
  if (place !== undefined) query.add(isAfter, place.at, place.id);
  return selectCards(query.text(), newestFirst, `limit ${pageSize + 1}`);
}

/** The unread ones, then the others, each newest first: asked for together they would all have to be sorted. */
function selectMine(query: Filter, place: Place | undefined): string {
  const part = (isUnread: boolean): string => {
    const conditions = [query.text(), isUnread ? 'me.is_unread' : 'not me.is_unread'];
    if (place?.isUnread === isUnread) conditions.push(query.nameValues(isAfter, place.at, place.id));
    return idsOf(conditions.join(' and '), newestFirst, `limit ${pageSize + 1}`);
  };
  const parts = place?.isUnread === false ? [part(false)] : [part(true), part(false)];
  const ids = parts.map((each) => `(${each})`).join(' union all ');
  return cardsOf(ids, ['coalesce(me.is_unread, false)', ...newestFirst], `limit ${pageSize + 1}`);
}

/** A correspondence with its newest mail. */
export interface ListedCorrespondence {
  readonly card: CorrespondencePage['cards'][number];
  readonly email: LoadedEmail | undefined;
}

/** All that the asker may see by filter, by numbered pages or from a cursor on, with how many there are. */
export async function listWithNewest(
  ports: Ports,
  ctx: Context,
  input: Filters & { readonly page: number; readonly perPage: number; readonly cursor?: string | undefined },
): Promise<{ items: readonly ListedCorrespondence[]; total: number; nextCursor: string | null }> {
  requirePermission(ctx, 'correspondence.read');
  const query = await buildFilter(ports, ctx, input);
  const place = input.cursor === undefined ? undefined : readCursor(input.cursor);
  const counting = place?.total ?? countListed(ports, query.text(), [...query.values]);
  if (place !== undefined) query.add(isAfter, place.at, place.id);
  const offset = place === undefined ? (input.page - 1) * input.perPage : 0;
  const page = selectCards(query.text(), newestFirst, `limit ${input.perPage + 1} offset ${offset}`);
  const [total, { rows }] = await Promise.all([counting, ports.db.$client.query<CardRow>(page, query.values)]);
  const shown = rows.slice(0, input.perPage);
  const emails = await loadEmailsById(
    ports,
    ctx.teamId,
    shown.flatMap(({ lastEmailId }) => lastEmailId ?? []),
  );
  const items = shown.map((row) => ({ card: readCard(ports, ctx, row), email: emails.get(row.lastEmailId ?? '') }));
  const last = items.at(-1)?.card;
  const hasMore = rows.length > input.perPage && last !== undefined;
  return { items, total, nextCursor: hasMore ? writeCursor('all', last, total) : null };
}

/** Beside the page; from a cursor on it is known from the beginning. */
async function countListed(ports: Pick<Ports, 'db'>, condition: string, values: unknown[]): Promise<number> {
  // Without a filter of one's own the partial index alone is read.
  const from = condition.includes('me.') ? listFromSql : 'correspondence k';
  const { rows } = await ports.db.$client.query<{ total: number }>(
    `select count(*)::int as total from ${from} where ${condition}`,
    values,
  );
  return rows[0]?.total ?? 0;
}

/** The cards of a page: which ones is decided first, so that only these are put together. */
function selectCards(condition: string, order: readonly string[], range: string): string {
  return cardsOf(idsOf(condition, order, range), order);
}

function idsOf(condition: string, order: readonly string[], range: string): string {
  return `select k.id from ${listFromSql} where ${condition} order by ${descending(order)} ${range}`;
}

function cardsOf(ids: string, order: readonly string[], range = ''): string {
  return `select ${cardColumnsSql} from ${cardFromSql} where k.team_id = $1 and k.id = any(array(${ids}))
    order by ${descending(order)} ${range}`;
}

function descending(order: readonly string[]): string {
  return order.map((each) => `${each} desc`).join(', ');
}

function isAfter(...names: string[]): string {
  return `(${newestFirst.join(', ')}) < (${names.join(', ')})`;
}

/** What lists are filtered and ordered by: correspondence `k` and the asker's row `me`. */
const listFromSql = `correspondence k
  left join correspondence_user me on me.team_id = $1 and me.correspondence_id = k.id and me.user_id = $2`;

/** Conditions with the values that they name by number. */
interface Filter {
  readonly values: unknown[];
  /** A condition for the caller to place. */
  nameValues(make: (...names: string[]) => string, ...given: unknown[]): string;
  add(make: (...names: string[]) => string, ...given: unknown[]): void;
  text(): string;
}

async function buildFilter(ports: Pick<Ports, 'db'>, ctx: Context, input: Filters): Promise<Filter> {
  const values: unknown[] = [ctx.teamId, ctx.userId];
  const conditions = ['k.team_id = $1', '$2::uuid is not null', 'k.email_count > 0', 'k.merged_into is null'];
  const nameValues: Filter['nameValues'] = (make, ...given) => make(...given.map((value) => `$${values.push(value)}`));
  const add: Filter['add'] = (make, ...given) => void conditions.push(nameValues(make, ...given));
  if (input.view === 'mine') conditions.push('me.user_id is not null');
  if (input.unread) conditions.push('me.is_unread');
  if (input.state != null) add((state) => `k.state = ${state}`, input.state);
  if (input.assigneeId != null) add((user) => `k.assignee_id = ${user}`, input.assigneeId);
  if (input.caseId != null) add((id) => `k.case_id = ${id}`, input.caseId);
  if (input.tag != null)
    add(
      (tag) => `exists (select from correspondence_tag t join correspondence part on part.team_id = $1
        and part.id = t.correspondence_id where t.team_id = $1 and t.tag = ${tag}
        and (part.id = k.id or part.merged_into = k.id))`,
      input.tag,
    );
  if (input.contactId != null)
    add(
      (hashes) => `k.id in (select m.correspondence_id from email_person p
        join shared_email m on m.team_id = $1 and m.id = p.email_id
        where p.team_id = $1 and p.address_hash = any(${hashes}::text[]))`,
      await findAddressHashes(ports, ctx.teamId, input.contactId),
    );
  if (input.search != null && input.search !== '')
    add(
      (words) => `k.id in (select m.correspondence_id from email_body b
        join shared_email m on m.team_id = $1 and m.id = b.email_id
        where b.team_id = $1 and b.words @@ ${words}::tsquery)`,
      toSearch(input.search),
    );
  return { values, nameValues, add, text: () => conditions.join(' and ') };
}

/** As values of their own they tell the planner whether this is somebody with three mails or with half of all. */
async function findAddressHashes(ports: Pick<Ports, 'db'>, teamId: string, contactId: string): Promise<string[]> {
  const { rows } = await ports.db.$client.query<{ hash: string }>(
    `select address_hash as hash from contact_address where team_id = $1 and contact_id = $2 and deleted_at is null`,
    [teamId, contactId],
  );
  return rows.map(({ hash }) => hash);
}

/** Every word must be there, at least as the beginning of one. */
function toSearch(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length === 0
    ? "''"
    : words
        .slice(0, 20)
        .map((word) => `'${word}':*`)
        .join(' & ');
}

function writeCursor(
  view: Filters['view'],
  { isUnread, lastEmailAt, id }: CorrespondencePage['cards'][number],
  total?: number,
): string {
  const cursor = [view === 'mine' && isUnread, lastEmailAt, id, ...(total === undefined ? [] : [total])];
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

interface Place {
  readonly isUnread: boolean;
  readonly at: string;
  readonly id: string;
  /** How many there were when the list was begun. */
  readonly total: number | undefined;
}

function readCursor(text: string): Place {
  try {
    const [isUnread, at, id, total] = Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return { isUnread, at, id, total };
  } catch {
    throw new Problem('invalid-input', 'This place in the list is not known any more; start again at its top.');
  }
}
