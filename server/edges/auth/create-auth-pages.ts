import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { html } from 'hono/html';
import { Problem, toProblemResponse } from '#server/kernel/problem.ts';
import { accountPage } from './account-page.ts';
import { clientIp, type AuthEdge } from './auth-edge.ts';
import { authorizePage } from './authorize-page.ts';
import { invitationPage } from './invitation-page.ts';
import { sendPage } from './page.ts';
import { linkChatPage } from './link-chat-page.ts';
import { profilePages } from './profile-pages.ts';
import { requireSameOrigin } from './require-same-origin.ts';
import { setUpPage } from './set-up-page.ts';
import { signInPages } from './sign-in-page.ts';
import { tokenEndpoint } from './token-endpoint.ts';
import { pageWords } from './words/page-words.ts';

const maxFormBytes = 100_000;
const pagePaths = [
  '/account/*',
  '/setup/*',
  '/sign-in/*',
  '/sign-out',
  '/invitation/*',
  '/extension/authorize',
] as const;

/**
 * Set-up, sign-in, invitations and the extension's sign-in. Mount it at the root:
 * `/`, `/account`, `/setup/<token>`, `/sign-in…`, `/sign-out`, `/invitation/<token>`, `/extension/authorize`,
 * `/extension/token` and `/auth/*` (where providers and mailed links come back to).
 */
export function createAuthPages(edge: AuthEdge): Hono {
  const app = new Hono();
  for (const path of pagePaths)
    app.use(path, bodyLimit({ maxSize: maxFormBytes, onError: tooLarge }), requireSameOrigin(edge.publicUrl));
  app.use('/auth/*', bodyLimit({ maxSize: maxFormBytes, onError: tooLarge }));
  app.all('/auth/*', (c) => edge.accounts.handle(c.req.raw, clientIp(edge, c)));
  app.route('/', tokenEndpoint(edge));
  app.route('/', signInPages(edge));
  app.route('/', setUpPage(edge));
  app.route('/', invitationPage(edge));
  app.route('/', authorizePage(edge));
  app.route('/', accountPage(edge));
  app.route('/', profilePages(edge));
  app.route('/', linkChatPage(edge));
  app.onError((error, c) => {
    edge.ports.logger.error({ err: error, path: c.req.routePath }, 'a page failed');
    const words = pageWords(c);
    return sendPage(c, {
      title: words.failedTitle,
      status: 503,
      body: html`<h1>${words.failed}</h1>
        <p>${words.failedNote}</p>`,
    });
  });
  return app;
}

function tooLarge(): Response {
  return toProblemResponse(new Problem('too-large', 'This form holds more than the server takes. Shorten it.'));
}
