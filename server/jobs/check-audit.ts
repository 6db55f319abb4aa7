import { z } from 'zod';
import { checkAuditChains } from '#server/domain/audit/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob, handleJob, type JobHandler } from '#server/ports/queue.ts';

const checkAudit = defineJob('check-audit', z.object({}));

/** Checks once a day that nobody changed what the audit says; `/metrics` counts the broken chains. */
export function createCheckAudit(ports: Ports): JobHandler {
  return handleJob(
    checkAudit,
    async () => {
      for (const { teamId, verdict } of await checkAuditChains(ports.db))
        if (!verdict.intact) ports.logger.error({ teamId, ...verdict }, 'the audit of a team was changed');
    },
    { cron: '41 3 * * *' },
  );
}
