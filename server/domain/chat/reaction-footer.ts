import { sql } from 'drizzle-orm';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { Workspace } from './installation.ts';

interface Count extends Record<string, unknown> {
  readonly emoji: string;
  readonly people: number;
}

/** How many people without a link of their own set each emoji on a message here: the bot can set each only once. */
export async function countUnlinked(
  ports: Pick<ChatPorts, 'db'>,
  workspace: Workspace,
  messageId: string | null,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await ports.db.execute<Count>(sql`
    select r.emoji, count(*)::int as people from reaction r
    where r.team_id = ${workspace.teamId} and r.message_id = ${messageId} and r.origin = 'sidethread'
      and not exists (select from chat_person_token t where t.team_id = r.team_id
        and t.installation_id = ${workspace.id} and t.user_id = r.person)
    group by r.emoji order by min(r.created_at), r.emoji`);
  return new Map(rows.map((row) => [row.emoji, row.people]));
}

/** The line that counts them, where one reaction stands for several people; null where nobody is hidden. */
export function footerOf(counts: ReadonlyMap<string, number>): string | null {
  if (![...counts.values()].some((people) => people > 1)) return null;
  return `${[...counts].map(([emoji, people]) => `${emoji} ${people}`).join('  ')}  in Sidethread`;
}
