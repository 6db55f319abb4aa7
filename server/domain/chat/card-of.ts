import { sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import type { ChatCard } from '#server/ports/chat-news.ts';

interface Row extends Record<string, unknown> {
  readonly subject: string;
  readonly sender_name: string;
  readonly sender_address: string;
  readonly company_name: string | null;
  readonly started_by: string | null;
  readonly url: string | null;
}

/** What a discussion's card says: the mail as its first claim had it, the company as contacts know it. */
export async function loadCard(db: Database, teamId: string, discussionId: string): Promise<ChatCard | undefined> {
  const { rows } = await db.execute<Row>(sql`
    select c.subject, c.sender_name, c.sender_address, u.name as started_by,
      (select co.name from contact_address a
        join contact k on k.team_id = a.team_id and k.id = a.contact_id and k.deleted_at is null
        join company co on co.team_id = k.team_id and co.id = k.company_id
        where a.team_id = d.team_id and a.address = lower(c.sender_address) and a.deleted_at is null limit 1) as company_name,
      (select cl.url from claim cl where cl.team_id = d.team_id and cl.correspondence_id = c.id
        order by (cl.user_id = d.started_by) desc, cl.created_at limit 1) as url
    from discussion d
    join correspondence c on c.team_id = d.team_id and c.id = d.correspondence_id
    left join person u on u.id = d.started_by
    where d.team_id = ${teamId} and d.id = ${discussionId}`);
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    subject: row.subject,
    senderName: row.sender_name,
    senderAddress: row.sender_address,
    companyName: row.company_name,
    startedBy: row.started_by ?? 'a former teammate',
    url: row.url,
  };
}
