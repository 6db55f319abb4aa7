import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';

interface LimitOptions {
  readonly maxSize: number;
  readonly onError: (c: Context) => Response | Promise<Response>;
}

/**
 * Refuses bodies above `maxSize` bytes. One whose length is told is judged by that, without touching it: HTTP delivers
 * no more than was told, and reading through a stream would cost more than most requests' work.
 */
export function limitBody(options: LimitOptions): MiddlewareHandler {
  const readAndLimit = bodyLimit(options);
  return async (c, next) => {
    const told = c.req.header('content-length');
    const isChunked = c.req.header('transfer-encoding') !== undefined;
    if (told === undefined || isChunked)
      return c.req.method === 'GET' || c.req.method === 'HEAD' ? next() : readAndLimit(c, next);
    if (!(Number(told) <= options.maxSize)) return options.onError(c);
    return next();
  };
}
