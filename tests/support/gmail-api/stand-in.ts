import type { Server } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { Authority } from '../mail-oauth/authority.ts';
import { MailFaults } from '../mail-oauth/faults.ts';
import { GmailMailbox } from './mailbox.ts';
import { Meter, type Metered } from './metering.ts';
import { PushSender, type PushOptions } from './push.ts';

export interface GmailStandInOptions {
  /** How many times faster than in reality the quota's minute passes; default 1. */
  readonly clockScale?: number;
  /** Units a minute for all mailboxes together; default what Google allows a project. */
  readonly projectUnits?: number;
  /** Milliseconds by which the quota is measured; default the machine's. */
  readonly now?: () => number;
  /** Runs within each call: what its answer takes. */
  readonly latency?: () => void | Promise<void>;
}

const gmailScopes = {
  read: 'https://www.googleapis.com/auth/gmail.readonly',
  send: 'https://www.googleapis.com/auth/gmail.send',
} as const;

/** A strict stand-in for Google's consent, tokens, Gmail API and its notifications. */
export class GmailStandIn {
  readonly url: string;
  readonly faults = new MailFaults();
  readonly push = new PushSender();
  readonly topic = 'projects/sidethread/topics/gmail';
  readonly authority = new Authority({
    knownScopes: [...Object.values(gmailScopes), 'https://mail.google.com/'],
    isOffline: (query) => query.get('access_type') === 'offline' && (query.get('prompt') ?? '').includes('consent'),
    rotates: false,
    prefix: 'ya29.',
  });
  /** Ids of mails whose content was read, in order. */
  readonly reads: string[] = [];
  /** Every mail that went out, as it was handed over, Bcc included. */
  readonly sent: { readonly from: string; readonly id: string; readonly raw: Buffer }[] = [];
  /** Puts its own Message-ID in the place of the sender's. */
  givesOwnIds = false;
  readonly #mailboxes = new Map<string, GmailMailbox>();
  /** What all mailboxes use together. */
  readonly project: Meter;
  readonly #meters = new Map<string, Meter>();
  readonly #lastPush = new Map<string, number>();
  readonly #options: GmailStandInOptions;
  readonly #server: Server;

  constructor(server: Server, url: string, options: GmailStandInOptions) {
    this.#server = server;
    this.url = url;
    this.#options = options;
    this.project = this.#createMeter(options.projectUnits ?? 1_200_000);
  }

  /** What a server needs to use the stand-in. */
  get settings(): Record<string, string> {
    return {
      GOOGLE_CLIENT_ID: this.authority.clientId,
      GOOGLE_CLIENT_SECRET: this.authority.clientSecret,
      GOOGLE_AUTHORIZE_URL: `${this.url}/o/oauth2/v2/auth`,
      GOOGLE_OAUTH_URL: this.url,
      GOOGLE_CERTS_URL: `${this.url}/certs`,
      GMAIL_API_URL: this.url,
    };
  }

  /** The settings for notifications besides; say where they go with `pushTo`. */
  get pushSettings(): Record<string, string> {
    return { GMAIL_TOPIC: this.topic, GMAIL_PUSH_ACCOUNT: 'push@sidethread.iam.example' };
  }

  pushTo(publicUrl: string, url = publicUrl): void {
    const options: PushOptions = {
      url: `${url}/webhooks/gmail`,
      audience: `${publicUrl}/webhooks/gmail`,
      account: this.pushSettings['GMAIL_PUSH_ACCOUNT'] ?? '',
    };
    this.push.options = options;
  }

  addMailbox(address: string): GmailMailbox {
    const mailbox = new GmailMailbox(address, (changed) => this.#announce(changed));
    this.#mailboxes.set(address, mailbox);
    return mailbox;
  }

  get addresses(): readonly string[] {
    return [...this.#mailboxes.keys()];
  }

  mailbox(address: string): GmailMailbox {
    const mailbox = this.#mailboxes.get(address);
    if (mailbox === undefined) throw new Error(`no mailbox ${address}`);
    return mailbox;
  }

  /** What was counted of a mailbox. */
  metered(address: string): Metered {
    return this.meterOf(address).total;
  }

  meterOf(address: string): Meter {
    const known = this.#meters.get(address);
    if (known !== undefined) return known;
    const meter = this.#createMeter(6000);
    this.#meters.set(address, meter);
    return meter;
  }

  #createMeter(units: number): Meter {
    const { clockScale = 1, now = () => performance.now() } = this.#options;
    return new Meter({ units, windowMs: 60_000 / clockScale, now });
  }

  async delay(): Promise<void> {
    await this.#options.latency?.();
  }

  dropConnection(c: Context): Response {
    const { incoming } = c.env as HttpBindings;
    incoming.socket.destroy();
    return new Response(null);
  }

  /** One notification a second and mailbox while it is watched; the excess is dropped. */
  #announce(mailbox: GmailMailbox): void {
    if (mailbox.watchExpiresAt === undefined || mailbox.watchExpiresAt < Date.now()) return;
    const last = this.#lastPush.get(mailbox.address) ?? 0;
    const pauseMs = 1000 / (this.#options.clockScale ?? 1);
    if (performance.now() - last < pauseMs) return;
    this.#lastPush.set(mailbox.address, performance.now());
    this.push.announce(mailbox.address, mailbox.historyId);
  }

  async close(): Promise<void> {
    await this.push.settled();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
