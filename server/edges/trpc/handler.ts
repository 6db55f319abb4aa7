import { randomUUID } from 'node:crypto';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Hono } from 'hono';
import { Problem, toProblemResponse } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { allowExtensions } from '../auth/allow-extensions.ts';
import { limitBody } from '../limit-body.ts';
import { createRequestContext } from './context.ts';
import { appRouter } from './router.ts';

/** Larger than anything valid, so that an oversized field is refused by its own sentence first. */
const maxBodyBytes = 25 * 1024 * 1024;
const maxBatchSize = 20;

/** `/trpc/*`: every procedure, as queries, mutations and live events over SSE. Mount it at the root. */
export function createTrpcHandler(ports: Ports): Hono {
  const app = new Hono();
  app.use('/trpc/*', allowExtensions(ports.config));
  app.use('/trpc/*', limitBody({ maxSize: maxBodyBytes, onError: () => toProblemResponse(tooLarge()) }));
  app.all('/trpc/*', async (c) => {
    const requestId = randomUUID();
    const response = await fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: appRouter,
      maxBatchSize,
      // A long thread's hashes don't fit an address: clients may send queries as POST.
      allowMethodOverride: true,
      createContext: ({ req }) => createRequestContext(ports, req.headers, requestId),
    });
    response.headers.set('x-request-id', requestId);
    response.headers.set('cache-control', 'no-store');
    return response;
  });
  return app;
}

function tooLarge(): Problem {
  return new Problem('too-large', 'This is more than the server takes at once (25 MB). Nothing was stored.');
}
