import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction } from '#server/db/client.ts';
import { authOrganization } from '#server/db/schema/index.ts';
import { recordAudit } from '#server/domain/audit/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { announceTeam } from './announce-team.ts';
import { TeamName } from './person-input.ts';

export const RenameTeam = z.object({ name: TeamName });
export type RenameTeam = z.infer<typeof RenameTeam>;

/** Gives the team another name, which everybody in it sees at once. */
export async function renameTeam(
  ports: Pick<Ports, 'db' | 'liveFeed' | 'queue'>,
  ctx: Context,
  input: RenameTeam,
): Promise<null> {
  requirePermission(ctx, 'team.manage');
  await inTransaction(ports.db, async (tx) => {
    await tx.update(authOrganization).set({ name: input.name }).where(eq(authOrganization.id, ctx.teamId));
    await recordAudit(tx, ctx, { action: 'team.rename', target: `team:${ctx.teamId}` });
    await announceTeam(ports, tx, ctx.teamId);
  });
  return null;
}
