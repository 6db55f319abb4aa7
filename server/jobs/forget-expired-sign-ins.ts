import { z } from 'zod';
import { forgetAnswers } from '#server/domain/api-tokens/index.ts';
import { forgetExpired } from '#server/domain/devices/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob, handleJob, type JobHandler } from '#server/ports/queue.ts';

const forgetExpiredSignIns = defineJob('forget-expired-sign-ins', z.object({}));

/** Deletes what ended by its age, once an hour. */
export function createForgetExpiredSignIns(ports: Ports): JobHandler {
  return handleJob(
    forgetExpiredSignIns,
    async () => {
      await forgetExpired(ports);
      await forgetAnswers(ports);
    },
    { cron: '17 * * * *' },
  );
}
