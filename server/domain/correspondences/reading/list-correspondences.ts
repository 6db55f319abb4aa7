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
const Cursor = z.tuple([z.boolean(), z.iso.datetime({ offset: true }), z.uuid()]);

const newestFirst = ['k.last_email_at', 'k.id'];

type Filters = Pick<
  ListCorrespondences,
  'view' | 'unread' | 'state' | 'assigneeId' | 'tag' | 'contactId' | 'caseId' | 'search'
>;

/** The correspondences that hold shared mail: one's own with the unread ones first, or all by filter, newest first. */
export async function listCorrespondences(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  input: ListCorrespondences,
): Promise<CorrespondencePage> {
  requirePermission(ctx, 'correspondence.read');
  const query = buildFilter(ctx, input);
  const order = input.view === 'mine' ? ['coalesce(me.is_unread, false)', ...newestFirst] : newestFirst;
  if (input.cursor !== null && input.cursor !== undefined) {
    const [isFirst, at, id] = readCursor(input.cursor);
    const place = input.view === 'mine' ? [isFirst, at, id] : [at, id];
    query.add((...names) => `(${order.join(', ')}) < (${names.join(', ')})`, ...place);
  }
  const { rows } = await ports.db.$client.query<CardRow>(
    selectCards(query.text(), order, `limit ${pageSize + 1}`),
    query.values,
  );
  const cards = rows.slice(0, pageSize).map(readCard);
  const last = cards.at(-1);
  return { cards, nextCursor: rows.length > pageSize && last !== undefined ? writeCursor(input.view, last) : null };
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
  const query = buildFilter(ctx, input);
  const counted = await ports.db.$client.query<{ total: number }>(
    `select count(*)::int as total from ${listFromSql} where ${query.text()}`,
    [...query.values],
  );
  if (input.cursor !== undefined) {
    const [, at, id] = readCursor(input.cursor);
    query.add((...names) => `(${newestFirst.join(', ')}) < (${names.join(', ')})`, at, id);
  }
  const { rows } = await ports.db.$client.query<CardRow>(
    selectCards(
      query.text(),
      newestFirst,
      `limit ${input.perPage + 1} offset ${input.cursor === undefined ? (input.page - 1) * input.perPage : 0}`,
    ),
    query.values,
  );
  const shown = rows.slice(0, input.perPage);
  const emails = await loadEmailsById(
    ports,
    ctx.teamId,
    shown.flatMap(({ lastEmailId }) => lastEmailId ?? []),
  );
  const items = shown.map((row) => ({ card: readCard(row), email: emails.get(row.lastEmailId ?? '') }));
  const last = items.at(-1)?.card;
  const hasMore = rows.length > input.perPage && last !== undefined;
  return { items, total: counted.rows[0]?.total ?? 0, nextCursor: hasMore ? writeCursor('all', last) : null };
}

/** The cards of a page: which ones is decided first, so that only these are put together. */
function selectCards(condition: string, order: readonly string[], range: string): string {
  const ordered = order.map((each) => `${each} desc`).join(', ');
  return `select ${cardColumnsSql} from ${cardFromSql} where k.team_id = $1 and k.id = any(array(
      select k.id from ${listFromSql} where ${condition} order by ${ordered} ${range}))
    order by ${ordered}`;
}

/** What lists are filtered and ordered by: correspondence `k` and the asker's row `me`. */
const listFromSql = `correspondence k
  left join correspondence_user me on me.team_id = $1 and me.correspondence_id = k.id and me.user_id = $2`;

/** Conditions with the values that they name by number. */
function buildFilter(ctx: Context, input: Filters) {
  const values: unknown[] = [ctx.teamId, ctx.userId];
  const conditions = ['k.team_id = $1', '$2::uuid is not null', 'k.email_count > 0', 'k.merged_into is null'];
  const add = (make: (...names: string[]) => string, ...given: unknown[]) => {
    const names = given.map((value) => `$${values.push(value)}`);
    conditions.push(make(...names));
  };
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
      (contact) => `k.id in (select m.correspondence_id from contact_address a
        join email_person p on p.team_id = $1 and p.address_hash = a.address_hash
        join shared_email m on m.team_id = $1 and m.id = p.email_id
        where a.team_id = $1 and a.contact_id = ${contact} and a.deleted_at is null)`,
      input.contactId,
    );
  if (input.search != null && input.search !== '')
    add(
      (words) => `k.id in (select m.correspondence_id from email_body b
        join shared_email m on m.team_id = $1 and m.id = b.email_id
        where b.team_id = $1 and b.words @@ ${words}::tsquery)`,
      toSearch(input.search),
    );
  return { values, add, text: () => conditions.join(' and ') };
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
): string {
  const cursor = [view === 'mine' && isUnread, lastEmailAt, id];
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(text: string): z.infer<typeof Cursor> {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw new Problem('invalid-input', 'This place in the list is not known any more; start again at its top.');
  }
}
