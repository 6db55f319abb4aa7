import type { DiscussionCard } from '#shared/contract/discussion.ts';
import { cleanText } from '#shared/contract/plain-text.ts';
import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { cardColumnsSql, readCard, type CardRow } from './card-sql.ts';
import { visibleSql } from './discussion-sql.ts';

const mostResults = 30;
const mostWords = 8;

// Every word must stand somewhere: in the subject, with the participants, or in a message.
const found: PreparedStatement = {
  name: 'discussions.search',
  text: `select ${cardColumnsSql}
    from discussion d
    join correspondence c on c.team_id = $1 and c.id = d.correspondence_id
    left join discussion_member me on me.team_id = $1 and me.discussion_id = d.id and me.user_id = $2
    where d.team_id = $1 and d.deleted_at is null and ${visibleSql('d')}
      and not exists (select from unnest($3::text[]) as word where not (
        c.subject ilike word or c.sender_name ilike word or c.sender_address ilike word
        or exists (select from json_to_recordset(c.participants::json) as p(name text, address text)
          where p.name ilike word or p.address ilike word)
        or exists (select from message m where m.team_id = $1 and m.discussion_id = d.id and m.deleted_at is null
          and m.body ilike word)))
    order by coalesce(d.last_message_at, d.created_at) desc, d.id desc limit ${mostResults}`,
};

/** Discussions that hold every word of the query, newest first: only those that the asker may see. */
export async function searchDiscussions(
  ports: Ports,
  ctx: Context,
  input: { query: string },
): Promise<DiscussionCard[]> {
  requirePermission(ctx, 'discussion.read');
  const words = cleanText(input.query.slice(0, 2_000)).split(/\s+/).filter(Boolean).slice(0, mostWords);
  if (words.length === 0) return [];
  const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, String.raw`\$&`)}%`);
  const rows = await runPrepared<CardRow>(ports.db, found, [ctx.teamId, ctx.userId, patterns]);
  return rows.map(readCard);
}
