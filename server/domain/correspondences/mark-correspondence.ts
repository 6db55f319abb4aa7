import { sql } from 'drizzle-orm';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { findVisible } from './find-visible.ts';

/** Marks a correspondence as read or unread for the asker alone. Somebody who has nothing to do with it has no mark. */
export async function markCorrespondence(
  ports: Ports,
  ctx: Context,
  input: { readonly id: CorrespondenceId; readonly unread: boolean },
): Promise<void> {
  requirePermission(ctx, 'correspondence.read');
  await inTransaction(ports.db, async (tx) => {
    const id = await findVisible(tx, ctx, input.id);
    const { rows } = await tx.execute(sql`
      update correspondence_user set is_unread = ${input.unread},
        read_at = case when ${input.unread} then read_at else now() end
      where team_id = ${ctx.teamId} and correspondence_id = ${id} and user_id = ${ctx.userId}
        and (is_unread <> ${input.unread} or read_at is null) returning user_id`);
    if (rows.length > 0)
      await ports.liveFeed.publish(tx, {
        teamId: ctx.teamId,
        kind: 'correspondence',
        userId: ctx.userId,
        payload: { correspondenceId: id },
      });
  });
}
