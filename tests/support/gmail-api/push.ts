import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

export interface PushOptions {
  readonly url: string;
  readonly audience: string;
  readonly account: string;
}

/** How deliveries go wrong: shares that are lost, and that come twice. */
export interface PushWeather {
  readonly lost: number;
  readonly repeated: number;
  readonly random: () => number;
}

/** Signs notifications as Google does, and posts them. */
export class PushSender {
  readonly #kid = randomUUID();
  readonly #keys: ReturnType<typeof generateKeyPair>;
  /** Posts under way. */
  readonly #posts = new Set<Promise<unknown>>();
  options: PushOptions | undefined;
  weather: PushWeather = { lost: 0, repeated: 0, random: Math.random };
  delivered = 0;

  constructor() {
    this.#keys = generateKeyPair('RS256');
  }

  async keySet(): Promise<object> {
    const { publicKey } = await this.#keys;
    return { keys: [{ ...(await exportJWK(publicKey)), kid: this.#kid, alg: 'RS256', use: 'sig' }] };
  }

  /** A token as Google gives it to a push subscription, with what a forger might change. */
  async sign(claims: Readonly<Record<string, unknown>> = {}, key?: CryptoKey): Promise<string> {
    const { privateKey } = await this.#keys;
    const now = Math.floor(Date.now() / 1000);
    const { audience, account } = this.options ?? { audience: '', account: '' };
    return new SignJWT({
      iss: 'https://accounts.google.com',
      aud: audience,
      email: account,
      email_verified: true,
      iat: now,
      exp: now + 3600,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: this.#kid })
      .sign(key ?? privateKey);
  }

  /** Tells of a change, unless it is lost; sometimes twice. */
  announce(address: string, historyId: number): void {
    if (this.options === undefined || this.weather.random() < this.weather.lost) return;
    const times = this.weather.random() < this.weather.repeated ? 2 : 1;
    for (let count = 0; count < times; count += 1) {
      const post = this.post(address, historyId).catch(() => undefined);
      this.#posts.add(post);
      void post.then(() => this.#posts.delete(post));
    }
  }

  async post(address: string, historyId: number, token?: string): Promise<number> {
    const { url = '' } = this.options ?? {};
    const data = Buffer.from(JSON.stringify({ emailAddress: address, historyId })).toString('base64');
    const { status } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token ?? (await this.sign())}` },
      body: JSON.stringify({ message: { data, messageId: randomUUID() }, subscription: 'projects/p/subscriptions/s' }),
    });
    this.delivered += 1;
    return status;
  }

  async settled(): Promise<void> {
    await Promise.all(this.#posts);
  }
}
