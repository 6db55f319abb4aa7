import { sql } from 'drizzle-orm';
import { requestDrain } from '../discussions/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';

interface LinkRef {
  readonly teamId: string;
  readonly linkId: string;
}

const most = 500;

/**
 * Links whose first open effect is due and was not taken up for `idleMs`, longest due first: their job was lost with a
 * server, or given up. What stands behind that effect waits for it. One found in `sending` is due once its grace is
 * over.
 */
async function findIdleLinks(ports: Pick<ChatPorts, 'db' | 'config'>, idleMs: number): Promise<readonly LinkRef[]> {
  const { checkGraceMs } = ports.config.chat;
  const { rows } = await ports.db.execute<{ team_id: string; link_id: string }>(sql`
    select o.team_id, o.link_id from (
      select distinct on (team_id, link_id) team_id, link_id, state, sent_at, coalesce(not_before, created_at) as due_at
      from chat_outbox where state in ('pending', 'sending', 'checking')
      order by team_id, link_id, state = 'sending' desc, position
    ) o
    where (o.state in ('pending', 'checking') and o.due_at < now() - ${idleMs} * interval '1 millisecond')
      or (o.state = 'sending' and o.sent_at < now() - ${checkGraceMs} * interval '1 millisecond')
    order by o.due_at
    limit ${most}`);
  return rows.map((row) => ({ teamId: row.team_id, linkId: row.link_id }));
}

/** Asks for idle links to be drained. Asking for one that is being drained does no harm. */
export async function requestDrains(ports: ChatPorts, idleMs: number): Promise<number> {
  const links = await findIdleLinks(ports, idleMs);
  if (links.length === 0) return 0;
  await inTransaction(ports.db, async (tx) => {
    for (const { teamId, linkId } of links) await requestDrain(ports, tx, teamId, linkId);
  });
  return links.length;
}
