import { createHash, timingSafeEqual } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import type { Metrics } from '#server/kernel/metrics.ts';
import { Problem, toProblemResponse } from '#server/kernel/problem.ts';

/** One thing the server needs: resolves when it is well, throws otherwise. */
export type HealthCheck = () => Promise<void>;

export interface HealthOptions {
  /** By what a person calls it: database, migrations, queue, live feed. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
  readonly metrics: Metrics;
  /** What `/metrics` asks for as a bearer token; without one only this machine may read it. */
  readonly metricsToken: string | undefined;
  readonly checkTimeoutMs?: number;
}

/**
 * `/healthz`: the process answers. `/readyz`: it can do its work (200 or 503, with what is wrong by name).
 * `/metrics`: numbers for Prometheus.
 */
export function createHealth(options: HealthOptions): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  app.get('/healthz', (c) => c.text('ok\n'));
  app.get('/readyz', async (c) => {
    const entries = Object.entries(options.checks).map(async ([name, check]) => {
      return [name, await isWell(check, options.checkTimeoutMs ?? 2000)] as const;
    });
    const states = await Promise.all(entries);
    const ready = states.every(([, well]) => well);
    const checks = Object.fromEntries(states.map(([name, well]) => [name, well ? 'ok' : 'failing']));
    return c.json({ ready, checks }, ready ? 200 : 503, { 'cache-control': 'no-store' });
  });
  app.get('/metrics', async (c) => {
    if (!mayReadMetrics(c, options.metricsToken))
      return toProblemResponse(new Problem('not-found', 'There is nothing here.'));
    return c.body(await options.metrics.read(), 200, { 'content-type': options.metrics.contentType });
  });
  return app;
}

async function isWell(check: HealthCheck, timeoutMs: number): Promise<boolean> {
  const late = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => late.resolve(false), timeoutMs);
  const well = check().then(
    () => true,
    () => false,
  );
  return Promise.race([well, late.promise]).finally(() => clearTimeout(timer));
}

function mayReadMetrics(c: Context<{ Bindings: HttpBindings }>, token: string | undefined): boolean {
  if (token !== undefined) return isSame(c.req.header('authorization') ?? '', `Bearer ${token}`);
  // A proxy on this machine also comes from here, but says for whom it asks.
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => c.req.header(name) !== undefined,
  );
  const from = c.env.incoming?.socket.remoteAddress ?? '';
  return !isForwarded && /^(::ffff:)?127\.|^::1$/.test(from);
}

/** Compares without telling by its time how much was right. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
