import { z } from 'zod';
import { WebhookDeliveryId, WebhookId } from '#shared/contract/ids.ts';
import { CreateWebhook } from '#shared/contract/webhook.ts';
import {
  createWebhook,
  listDeliveries,
  listWebhooks,
  redeliver,
  removeWebhook,
  rotateWebhook,
  switchWebhook,
  testWebhook,
} from '#server/domain/webhooks/index.ts';
import { router, teamProcedure } from '../init.ts';

const manage = teamProcedure('webhook.manage');
const One = z.object({ id: WebhookId });

export const webhooksRouter = router({
  list: manage.query(({ ctx }) => listWebhooks(ctx.ports, ctx.team)),
  create: manage.input(CreateWebhook).mutation(({ ctx, input }) => createWebhook(ctx.ports, ctx.team, input)),
  rotate: manage.input(One).mutation(({ ctx, input }) => rotateWebhook(ctx.ports, ctx.team, input)),
  switch: manage
    .input(One.extend({ isOn: z.boolean() }))
    .mutation(({ ctx, input }) => switchWebhook(ctx.ports, ctx.team, input)),
  remove: manage.input(One).mutation(({ ctx, input }) => removeWebhook(ctx.ports, ctx.team, input)),
  test: manage.input(One).mutation(({ ctx, input }) => testWebhook(ctx.ports, ctx.team, input)),
  deliveries: manage.input(One).query(({ ctx, input }) => listDeliveries(ctx.ports, ctx.team, input)),
  redeliver: manage
    .input(z.object({ id: WebhookDeliveryId }))
    .mutation(({ ctx, input }) => redeliver(ctx.ports, ctx.team, input)),
});
