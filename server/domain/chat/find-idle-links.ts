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
 * Links with something due that nobody has taken up for `idleMs`: their job was lost with a server, or given up. An
 * effect found in `sending` is due once its grace is over.
 */
async function findIdleLinks(ports: Pick<ChatPorts, 'db' | 'config'>, idleMs: number): Promise<readonly LinkRef[]> {
  const { checkGraceMs } = ports.config.chat;
  const { rows } = await ports.db.execute<{ team_id: string; link_id: string }>(sql`
    select distinct o.team_id, o.link_id from chat_outbox o
    where (o.state in ('pending', 'checking')
        and coalesce(o.not_before, o.created_at) < now() - ${idleMs} * interval '1 millisecond'
        and not exists (select from chat_outbox s where s.team_id = o.team_id and s.link_id = o.link_id and s.state = 'sending'))
      or (o.state = 'sending' and o.sent_at < now() - ${checkGraceMs} * interval '1 millisecond')
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
