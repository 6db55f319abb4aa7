import { z } from 'zod';
import { findUnsealedTeams, sealAuditChain } from '#server/domain/audit/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob, handleJob, type JobHandler } from '#server/ports/queue.ts';

const sealAudit = defineJob('seal-audit', z.object({}));

/** Chains the audit rows that were committed since. */
export function createSealAudit(ports: Ports): JobHandler {
  return handleJob(
    sealAudit,
    async () => {
      for (const teamId of await findUnsealedTeams(ports.db)) await sealAuditChain(ports.db, teamId);
    },
    { cron: '* * * * *' },
  );
}
