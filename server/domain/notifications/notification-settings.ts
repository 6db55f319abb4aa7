import { and, eq } from 'drizzle-orm';
import type { NotificationSettings } from '#shared/contract/notification.ts';
import { inTransaction, type Database } from '#server/db/client.ts';
import { notificationSetting } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';

const initial: NotificationSettings = { mentions: true, assignments: true, quiet: null, quietWeekends: false };

/** When the asker wants to be told of things in this team. */
export async function getNotificationSettings(ports: Pick<Ports, 'db'>, ctx: Context): Promise<NotificationSettings> {
  requirePermission(ctx, 'discussion.read');
  return readSettings(ports.db, ctx);
}

/** The asker's settings, without asking for a permission again. */
export async function readSettings(db: Database, ctx: Context): Promise<NotificationSettings> {
  const [row] = await db.select().from(notificationSetting).where(own(ctx));
  if (row === undefined) return initial;
  const { mentions, assignments, quietFrom, quietUntil, quietWeekends } = row;
  const quiet = quietFrom === null || quietUntil === null ? null : { from: quietFrom, until: quietUntil };
  return { mentions, assignments, quiet, quietWeekends };
}

/** Sets when the asker wants to be told; it is nobody else's business, and writes no audit row. */
export async function setNotificationSettings(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  input: NotificationSettings,
): Promise<NotificationSettings> {
  requirePermission(ctx, 'discussion.read');
  const { mentions, assignments, quiet, quietWeekends } = input;
  const values = {
    mentions,
    assignments,
    quietFrom: quiet?.from ?? null,
    quietUntil: quiet?.until ?? null,
    quietWeekends,
  };
  await inTransaction(ports.db, async (tx) => {
    await tx
      .insert(notificationSetting)
      .values({ teamId: ctx.teamId, userId: ctx.userId, ...values })
      .onConflictDoUpdate({ target: [notificationSetting.teamId, notificationSetting.userId], set: values });
  });
  return readSettings(ports.db, ctx);
}

function own(ctx: Context) {
  return and(eq(notificationSetting.teamId, ctx.teamId), eq(notificationSetting.userId, ctx.userId));
}
