import { sql } from 'drizzle-orm';
import { inTransaction } from '#server/db/client.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { endMailbox } from './hand-over.ts';

/**
 * Disconnects the mailboxes of people who are no longer in the team. What they had shared stays with it, their private
 * mail goes, and their consent is taken back.
 */
export async function releaseLeavers(ports: MailPorts): Promise<number> {
  const { rows } = await ports.db.execute<{ team_id: string; id: string }>(sql`
    select m.team_id, m.id from mailbox m where m.state <> 'disconnected'
      and not exists (select from team_person p where p.team_id = m.team_id and p.user_id = m.owner_id)`);
  for (const { team_id: teamId, id: mailboxId } of rows) {
    await inTransaction(ports.db, (tx) => endMailbox(ports, tx, { teamId, mailboxId }));
  }
  return rows.length;
}
