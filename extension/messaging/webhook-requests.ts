import type { CreateWebhook, Webhook, WebhookDelivery, WebhookWithSecret } from '#shared/contract/webhook.ts';

/** Where the team's admins have other systems told what becomes of mail to customers. */
export interface WebhookRequests {
  'webhook.list': { from: 'view'; input: null; output: Webhook[] };
  /** The secret is answered this once. */
  'webhook.create': { from: 'view'; input: CreateWebhook; output: WebhookWithSecret };
  'webhook.rotate': { from: 'view'; input: { id: string }; output: { secret: string } };
  'webhook.switch': { from: 'view'; input: { id: string; isOn: boolean }; output: null };
  'webhook.remove': { from: 'view'; input: { id: string }; output: null };
  'webhook.test': { from: 'view'; input: { id: string }; output: null };
  'webhook.deliveries': { from: 'view'; input: { id: string }; output: WebhookDelivery[] };
  'webhook.redeliver': { from: 'view'; input: { id: string }; output: null };
}
