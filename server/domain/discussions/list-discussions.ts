import { z } from 'zod';
import type { DiscussionCard } from '#shared/contract/discussion.ts';
import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { cardColumnsSql, readCard, type CardRow } from './card-sql.ts';
import { visibleSql } from './discussion-sql.ts';

const pageSize = 40;

interface ListRow extends CardRow {
  readonly isFirst: boolean;
  readonly at: string;
}

/** Where a page ended: unread ones come first, then the newest. */
const Cursor = z.tuple([z.boolean(), z.iso.datetime({ offset: true }), z.uuid()]);

// `$3` unread first?, `$4` time, `$5` id of the last card of the page before; null for the first page.
const mine: PreparedStatement = {
  name: 'discussions.list',
  text: `with cards as (
      select ${cardColumnsSql}, to_json(coalesce(d.last_message_at, d.created_at)) #>> '{}' as at,
        coalesce(d.last_message_at, d.created_at) as sort_at
      from discussion_member me
      join discussion d on d.team_id = $1 and d.id = me.discussion_id and d.deleted_at is null
      join correspondence c on c.team_id = $1 and c.id = d.correspondence_id
      where me.team_id = $1 and me.user_id = $2 and me.following and ${visibleSql('d')}
    ), ordered as (select *, unread > 0 and not muted as "isFirst" from cards)
    select * from ordered
    where $3::boolean is null or ("isFirst", sort_at, id) < ($3, $4::timestamptz, $5::uuid)
    order by "isFirst" desc, sort_at desc, id desc limit ${pageSize + 1}`,
};

/** The discussions that the asker follows: those with something unread first (muted ones never are), then the newest. */
export async function listDiscussions(
  ports: Ports,
  ctx: Context,
  input: { cursor?: string | null | undefined },
): Promise<{ cards: DiscussionCard[]; nextCursor: string | null }> {
  requirePermission(ctx, 'discussion.read');
  const [isFirst, at, id] = readCursor(input.cursor);
  const rows = await runPrepared<ListRow>(ports.db, mine, [ctx.teamId, ctx.userId, isFirst, at, id]);
  const page = rows.slice(0, pageSize);
  const last = rows.length > pageSize ? page.at(-1) : undefined;
  return { cards: page.map(readCard), nextCursor: last === undefined ? null : writeCursor(last) };
}

function readCursor(cursor: string | null | undefined): readonly [boolean | null, string | null, string | null] {
  if (cursor === null || cursor === undefined || cursor === '') return [null, null, null];
  const text = Buffer.from(cursor, 'base64url').toString();
  const parsed = z.preprocess(parseJson, Cursor).safeParse(text);
  if (!parsed.success) throw new Problem('invalid-input', 'This list has changed; open it again from its start.');
  return parsed.data;
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

function writeCursor(row: ListRow): string {
  return Buffer.from(JSON.stringify([row.isFirst, row.at, row.id])).toString('base64url');
}
