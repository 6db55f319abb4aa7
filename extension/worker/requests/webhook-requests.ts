import type { Handlers } from '../../messaging/answer-request.ts';
import { WebhookDeliveryId, WebhookId } from '#shared/contract/ids.ts';
import type { Core } from '../core.ts';

type Names = Extract<keyof Handlers, `webhook.${string}`>;

const at = ({ id }: { id: string }) => ({ id: WebhookId.parse(id) });

/** The team's webhooks, for its admins. */
export function webhookRequests(core: Core): Pick<Handlers, Names> {
  return {
    'webhook.list': () => core.call((api) => api.webhooks.list.query()),
    'webhook.create': (input) => core.call((api) => api.webhooks.create.mutate(input)),
    'webhook.rotate': (input) => core.call((api) => api.webhooks.rotate.mutate(at(input))),
    'webhook.switch': async ({ id, isOn }) => {
      await core.call((api) => api.webhooks.switch.mutate({ ...at({ id }), isOn }));
      return null;
    },
    'webhook.remove': async (input) => {
      await core.call((api) => api.webhooks.remove.mutate(at(input)));
      return null;
    },
    'webhook.test': async (input) => {
      await core.call((api) => api.webhooks.test.mutate(at(input)));
      return null;
    },
    'webhook.deliveries': (input) => core.call((api) => api.webhooks.deliveries.query(at(input))),
    'webhook.redeliver': async ({ id }) => {
      await core.call((api) => api.webhooks.redeliver.mutate({ id: WebhookDeliveryId.parse(id) }));
      return null;
    },
  };
}
