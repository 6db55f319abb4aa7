import { and, desc, eq, sql } from 'drizzle-orm';
import type { WebhookDeliveryId, WebhookId } from '#shared/contract/ids.ts';
import type { WebhookDelivery } from '#shared/contract/webhook.ts';
import { webhookDelivery } from '#server/db/schema/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { requestDelivery, writeDelivery } from './announce-event.ts';
import { getWebhook, type WebhookRow } from './webhook-row.ts';

const mostListed = 30;

/** The newest things that a webhook was told, with what it answered. @throws Problem 'not-found' */
export async function listDeliveries(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  { id }: { readonly id: WebhookId },
): Promise<WebhookDelivery[]> {
  requirePermission(ctx, 'webhook.manage');
  const { teamId } = await getWebhook(ports.db, { teamId: ctx.teamId, id });
  const rows = await ports.db
    .select()
    .from(webhookDelivery)
    .where(and(eq(webhookDelivery.teamId, teamId), eq(webhookDelivery.webhookId, id)))
    .orderBy(desc(webhookDelivery.createdAt), desc(webhookDelivery.id))
    .limit(mostListed);
  return rows.map((row) => ({
    id: row.id as WebhookDeliveryId,
    type: row.type as WebhookDelivery['type'],
    state: row.state,
    attempts: row.attempts,
    answerStatus: row.answerStatus,
    problem: row.problem,
    createdAt: row.createdAt.toISOString(),
    triedAt: row.triedAt?.toISOString() ?? null,
    nextAt: row.nextAt?.toISOString() ?? null,
  }));
}

/** Tells a webhook of nothing but that it is told. @throws Problem 'conflict' while it is switched off. */
export async function testWebhook(ports: Ports, ctx: Context, { id }: { readonly id: WebhookId }): Promise<void> {
  requirePermission(ctx, 'webhook.manage');
  await inTransaction(ports.db, async (tx) => {
    const row = await getWebhook(tx, { teamId: ctx.teamId, id });
    requireOn(row);
    await writeDelivery(ports, tx, { teamId: row.teamId, webhookId: row.id }, { type: 'test', data: {} });
  });
}

/** Tells it again, at once and under the same id. @throws Problem 'not-found', or 'conflict' while it is switched off. */
export async function redeliver(ports: Ports, ctx: Context, { id }: { readonly id: WebhookDeliveryId }): Promise<void> {
  requirePermission(ctx, 'webhook.manage');
  await inTransaction(ports.db, async (tx) => {
    const [row] = await tx
      .update(webhookDelivery)
      .set({ state: 'pending', attempts: 0, nextAt: ports.clock.now() })
      .where(and(eq(webhookDelivery.teamId, ctx.teamId), eq(webhookDelivery.id, id)))
      .returning({ webhookId: webhookDelivery.webhookId });
    if (row === undefined) throw new Problem('not-found', 'This event is not kept any more.');
    requireOn(await getWebhook(tx, { teamId: ctx.teamId, id: row.webhookId }));
    await requestDelivery(ports, tx, { teamId: ctx.teamId, webhookId: row.webhookId, id });
  });
}

function requireOn({ disabledAt }: WebhookRow): void {
  if (disabledAt !== null) throw new Problem('conflict', 'This webhook is switched off. Switch it on first.');
}

/** Forgets what was told more than a month ago. */
export async function forgetDeliveries(ports: Pick<Ports, 'db'>): Promise<void> {
  await ports.db.execute(sql`
    delete from webhook_delivery where created_at < now() - interval '30 days' and state <> 'pending'`);
}
