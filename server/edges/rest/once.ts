import { createHash } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { beginAnswer, endAnswer } from '#server/domain/api-tokens/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { RestEnv } from './api-caller.ts';

/**
 * A write that names itself by an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header) is done once: repeated
 * within a day it gets the same answer. One that failed on the server's side may be tried again.
 */
export function once(ports: Ports): MiddlewareHandler<RestEnv> {
  return async (c, next) => {
    const key = c.req.header('idempotency-key');
    if (key === undefined) return next();
    if (!/^[\x21-\x7e]{1,200}$/.test(key))
      throw new Problem('invalid-input', 'The Idempotency-Key must have 1 to 200 printable characters.');
    const { ctx } = c.get('caller');
    const said = `${c.req.method} ${c.req.path}\n${await c.req.text()}`;
    const requestHash = createHash('sha256').update(said).digest('hex');
    const known = await beginAnswer(ports, ctx, { key, requestHash });
    if (known !== undefined) {
      const body = known.body === '' ? null : known.body;
      const type: Record<string, string> = body === null ? {} : { 'content-type': 'application/json' };
      return new Response(body, { status: known.status, headers: { ...type, 'idempotency-replayed': 'true' } });
    }
    try {
      await next();
    } catch (error) {
      await endAnswer(ports, ctx, key, undefined);
      throw error;
    }
    const isDone = c.res.ok && c.error === undefined;
    const answer = isDone ? { status: c.res.status, body: await c.res.clone().text() } : undefined;
    await endAnswer(ports, ctx, key, answer);
    return undefined;
  };
}
