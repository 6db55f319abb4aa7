import type { MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import { sendPage } from './page.ts';

/** Refuses forms that come from another site: browsers say with each where it stood. */
export function requireSameOrigin(publicUrl: string): MiddlewareHandler {
  const { origin } = new URL(publicUrl);
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const site = c.req.header('sec-fetch-site');
    const isOurs = c.req.header('origin') === origin && (site === undefined || site === 'same-origin');
    if (isOurs) return next();
    return sendPage(c, {
      title: 'Not sent',
      status: 403,
      body: html`<h1>This form came from elsewhere</h1>
        <p>Nothing was done. Open the page at <a href="${publicUrl}">${publicUrl}</a> and try again.</p>`,
    });
  };
}
