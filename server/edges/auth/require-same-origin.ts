import type { MiddlewareHandler } from 'hono';
import { html } from 'hono/html';
import { sendPage } from './page.ts';
import { pageWords } from './words/page-words.ts';

/** Refuses forms that come from another site: browsers say with each where it stood. */
export function requireSameOrigin(publicUrl: string): MiddlewareHandler {
  const { origin } = new URL(publicUrl);
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const site = c.req.header('sec-fetch-site');
    const isOurs = c.req.header('origin') === origin && (site === undefined || site === 'same-origin');
    if (isOurs) return next();
    const words = pageWords(c);
    return sendPage(c, {
      title: words.elsewhereTitle,
      status: 403,
      body: html`<h1>${words.elsewhere}</h1>
        <p>${words.elsewhereBefore} <a href="${publicUrl}">${publicUrl}</a> ${words.elsewhereAfter}</p>`,
    });
  };
}
