import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction } from '#server/db/client.ts';
import { teamSettings } from '#server/db/schema/index.ts';
import { recordAudit } from '#server/domain/audit/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { announceTeam } from './announce-team.ts';

export const SetPresence = z.object({ enabled: z.boolean() });
export type SetPresence = z.infer<typeof SetPresence>;

/** Switches for the whole team whether people see who has a discussion open. */
export async function setPresence(
  ports: Pick<Ports, 'db' | 'liveFeed' | 'queue'>,
  ctx: Context,
  input: SetPresence,
): Promise<null> {
  requirePermission(ctx, 'team.manage');
  await inTransaction(ports.db, async (tx) => {
    await tx.update(teamSettings).set({ presenceEnabled: input.enabled }).where(eq(teamSettings.teamId, ctx.teamId));
    const record = { action: 'team.set-presence', target: `team:${ctx.teamId}`, detail: { enabled: input.enabled } };
    await recordAudit(tx, ctx, record);
    await announceTeam(ports, tx, ctx.teamId);
  });
  return null;
}
