import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { WebhookAnswer, WebhookCaller } from '#server/ports/webhook-caller.ts';
import { lookUpPublic, NotPublic } from '../network/look-up-public.ts';
import { isPublicAddress } from '#server/kernel/public-address.ts';

export interface WebhookCallerOptions {
  /** Origins of the operator's own network, called wherever they lie and without TLS too. */
  readonly origins: readonly string[];
  /** For the whole answer; default 15 s. */
  readonly timeoutMs?: number;
  /** How names become addresses; default: at public addresses only. */
  readonly lookUp?: LookupFunction;
}

/**
 * Calls https addresses on the open internet. A name is looked up anew for each call and the address that was checked is
 * the one that is connected to; no connection is kept, so none outlives a check.
 */
export function createWebhookCaller(options: WebhookCallerOptions): WebhookCaller {
  const { origins, timeoutMs = 15_000, lookUp = lookUpPublic } = options;
  const trusted = new Set(origins.map((origin) => new URL(origin).origin));

  return {
    refuse(url) {
      if (!URL.canParse(url)) return 'This is no address. Write it as https://example.com/path.';
      const { protocol, hostname, origin, username, password } = new URL(url);
      if (username !== '' || password !== '') return 'The address must not hold a name and password.';
      if (trusted.has(origin)) return undefined;
      if (protocol !== 'https:') return 'The address must begin with https://.';
      const literal = hostname.replace(/^\[|\]$/g, '');
      const isPrivateName =
        isIP(literal) === 0 && (!hostname.includes('.') || /\.(local|internal|localhost)\.?$/.test(hostname));
      if (isPrivateName || (isIP(literal) !== 0 && !isPublicAddress(literal)))
        return 'The address must lie on the open internet, not in a private network.';
      return undefined;
    },
    async post(url, headers, body) {
      if (this.refuse(url) !== undefined) return { status: null, problem: 'not-public' };
      const asking: RequestOptions = {
        method: 'POST',
        agent: false,
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)), 'user-agent': 'Sidethread' },
        signal: AbortSignal.timeout(timeoutMs),
        ...(trusted.has(new URL(url).origin) ? {} : { lookup: lookUp }),
      };
      try {
        const response = await ask(url, asking, body);
        response.destroy();
        return { status: response.statusCode ?? 0 };
      } catch (error) {
        return { status: null, problem: problemOf(error) };
      }
    },
  };
}

function ask(url: string, options: RequestOptions, body: string): Promise<IncomingMessage> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end(body);
  });
}

function problemOf(error: unknown): Exclude<WebhookAnswer, { status: number }>['problem'] {
  if (error instanceof NotPublic) return 'not-public';
  const name = error instanceof Error ? error.name : '';
  return name === 'AbortError' || name === 'TimeoutError' ? 'too-slow' : 'not-reachable';
}
