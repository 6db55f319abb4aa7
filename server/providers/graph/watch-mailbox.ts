import { z } from 'zod';
import { MailTrouble, type MailIntake, type MailNotice } from '#server/ports/mail-reader.ts';
import type { GraphClient } from './graph-client.ts';

const Subscription = z.object({ id: z.string(), expirationDateTime: z.iso.datetime({ offset: true }) });

/** Graph keeps a subscription to mail for up to 4,230 minutes. */
const lifeMs = 4200 * 60_000;

/** Makes a subscription, or makes an earlier one last longer. */
export async function watch(
  client: GraphClient,
  { url, secret, earlierId }: { url: string; secret: string; earlierId: string | null },
): Promise<{ id: string; expiresAt: Date }> {
  const expirationDateTime = new Date(Date.now() + lifeMs).toISOString();
  const renewed = earlierId === null ? undefined : await renew(client, earlierId, expirationDateTime);
  const answer =
    renewed ??
    (await client.post('/subscriptions', {
      changeType: 'created,updated,deleted',
      notificationUrl: url,
      lifecycleNotificationUrl: url,
      resource: '/me/messages',
      expirationDateTime,
      clientState: secret,
    }));
  const subscription = Subscription.parse(answer);
  return { id: subscription.id, expiresAt: new Date(subscription.expirationDateTime) };
}

async function renew(client: GraphClient, id: string, expirationDateTime: string): Promise<unknown> {
  try {
    return await client.patch(`/subscriptions/${id}`, { expirationDateTime });
  } catch (error) {
    if (error instanceof MailTrouble && error.kind === 'missing') return undefined;
    throw error;
  }
}

export async function unwatch(client: GraphClient, id: string): Promise<void> {
  await client.delete(`/subscriptions/${id}`);
}

const Notification = z.object({
  subscriptionId: z.string().max(200),
  clientState: z.string().max(200).optional(),
  lifecycleEvent: z.string().optional(),
});
const Notifications = z.object({ value: z.array(Notification).max(1000) });

const kinds: Readonly<Record<string, MailNotice['kind']>> = {
  reauthorizationRequired: 'renew',
  subscriptionRemoved: 'lost',
  missed: 'changed',
};

/** Reads Graph's notifications. They are not signed: what makes one ours is the secret that comes back with it. */
export function createGraphIntake(): MailIntake {
  return {
    provider: 'outlook',
    read: async (_headers, body) => {
      const found = Notifications.safeParse(body).data;
      return (found?.value ?? []).map(({ subscriptionId, clientState = '', lifecycleEvent = '' }) => ({
        watchId: subscriptionId,
        secret: clientState,
        kind: kinds[lifecycleEvent] ?? 'changed',
      }));
    },
  };
}
