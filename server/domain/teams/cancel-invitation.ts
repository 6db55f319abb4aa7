import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction } from '#server/db/client.ts';
import { authInvitation } from '#server/db/schema/index.ts';
import { recordAudit } from '#server/domain/audit/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';

export const CancelInvitation = z.object({ id: z.uuid() });
export type CancelInvitation = z.infer<typeof CancelInvitation>;

/** Ends an open invitation: its link no longer works. Problem 'not-found' when there is none open under this id. */
export async function cancelInvitation(ports: Pick<Ports, 'db'>, ctx: Context, input: CancelInvitation): Promise<null> {
  requirePermission(ctx, 'team.manage');
  await inTransaction(ports.db, async (tx) => {
    const cancelled = await tx
      .update(authInvitation)
      .set({ status: 'canceled' })
      .where(
        and(
          eq(authInvitation.organizationId, ctx.teamId),
          eq(authInvitation.id, input.id),
          eq(authInvitation.status, 'pending'),
        ),
      )
      .returning({ id: authInvitation.id });
    if (cancelled.length === 0) throw new Problem('not-found', 'This invitation was answered or cancelled already.');
    await recordAudit(tx, ctx, { action: 'invitation.cancel', target: `invitation:${input.id}` });
  });
  return null;
}
