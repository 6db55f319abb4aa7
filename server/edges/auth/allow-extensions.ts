import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { Config } from '#server/kernel/config.ts';
import { allowedExtensionOrigins } from './extension-identity.ts';

/** CORS for the allowed extensions and nobody else, without cookies. */
export function allowExtensions(config: Pick<Config, 'extensionIds'>): MiddlewareHandler {
  return cors({
    origin: [...allowedExtensionOrigins(config)],
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['authorization', 'content-type', 'last-event-id', 'trpc-accept', 'x-file-name', 'x-sidethread-team'],
    exposeHeaders: ['x-request-id', 'retry-after'],
    maxAge: 600,
  });
}
