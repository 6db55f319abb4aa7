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

/** As the index `correspondence_words` has it: whatever holds a word is found by it, and then looked at closely. */
const cardText = `(c.subject || ' ' || c.sender_name || ' ' || c.sender_address || ' ' || c.participants::text)`;

// Every word must stand somewhere: in the subject, with the participants, or in a message. Each is looked up by itself
// in the indexes; what holds all of them remains.
export const searchStatement: PreparedStatement = {
  name: 'discussions.search',
  text: `with word as (select distinct pattern from unnest($3::text[]) as pattern), hit as materialized (
      select word.pattern, place.id from word cross join lateral (
        select m.discussion_id as id from message m
        where m.team_id = $1 and m.deleted_at is null and m.body ilike word.pattern
        union
        select d.id from correspondence c join discussion d on d.team_id = $1 and d.correspondence_id = c.id
        where c.team_id = $1 and ${cardText} ilike word.pattern and (c.subject ilike word.pattern
          or c.sender_name ilike word.pattern or c.sender_address ilike word.pattern
          or exists (select from json_to_recordset(c.participants::json) as p(name text, address text)
            where p.name ilike word.pattern or p.address ilike word.pattern))
      ) place
    )
    select ${cardColumnsSql}
    from (select id from hit group by id having count(*) = (select count(*) from word)) every
    join discussion d on d.team_id = $1 and d.id = every.id
    join correspondence c on c.team_id = $1 and c.id = d.correspondence_id
    left join discussion_member me on me.team_id = $1 and me.discussion_id = d.id and me.user_id = $2
    where d.deleted_at is null and ${visibleSql('d')}
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
  const rows = await runPrepared<CardRow>(ports.db, searchStatement, [ctx.teamId, ctx.userId, patterns]);
  return rows.map(readCard);
}
