import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';
import { createId } from '#server/kernel/ids.ts';
import type { Metrics } from '#server/kernel/metrics.ts';
import { Problem, toProblemResponse } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { createHealth, type HealthCheck } from './edges/health/create-health.ts';

export interface AppDeps {
  readonly ports: Ports;
  readonly metrics: Metrics;
  readonly checks: Readonly<Record<string, HealthCheck>>;
}

export type App = Hono<{ Bindings: HttpBindings }>;

/** Everything the server answers over HTTP. */
export function createApp({ ports, metrics, checks }: AppDeps): App {
  const app: App = new Hono<{ Bindings: HttpBindings }>();
  app.use(async (c, next) => {
    const startedAt = performance.now();
    await next();
    metrics.requestEnded(routePath(c, -1), c.req.method, c.res.status, (performance.now() - startedAt) / 1000);
  });
  app.use(secureHeaders({ crossOriginResourcePolicy: 'cross-origin', referrerPolicy: 'no-referrer' }));
  app.onError((error, c) => {
    const requestId = createId<string>();
    if (!(error instanceof Problem))
      ports.logger.error({ err: error, requestId, method: c.req.method, route: routePath(c, -1) }, 'a request failed');
    return toProblemResponse(error, requestId);
  });
  app.notFound(() => toProblemResponse(new Problem('not-found', 'There is nothing at this address.')));
  app.route('/', createHealth({ checks, metrics, metricsToken: ports.config.metricsToken }));
  return app;
}
