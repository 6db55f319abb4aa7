import { deliverWebhook, deliverWebhookJob } from '#server/domain/webhooks/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import { handleJob, RunAgain, type JobHandler } from '#server/ports/queue.ts';

/** Everything that is done for webhooks. */
export function createWebhookJobs(ports: Ports): readonly JobHandler[] {
  return [
    handleJob(deliverWebhookJob, async (payload) => {
      const againMs = await deliverWebhook(ports, payload);
      if (againMs !== undefined) throw new RunAgain(againMs);
    }),
  ];
}
