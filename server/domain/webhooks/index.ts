export { announceEvent, deliverWebhookJob } from './announce-event.ts';
export { deliverWebhook } from './deliver-webhook.ts';
export { forgetDeliveries, listDeliveries, redeliver, testWebhook } from './deliveries.ts';
export { createWebhook, listWebhooks, removeWebhook, rotateWebhook, switchWebhook } from './manage-webhooks.ts';
