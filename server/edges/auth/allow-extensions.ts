import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { Config } from '#server/kernel/config.ts';
import { allowedExtensionOrigins } from './extension-identity.ts';

/** CORS for the allowed extensions and nobody else, without cookies. */
export function allowExtensions(config: Pick<Config, 'extensionIds'>): MiddlewareHandler {
  const origins = allowedExtensionOrigins(config);
  const answerPreflight = cors({
    origin: [...origins],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['authorization', 'content-type', 'last-event-id', 'trpc-accept', 'x-file-name', 'x-sidethread-team'],
    maxAge: 600,
  });
  return async (c, next) => {
    if (c.req.method === 'OPTIONS') return answerPreflight(c, next);
    await next();
    // Hono's middleware would say so before there is an answer, and then has to copy every answer through a stream.
    const origin = c.req.header('origin');
    if (origin === undefined || !origins.includes(origin)) return;
    c.res.headers.set('access-control-allow-origin', origin);
    c.res.headers.set('access-control-expose-headers', 'x-request-id,retry-after');
    c.res.headers.append('vary', 'Origin');
  };
}
