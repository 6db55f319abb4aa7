import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Transaction } from '#server/db/client.ts';
import { defineJob } from '#server/ports/queue.ts';
import type { Ports } from '#server/ports/ports.ts';

/** Whose outgoing mail: ids as they are in job payloads. */
export interface DrainKey {
  readonly teamId: string;
  readonly mailboxId: string;
}

/** Sends what is due from one mailbox. */
export const drainMailboxJob = defineJob('drain-mailbox', z.object({ teamId: z.uuid(), mailboxId: z.uuid() }));

/** Asks for a mailbox's mail to be sent when the first of it is due. */
export async function requestDrain(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction | Database,
  key: DrainKey,
): Promise<void> {
  const { rows } = await tx.execute<{ at: Date | string | null }>(sql`
    select min(due_at) as at from outgoing_mail
    where team_id = ${key.teamId} and mailbox_id = ${key.mailboxId} and state = 'queued'`);
  const at = rows[0]?.at ?? null;
  if (at === null) return;
  const name = `drain:${key.mailboxId}`;
  const { teamId, mailboxId } = key;
  await ports.queue.enqueue(
    tx,
    drainMailboxJob,
    { teamId, mailboxId },
    { jobKey: name, queueName: name, runAt: new Date(at) },
  );
}

/** New mail that came back from its mailbox belongs to the correspondence that it began. */
export async function placeReturned(ports: Pick<Ports, 'db'>): Promise<void> {
  await ports.db.execute(sql`
    update outgoing_mail o set correspondence_id = e.correspondence_id
    from email_copy c join email e on e.team_id = c.team_id and e.id = c.email_id
    where o.state = 'sent' and o.correspondence_id is null and o.sent_at > now() - interval '30 days'
      and c.team_id = o.team_id and c.mailbox_id = o.mailbox_id and c.provider_message_id = o.provider_message_id`);
}

/** A floor under every way in which a job can get lost: asks for what has been due for a while. */
export async function requestDueDrains(ports: Pick<Ports, 'queue' | 'db'>, idleMs: number): Promise<void> {
  const { rows } = await ports.db.execute<{ team_id: string; mailbox_id: string }>(sql`
    select distinct team_id, mailbox_id from outgoing_mail
    where state = 'queued' and due_at < now() - ${idleMs}::float8 * interval '1 millisecond'`);
  for (const row of rows) await requestDrain(ports, ports.db, { teamId: row.team_id, mailboxId: row.mailbox_id });
}
