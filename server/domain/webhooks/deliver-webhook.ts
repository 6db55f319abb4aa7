import { and, eq, sql } from 'drizzle-orm';
import { Webhook as Signer } from 'standardwebhooks';
import { recordAudit } from '../audit/index.ts';
import { webhook, webhookDelivery } from '#server/db/schema/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { WebhookAnswer } from '#server/ports/webhook-caller.ts';
import { ownerOf, whereWebhook, type WebhookRow } from './webhook-row.ts';

type DeliveryRow = typeof webhookDelivery.$inferSelect;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** What is waited after each try that failed: about a day together. */
export const retryAfterMs: readonly number[] = [
  5_000,
  30_000,
  2 * minuteMs,
  10 * minuteMs,
  30 * minuteMs,
  hourMs,
  2 * hourMs,
  4 * hourMs,
  8 * hourMs,
  8 * hourMs,
];

/**
 * Tries to tell a webhook of an event once. Cut off after the call it is told again, under the same id. A webhook that
 * takes nothing for a day, or says that it is gone (410), is switched off.
 * @returns after how many real milliseconds to try again; undefined when there is nothing more to do.
 */
export async function deliverWebhook(
  ports: Ports,
  { teamId, deliveryId }: { readonly teamId: string; readonly deliveryId: string },
): Promise<number | undefined> {
  const [found] = await ports.db
    .select()
    .from(webhookDelivery)
    .innerJoin(webhook, and(eq(webhook.teamId, webhookDelivery.teamId), eq(webhook.id, webhookDelivery.webhookId)))
    .where(and(eq(webhookDelivery.teamId, teamId), eq(webhookDelivery.id, deliveryId)));
  if (found === undefined || found.webhook_delivery.state !== 'pending') return undefined;
  const { webhook: to, webhook_delivery: delivery } = found;
  if (to.disabledAt !== null) {
    await note(ports, delivery, { state: 'failed', problem: 'The webhook was switched off.', nextAt: null });
    return undefined;
  }
  const answer = await ports.webhooks.post(to.url, sign(ports, to, delivery), delivery.body);
  return settle(ports, to, delivery, answer);
}

/** The headers of the Standard Webhooks scheme; while a secret is changed, a signature by each. */
function sign(ports: Ports, to: WebhookRow, { id, body }: DeliveryRow): Record<string, string> {
  const now = ports.clock.now();
  const isChanging = to.oldSecretUntil !== null && to.oldSecretUntil > now;
  const secrets = [to.sealedSecret, ...(isChanging && to.sealedOldSecret !== null ? [to.sealedOldSecret] : [])];
  const signatures = secrets.map((sealed) => new Signer(ports.vault.unseal(sealed, ownerOf(to))).sign(id, now, body));
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signatures.join(' '),
  };
}

async function settle(
  ports: Ports,
  to: WebhookRow,
  delivery: DeliveryRow,
  answer: WebhookAnswer,
): Promise<number | undefined> {
  const tried = { attempts: delivery.attempts + 1, answerStatus: answer.status, triedAt: ports.clock.now() };
  if (answer.status !== null && answer.status >= 200 && answer.status < 300) {
    await note(ports, delivery, { ...tried, state: 'delivered', problem: null, nextAt: null });
    return undefined;
  }
  const problem = describe(answer);
  const waitMs = answer.status === 410 ? undefined : retryAfterMs[delivery.attempts];
  if (waitMs !== undefined) {
    await note(ports, delivery, { ...tried, problem, nextAt: ports.clock.after(waitMs) });
    return ports.clock.scaled(waitMs);
  }
  await note(ports, delivery, { ...tried, state: 'failed', problem, nextAt: null });
  await giveUp(ports, to, problem);
  return undefined;
}

async function note(ports: Ports, { teamId, id }: DeliveryRow, fields: Partial<DeliveryRow>): Promise<void> {
  await ports.db
    .update(webhookDelivery)
    .set(fields)
    .where(and(eq(webhookDelivery.teamId, teamId), eq(webhookDelivery.id, id)));
}

async function giveUp(ports: Ports, to: WebhookRow, because: string): Promise<void> {
  await inTransaction(ports.db, async (tx) => {
    const changed = await tx
      .update(webhook)
      .set({ disabledAt: ports.clock.now(), disabledBecause: because })
      .where(sql`${whereWebhook(to)} and ${webhook.disabledAt} is null`)
      .returning({ id: webhook.id });
    if (changed.length === 0) return;
    const by = { teamId: to.teamId, actorKind: 'server' as const };
    await recordAudit(tx, by, { action: 'webhook.give-up', target: `webhook:${to.id}` });
  });
}

function describe(answer: WebhookAnswer): string {
  if (answer.status !== null) return `The address answered with the status ${answer.status}.`;
  switch (answer.problem) {
    case 'not-public':
      return 'The address leads into a private network, so it was not called.';
    case 'too-slow':
      return 'The address did not answer in time.';
    case 'not-reachable':
      return 'The address could not be reached.';
  }
}
