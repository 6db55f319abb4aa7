import { z } from 'zod';
import { forgetGivenUpEvents } from '#server/domain/chat/index.ts';
import { forgetPictures } from '#server/domain/pictures/index.ts';
import { forgetPresses } from '#server/domain/presses/index.ts';
import { forgetDeliveries } from '#server/domain/webhooks/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { defineJob, handleJob, type JobHandler } from '#server/ports/queue.ts';

const forgetOldData = defineJob('forget-old-data', z.object({}));

/** Deletes what is kept for a while only, once a day. */
export function createForgetOldData(ports: ChatPorts): JobHandler {
  return handleJob(
    forgetOldData,
    async () => {
      await forgetPictures(ports);
      await forgetGivenUpEvents(ports);
      await forgetDeliveries(ports);
      await forgetPresses(ports);
    },
    { cron: '23 3 * * *' },
  );
}
