import { z } from 'zod';
import { noteBounceJob } from '#server/domain/emails/index.ts';
import {
  drainMailbox,
  drainMailboxJob,
  noteBounce,
  placeReturned,
  requestDueDrains,
} from '#server/domain/outgoing-mail/index.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { defineJob, handleJob, RunAgain, type JobHandler } from '#server/ports/queue.ts';

const keepOutgoing = defineJob('keep-outgoing', z.object({}));

/** A mail that is due and was not taken up for as long has lost its job. */
const idleMs = 30_000;

/** Everything that is done for mail to customers. */
export function createOutgoingJobs(ports: MailPorts): readonly JobHandler[] {
  return [
    handleJob(drainMailboxJob, async (key, { signal }) => {
      const againMs = await drainMailbox(ports, key, signal);
      if (againMs !== undefined) throw new RunAgain(againMs);
    }),
    handleJob(noteBounceJob, (payload) => noteBounce(ports, payload)),
    handleJob(
      keepOutgoing,
      async () => {
        await requestDueDrains(ports, idleMs);
        await placeReturned(ports);
      },
      { cron: '* * * * *' },
    ),
  ];
}
