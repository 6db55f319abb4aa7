import { randomUUID } from 'node:crypto';
import { GraphRefusal } from './refusal.ts';

export interface Subscription {
  readonly id: string;
  readonly address: string;
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string;
  readonly clientState: string;
  expirationDateTime: string;
}

const longestMs = 4230 * 60_000;

/** Subscriptions to mailboxes, and the notifications that go to them. */
export class Subscriptions {
  readonly all = new Map<string, Subscription>();
  /** How deliveries go wrong: shares that are lost, and that come twice. */
  weather = { lost: 0, repeated: 0, random: Math.random };
  delivered = 0;
  /** Where an address is really reached. */
  reroute = (url: string): string => url;
  readonly #posts = new Set<Promise<unknown>>();

  /** Makes one, after the address has echoed a token as plain text. */
  async create(address: string, body: Readonly<Record<string, unknown>>): Promise<Subscription> {
    const text = (name: string) => String(body[name] ?? '');
    const expirationDateTime = checkExpiration(text('expirationDateTime'));
    if (text('resource') !== '/me/messages') throw new GraphRefusal(400, 'InvalidRequest');
    for (const url of [text('notificationUrl'), text('lifecycleNotificationUrl')]) await validate(this.reroute(url));
    const subscription = {
      id: randomUUID(),
      address,
      notificationUrl: text('notificationUrl'),
      lifecycleNotificationUrl: text('lifecycleNotificationUrl'),
      clientState: text('clientState'),
      expirationDateTime,
    };
    this.all.set(subscription.id, subscription);
    return subscription;
  }

  renew(address: string, id: string, expirationDateTime: string): Subscription {
    const found = this.get(address, id);
    found.expirationDateTime = checkExpiration(expirationDateTime);
    return found;
  }

  get(address: string, id: string): Subscription {
    const found = this.all.get(id);
    if (found === undefined || found.address !== address) throw new GraphRefusal(404, 'ResourceNotFound');
    return found;
  }

  /** Tells of a change, unless it is lost; sometimes twice. */
  announce(address: string, changeType: string, id: string): void {
    for (const subscription of this.all.values()) {
      const isOver = Date.parse(subscription.expirationDateTime) < Date.now();
      if (subscription.address !== address || isOver || this.weather.random() < this.weather.lost) continue;
      const times = this.weather.random() < this.weather.repeated ? 2 : 1;
      for (let count = 0; count < times; count += 1)
        this.#keep(this.post(subscription, { changeType, resource: `Users/${address}/Messages/${id}` }));
    }
  }

  /** Tells of the subscription itself. */
  async lifecycle(subscription: Subscription, lifecycleEvent: string): Promise<number> {
    if (lifecycleEvent === 'subscriptionRemoved') this.all.delete(subscription.id);
    return this.post(subscription, { lifecycleEvent }, subscription.lifecycleNotificationUrl);
  }

  async post(subscription: Subscription, more: object, url = subscription.notificationUrl): Promise<number> {
    const { id: subscriptionId, clientState } = subscription;
    const value = [{ subscriptionId, clientState, tenantId: 'a-tenant', ...more }];
    const headers = { 'content-type': 'application/json' };
    const { status } = await fetch(this.reroute(url), { method: 'POST', headers, body: JSON.stringify({ value }) });
    this.delivered += 1;
    return status;
  }

  async settled(): Promise<void> {
    await Promise.all(this.#posts);
  }

  #keep(posting: Promise<unknown>): void {
    const post = posting.catch(() => undefined);
    this.#posts.add(post);
    void post.then(() => this.#posts.delete(post));
  }
}

function checkExpiration(text: string): string {
  const ahead = Date.parse(text) - Date.now();
  if (!(ahead > 0 && ahead <= longestMs)) throw new GraphRefusal(400, 'ExtensionError');
  return text;
}

async function validate(url: string): Promise<void> {
  const token = `Validation: ${randomUUID()} & more`;
  const answer = await fetch(`${url}?validationToken=${encodeURIComponent(token)}`, { method: 'POST' }).catch(
    () => undefined,
  );
  const isEcho =
    answer?.status === 200 &&
    (answer.headers.get('content-type') ?? '').startsWith('text/plain') &&
    (await answer.text()) === token;
  if (!isEcho) throw new GraphRefusal(400, 'ValidationError');
}
