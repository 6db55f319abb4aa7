import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import type { WebhookEventType } from '#shared/contract/webhook.ts';
import { webhook, webhookDelivery } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob } from '#server/ports/queue.ts';

/** Tells one webhook of one event, until it took it or is given up. */
export const deliverWebhookJob = defineJob('deliver-webhook', z.object({ teamId: z.uuid(), deliveryId: z.uuid() }));

export interface WebhookEvent {
  readonly type: WebhookEventType;
  /** Ids and states only: whoever reads them asks for the rest with a token. */
  readonly data: Readonly<Record<string, string | null>>;
}

/** Tells the team's webhooks of an event, if and only if the transaction of its cause commits. */
export async function announceEvent(
  ports: Pick<Ports, 'queue' | 'clock'>,
  tx: Transaction,
  teamId: string,
  event: WebhookEvent,
): Promise<void> {
  const found = await tx
    .select({ id: webhook.id })
    .from(webhook)
    .where(and(eq(webhook.teamId, teamId), isNull(webhook.disabledAt)));
  for (const { id } of found) await writeDelivery(ports, tx, { teamId, webhookId: id }, event);
}

/** Writes a telling down and asks for it. @returns its id, by which whoever is told knows a repeat. */
export async function writeDelivery(
  ports: Pick<Ports, 'queue' | 'clock'>,
  tx: Transaction,
  to: { readonly teamId: string; readonly webhookId: string },
  event: WebhookEvent,
): Promise<string> {
  const now = ports.clock.now();
  const id = createId<string>();
  const body = JSON.stringify({ type: event.type, timestamp: now.toISOString(), data: event.data });
  await tx.insert(webhookDelivery).values({ ...to, id, type: event.type, body, createdAt: now, nextAt: now });
  await requestDelivery(ports, tx, { ...to, id });
  return id;
}

/** A webhook is told one thing at a time, so that a slow one keeps no more than one worker waiting. */
export async function requestDelivery(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  { teamId, webhookId, id }: { readonly teamId: string; readonly webhookId: string; readonly id: string },
): Promise<void> {
  const names = { jobKey: `webhook-delivery:${id}`, queueName: `webhook:${webhookId}` };
  await ports.queue.enqueue(tx, deliverWebhookJob, { teamId, deliveryId: id }, names);
}
