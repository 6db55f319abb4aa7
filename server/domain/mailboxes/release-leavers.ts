import { sql } from 'drizzle-orm';
import { recordAudit } from '../audit/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { releaseMailboxJob } from './mailbox-jobs.ts';

/**
 * Disconnects the mailboxes of people who are no longer in the team. What they had shared stays with it, their private
 * mail goes, and their consent is taken back.
 */
export async function releaseLeavers(ports: MailPorts): Promise<number> {
  const { rows } = await ports.db.execute<{ team_id: string; id: string }>(sql`
    select m.team_id, m.id from mailbox m where m.state <> 'disconnected'
      and not exists (select from team_person p where p.team_id = m.team_id and p.user_id = m.owner_id)`);
  for (const { team_id: teamId, id: mailboxId } of rows) {
    await inTransaction(ports.db, async (tx) => {
      await tx.execute(sql`
        update mailbox set state = 'disconnected' where team_id = ${teamId} and id = ${mailboxId}`);
      const target = `mailbox:${mailboxId}`;
      const detail = { because: 'its owner left the team', keepShared: true };
      await recordAudit(tx, { teamId, actorKind: 'server' }, { action: 'mailbox.disconnect', target, detail });
      const payload = { teamId, mailboxId, keepShared: true };
      await ports.queue.enqueue(tx, releaseMailboxJob, payload, { jobKey: `release:${mailboxId}` });
    });
  }
  return rows.length;
}
