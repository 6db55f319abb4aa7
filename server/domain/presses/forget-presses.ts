import { sql } from 'drizzle-orm';
import type { ChatPorts } from '#server/ports/chat-ports.ts';

/**
 * Deletes what was pressed more than a month ago, longer than any reminder takes. What was done stays while a message in
 * the chat says who did it.
 */
export async function forgetPresses({ db }: Pick<ChatPorts, 'db'>): Promise<void> {
  await db.execute(sql`
    delete from chat_press x where x.pressed_at < now() - interval '30 days' and not (x.outcome = 'done'
      and x.action in ('assign', 'close', 'reopen', 'files', 'remind') and exists (select from chat_mail m
        where m.team_id = x.team_id and m.link_id = x.link_id and m.subject_id = x.subject_id))`);
}
