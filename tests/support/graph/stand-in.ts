import type { Server } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { Meter, type Metered } from '../gmail-api/metering.ts';
import { Authority } from '../mail-oauth/authority.ts';
import { MailFaults } from '../mail-oauth/faults.ts';
import { GraphMailbox } from './mailbox.ts';
import { Subscriptions } from './subscriptions.ts';

export interface GraphStandInOptions {
  /** How many times faster than in reality the quota's ten minutes pass; default 1. */
  readonly clockScale?: number;
}

const mailScopes = ['Mail.Read', 'Mail.Send', 'Mail.ReadWrite'];

/** A file that goes up in pieces; its address is its permission. */
interface Upload {
  readonly mailbox: GraphMailbox;
  readonly messageId: string;
  readonly file: { readonly name: string; readonly contentType: string; readonly size: number };
  readonly pieces: Buffer[];
}

/** A strict stand-in for Microsoft's consent, tokens, Graph's mail and its notifications. */
export class GraphStandIn {
  readonly url: string;
  readonly clockScale: number;
  readonly faults = new MailFaults();
  readonly subscriptions = new Subscriptions();
  readonly authority = new Authority({
    knownScopes: ['offline_access', 'User.Read', ...mailScopes, ...mailScopes.map((scope) => `${scope}.Shared`)],
    isOffline: (query) => (query.get('scope') ?? '').split(' ').includes('offline_access'),
    rotates: true,
    prefix: 'EwB',
  });
  /** Ids of mails whose content was read, in order. */
  readonly reads: string[] = [];
  /** Every mail that went out, as it was handed over, Bcc included. */
  readonly sent: { readonly from: string; readonly id: string; readonly raw: Buffer }[] = [];
  readonly uploads = new Map<string, Upload>();
  readonly #mailboxes = new Map<string, GraphMailbox>();
  readonly #meters = new Map<string, Meter>();
  readonly #server: Server;

  constructor(server: Server, url: string, options: GraphStandInOptions) {
    this.#server = server;
    this.url = url;
    this.clockScale = options.clockScale ?? 1;
  }

  /** What a server needs to use the stand-in. */
  get settings(): Record<string, string> {
    return {
      MICROSOFT_CLIENT_ID: this.authority.clientId,
      MICROSOFT_CLIENT_SECRET: this.authority.clientSecret,
      MICROSOFT_ISSUER: `${this.url}/common/v2.0`,
      GRAPH_API_URL: `${this.url}/v1.0`,
    };
  }

  addMailbox(address: string): GraphMailbox {
    const mailbox = new GraphMailbox(address, (_mailbox, change, id) =>
      this.subscriptions.announce(address, change, id),
    );
    this.#mailboxes.set(address, mailbox);
    return mailbox;
  }

  findMailbox(address: string): GraphMailbox | undefined {
    return this.#mailboxes.get(address);
  }

  mailbox(address: string): GraphMailbox {
    const mailbox = this.#mailboxes.get(address);
    if (mailbox === undefined) throw new Error(`no mailbox ${address}`);
    return mailbox;
  }

  metered(address: string): Metered {
    return this.meterOf(address).total;
  }

  meterOf(address: string): Meter {
    const known = this.#meters.get(address);
    if (known !== undefined) return known;
    const windowMs = (10 * 60_000) / this.clockScale;
    const meter = new Meter({ units: 10_000, windowMs, callsAtOnce: 4, now: () => performance.now() });
    this.#meters.set(address, meter);
    return meter;
  }

  dropConnection(c: Context): Response {
    const { incoming } = c.env as HttpBindings;
    incoming.socket.destroy();
    return new Response(null);
  }

  async close(): Promise<void> {
    await this.subscriptions.settled();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
