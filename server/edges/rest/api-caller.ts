import type { Context as Request, MiddlewareHandler } from 'hono';
import type { ApiScope } from '#shared/contract/api-token.ts';
import { authenticateApi, spendRequest, type Allowance, type ApiCaller } from '#server/domain/api-tokens/index.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';

/** What the routes of the REST API know of each request. */
export interface RestEnv {
  readonly Variables: { readonly caller: ApiCaller; readonly allowance?: Allowance };
}

/** The caller by their token in `Authorization: Bearer st_…`. Problem 'not-signed-in' without a valid one. */
async function findApiCaller(ports: Ports, c: Request): Promise<ApiCaller> {
  const token = /^Bearer (st_[\w-]{20,100})$/i.exec(c.req.header('authorization') ?? '')?.[1];
  const caller = token === undefined ? undefined : await authenticateApi(ports, token, createId<string>());
  if (caller === undefined)
    throw new Problem('not-signed-in', 'Send an API token that is not revoked: Authorization: Bearer st_….');
  return caller;
}

/** Problem 'not-allowed' unless the token has the scope. */
function requireScope(caller: ApiCaller, scope: ApiScope): void {
  if (caller.scopes.includes(scope)) return;
  throw new Problem('not-allowed', `This token was not made for that: it lacks the scope ${scope}.`);
}

/** The caller by their token with this scope, counted; `tellAllowance` says how many requests are left. */
export async function countApiCaller(ports: Ports, c: Request, scope: ApiScope): Promise<ApiCaller> {
  const caller = await findApiCaller(ports, c);
  const allowance = await spendRequest(ports, caller);
  c.set('allowance', allowance);
  if (allowance.isSpent)
    throw new Problem('too-many', 'This token made too many requests in this minute; wait for the next.', {
      retryAfterMs: allowance.resetMs,
    });
  requireScope(caller, scope);
  return caller;
}

/**
 * Says in whatever answer a counted request gets how many are left (the RateLimit header fields of
 * draft-ietf-httpapi-ratelimit-headers, in the separate form that clients know).
 */
export const tellAllowance: MiddlewareHandler<RestEnv> = async (c, next) => {
  await next();
  const allowance = c.get('allowance');
  if (allowance === undefined) return;
  c.header('ratelimit-limit', String(allowance.limit));
  c.header('ratelimit-remaining', String(allowance.remaining));
  c.header('ratelimit-reset', String(Math.ceil(allowance.resetMs / 1000)));
};

/** Lets requests with a token of this scope through. */
export function withToken(ports: Ports, scope: ApiScope): MiddlewareHandler<RestEnv> {
  return async (c, next) => {
    c.set('caller', await countApiCaller(ports, c, scope));
    await next();
    return undefined;
  };
}
