import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import type { Accounts, BrowserRequest } from '#server/ports/accounts.ts';
import type { Ports } from '#server/ports/ports.ts';

/** What the pages need. `publicUrl` without a trailing slash: where browsers reach this server. */
export interface AuthEdge {
  readonly ports: Ports;
  readonly accounts: Accounts;
  readonly publicUrl: string;
}

/** The browser behind a request. Its address is the socket's, or what our own proxies say when there are some. */
export function browserRequest(edge: AuthEdge, c: Context): BrowserRequest {
  return { headers: c.req.raw.headers, clientIp: clientIp(edge, c) };
}

/** The address that a request comes from: the socket's, or what our own proxies say. */
export function clientIp(edge: AuthEdge, c: Context): string {
  const { trustedProxies } = edge.ports.config;
  const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map((one) => one.trim());
  const told = trustedProxies > 0 ? forwarded.at(-trustedProxies) : undefined;
  if (told !== undefined && told !== '') return told;
  return socketAddress(c) ?? '0.0.0.0';
}

function socketAddress(c: Context): string | undefined {
  try {
    return getConnInfo(c).remote.address;
  } catch {
    // No socket: the request was made in the same process.
    return undefined;
  }
}

/** Fields of a posted form as text; a file or a repeated field counts as missing, and so does all of a broken form. */
export async function readForm(c: Context): Promise<Readonly<Record<string, string>>> {
  const body = await c.req.parseBody().catch(() => ({}));
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** A redirect after a form, with cookies to set. */
export function redirect(location: string, cookies: readonly string[] = []): Response {
  const headers = new Headers({ location, 'cache-control': 'no-store' });
  for (const cookie of cookies) headers.append('set-cookie', cookie);
  return new Response(null, { status: 303, headers });
}

/** Where to go on after signing in: only to our own pages. */
export function safeNext(next: string | undefined): string {
  return next !== undefined &&
    /^\/(?:extension\/authorize\?|invitation\/|account\/email\/|account\/slack\?|account$)[\x21-\x7e]*$/.test(next)
    ? next
    : '/account';
}
