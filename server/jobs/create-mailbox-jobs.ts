import { z } from 'zod';
import {
  fetchWanted,
  releaseMailbox,
  releaseMailboxJob,
  releaseLeavers,
  renewAccesses,
  requestDueSyncs,
  syncMailbox,
  syncMailboxJob,
} from '#server/domain/mailboxes/index.ts';
import { dropPrivateMail, dropPrivateMailJob, fetchWantedMail } from '#server/domain/emails/index.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { defineJob, handleJob, RunAgain, type JobHandler } from '#server/ports/queue.ts';

const keepMailboxes = defineJob('keep-mailboxes', z.object({}));

/** A mailbox that is due and was not taken up for as long has lost its job. */
const idleMs = 60_000;
const wantedAgainMs = 30_000;

/** The share of a server's jobs that may be syncs: what people wait for always finds a place. */
const mostSyncs = 0.6;
const busyMs = 200;

/** Everything that is done for connected mailboxes. */
export function createMailboxJobs(ports: MailPorts): readonly JobHandler[] {
  return [
    createSyncMailbox(ports),
    handleJob(releaseMailboxJob, (key) => releaseMailbox(ports, key)),
    handleJob(dropPrivateMailJob, (at) => dropPrivateMail(ports, at)),
    handleJob(fetchWantedMail, async (key) => {
      if (await fetchWanted(ports, key)) throw new RunAgain(ports.clock.scaled(wantedAgainMs));
    }),
    handleJob(
      keepMailboxes,
      async () => {
        await releaseLeavers(ports);
        await renewAccesses(ports);
        await requestDueSyncs(ports, idleMs);
      },
      { cron: '* * * * *' },
    ),
  ];
}

function createSyncMailbox(ports: MailPorts): JobHandler {
  const most = Math.max(1, Math.floor(ports.config.workerConcurrency * mostSyncs));
  let running = 0;
  return handleJob(syncMailboxJob, async (key, { signal }) => {
    if (running >= most) throw new RunAgain(busyMs);
    running += 1;
    try {
      const againMs = await syncMailbox(ports, key, signal);
      if (againMs !== undefined) throw new RunAgain(againMs);
    } finally {
      running -= 1;
    }
  });
}
