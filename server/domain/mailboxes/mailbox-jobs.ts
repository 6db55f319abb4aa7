import { z } from 'zod';
import type { Database, Transaction } from '#server/db/client.ts';
import { defineJob } from '#server/ports/queue.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { MailboxKey } from './mailbox-row.ts';

const Key = z.object({ teamId: z.uuid(), mailboxId: z.uuid() });

/** Goes on with a mailbox's sync: changes, listing, fetching. */
export const syncMailboxJob = defineJob('sync-mailbox', Key);
/** Takes a disconnected mailbox's consent back at its provider, then forgets it. */
export const releaseMailboxJob = defineJob('release-mailbox', Key.extend({ keepShared: z.boolean() }));

/** Asks for the mailbox to be synced, now or at a later time; never later than asked for before. */
export async function requestSync(
  ports: Pick<Ports, 'queue'>,
  tx: Database | Transaction,
  { teamId, mailboxId }: MailboxKey,
  runAt?: Date,
): Promise<void> {
  await ports.queue.enqueue(
    tx,
    syncMailboxJob,
    { teamId, mailboxId },
    // One at a time per mailbox; a server that dies loses its turn in a second.
    { jobKey: `sync:${mailboxId}`, queueName: `sync:${mailboxId}`, ...(runAt === undefined ? {} : { runAt }) },
  );
}
