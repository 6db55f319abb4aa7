import { z } from 'zod';
import { forgetPictures } from '#server/domain/pictures/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob, handleJob, type JobHandler } from '#server/ports/queue.ts';

const forgetOldData = defineJob('forget-old-data', z.object({}));

/** Deletes what is kept for a while only, once a day. */
export function createForgetOldData(ports: Ports): JobHandler {
  return handleJob(forgetOldData, () => forgetPictures(ports), { cron: '23 3 * * *' });
}
