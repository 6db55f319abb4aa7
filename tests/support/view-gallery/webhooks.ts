import type { Webhook, WebhookDelivery } from '#shared/contract/webhook.ts';
import { ago, id } from './people.ts';

const webhook = { createdBy: { id: id(1), name: 'Mara Lind' }, createdAt: ago(90_000) };

export const webhooks = [
  {
    ...webhook,
    id: id(901),
    url: 'https://crm.larkfield.example/hooks/sidethread',
    disabledAt: ago(60),
    disabledBecause: 'The address answered with the status 503.',
    oldSecretUntil: null,
  },
  {
    ...webhook,
    id: id(902),
    url: 'https://automation.larkfield.example/in/7f3a0c1e9b2d4e6f8a1b3c5d7e9f0a2b',
    disabledAt: null,
    disabledBecause: null,
    oldSecretUntil: ago(-600),
  },
] as Webhook[];

export const webhookDeliveries = [
  {
    id: id(910),
    type: 'outgoing_mail.sent',
    state: 'delivered',
    attempts: 1,
    answerStatus: 204,
    problem: null,
    createdAt: ago(4),
    triedAt: ago(4),
    nextAt: null,
  },
  {
    id: id(911),
    type: 'outgoing_mail.queued',
    state: 'pending',
    attempts: 3,
    answerStatus: null,
    problem: 'The address did not answer in time.',
    createdAt: ago(5),
    triedAt: ago(3),
    nextAt: ago(-7),
  },
  {
    id: id(912),
    type: 'test',
    state: 'failed',
    attempts: 11,
    answerStatus: 404,
    problem: 'The address answered with the status 404.',
    createdAt: ago(2_000),
    triedAt: ago(500),
    nextAt: null,
  },
] as WebhookDelivery[];
