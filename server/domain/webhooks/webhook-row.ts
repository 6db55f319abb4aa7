import { randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { WebhookId } from '#shared/contract/ids.ts';
import { webhook } from '#server/db/schema/index.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { SecretOwner } from '#server/ports/vault.ts';

/** A webhook as it is stored. */
export type WebhookRow = typeof webhook.$inferSelect;

interface WebhookKey {
  readonly teamId: string;
  readonly id: string;
}

export function whereWebhook({ teamId, id }: WebhookKey) {
  return and(eq(webhook.teamId, teamId), eq(webhook.id, id));
}

/** @throws Problem 'not-found' */
export async function getWebhook(db: Database | Transaction, key: WebhookKey): Promise<WebhookRow> {
  const [row] = await db.select().from(webhook).where(whereWebhook(key));
  if (row === undefined) throw new Problem('not-found', 'This webhook does not exist any more.');
  return row;
}

/** A new secret as the Standard Webhooks scheme writes symmetric ones. */
export function createSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

/** What a webhook's secrets are bound to; a replaced one is sealed anew for its own column. */
export function ownerOf({ teamId, id }: { teamId: string; id: WebhookId | string }): SecretOwner {
  return { teamId, purpose: 'webhook.sealed_secret', rowId: id };
}
