import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { RedeemCode, redeemCode } from '#server/domain/devices/index.ts';
import { Problem, toProblemResponse } from '#server/kernel/problem.ts';
import { allowExtensions } from './allow-extensions.ts';
import type { AuthEdge } from './auth-edge.ts';

/** `POST /extension/token` `{code, code_verifier, redirect_uri}` as JSON: `{token, expiresAt}` or a problem. */
export function tokenEndpoint(edge: AuthEdge): Hono {
  const app = new Hono();
  app.use('/extension/token', allowExtensions(edge.ports.config), bodyLimit({ maxSize: 10_000 }));
  app.post('/extension/token', async (c) => {
    try {
      const input = RedeemCode.safeParse(await c.req.json().catch(() => undefined));
      if (!input.success)
        throw new Problem('invalid-input', 'The sign-in is incomplete. Start it again from the popup.');
      const token = await redeemCode(edge.ports, input.data);
      return c.json(token, 200, { 'cache-control': 'no-store' });
    } catch (error) {
      if (!(error instanceof Problem)) edge.ports.logger.error({ err: error }, 'the token endpoint failed');
      return toProblemResponse(error);
    }
  });
  return app;
}
