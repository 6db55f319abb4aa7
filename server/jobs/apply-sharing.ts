import { applySharing, applySharingJob } from '#server/domain/emails/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import { handleJob, type JobHandler } from '#server/ports/queue.ts';

/** Shares and takes back mail after its owner changed their mind. */
export function createApplySharing(ports: Ports): JobHandler {
  return handleJob(applySharingJob, (payload) => applySharing(ports, payload));
}
