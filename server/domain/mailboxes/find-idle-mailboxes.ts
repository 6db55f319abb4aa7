import { sql } from 'drizzle-orm';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { requestSync } from './mailbox-jobs.ts';

/**
 * Asks for the sync of mailboxes that are due and that nothing has moved on for a while: a floor under every way in
 * which a job can get lost.
 */
export async function requestDueSyncs(ports: Pick<MailPorts, 'db' | 'queue'>, idleMs: number): Promise<number> {
  const { rows } = await ports.db.execute<{ team_id: string; id: string }>(sql`
    select m.team_id, m.id from mailbox m
    where m.state = 'connected' and not m.is_paused
      and m.check_at < now() - ${idleMs}::float8 * interval '1 millisecond'
      and (m.held_until is null or m.held_until < now())`);
  for (const row of rows) await requestSync(ports, ports.db, { teamId: row.team_id, mailboxId: row.id });
  return rows.length;
}
