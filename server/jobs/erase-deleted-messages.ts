import { z } from 'zod';
import { eraseDeletedMessages } from '#server/domain/discussions/index.ts';
import { eraseRemovedTemplates } from '#server/domain/templates/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob, handleJob, type JobHandler } from '#server/ports/queue.ts';

const eraseDeleted = defineJob('erase-deleted-messages', z.object({}));

/** Erases the text of messages, and templates, whose deletion can no longer be undone. */
export function createEraseDeletedMessages(ports: Ports): JobHandler {
  return handleJob(
    eraseDeleted,
    async () => {
      await eraseDeletedMessages(ports);
      await eraseRemovedTemplates(ports);
    },
    { cron: '*/2 * * * *' },
  );
}
