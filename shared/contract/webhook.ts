import { z } from 'zod';
import { UserId, WebhookDeliveryId, WebhookId } from './ids.ts';

/** An address that is told what becomes of the team's mail to customers. */
export const Webhook = z.object({
  id: WebhookId,
  url: z.string(),
  createdBy: z.object({ id: UserId, name: z.string() }),
  createdAt: z.iso.datetime(),
  /** Null while it is told. */
  disabledAt: z.iso.datetime().nullable(),
  /** Why it is told nothing any more, as a sentence; null when somebody switched it off. */
  disabledBecause: z.string().nullable(),
  /** Until when the secret before the present one signs too. */
  oldSecretUntil: z.iso.datetime().nullable(),
});
export type Webhook = z.infer<typeof Webhook>;

/** A webhook with its secret, which is shown this once. */
export const WebhookWithSecret = Webhook.extend({ secret: z.string() });
export type WebhookWithSecret = z.infer<typeof WebhookWithSecret>;

export const CreateWebhook = z.object({
  url: z.string().trim().min(1, { error: 'Write the address that is to be told.' }).max(2_000),
});
export type CreateWebhook = z.infer<typeof CreateWebhook>;

export const WebhookEventType = z.enum([
  'outgoing_mail.queued',
  'outgoing_mail.sent',
  'outgoing_mail.failed',
  'outgoing_mail.unknown',
  'outgoing_mail.bounced',
  'test',
]);
export type WebhookEventType = z.infer<typeof WebhookEventType>;

/** One event as one webhook was told of it. */
export const WebhookDelivery = z.object({
  id: WebhookDeliveryId,
  type: WebhookEventType,
  state: z.enum(['pending', 'delivered', 'failed']),
  attempts: z.int(),
  /** What the address answered last, as an HTTP status. */
  answerStatus: z.int().nullable(),
  problem: z.string().nullable(),
  createdAt: z.iso.datetime(),
  triedAt: z.iso.datetime().nullable(),
  /** When a pending one is tried again. */
  nextAt: z.iso.datetime().nullable(),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;
