import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { Line } from '#shared/contract/plain-text.ts';
import { issueCode } from '#server/domain/devices/index.ts';
import { browserRequest, readForm, redirect, type AuthEdge } from './auth-edge.ts';
import { isAllowedRedirect } from './extension-identity.ts';
import { hidden, sendPage } from './page.ts';
import { pageWords } from './words/page-words.ts';

const AuthorizeRequest = z.object({
  client_id: z.string().min(1).max(200),
  redirect_uri: z.string().min(1).max(500),
  state: z.string().min(16).max(500),
  code_challenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  code_challenge_method: z.literal('S256'),
  device_name: Line(100)
    .transform((name) => (name === '' ? 'A browser' : name))
    .default('A browser'),
});
type AuthorizeRequest = z.infer<typeof AuthorizeRequest>;

/** `/extension/authorize`: a signed-in person lets an extension in this browser act for them. */
export function authorizePage(edge: AuthEdge): Hono {
  const app = new Hono();
  app.get('/extension/authorize', async (c) => {
    const request = readRequest(edge, c.req.query());
    if (request === undefined) return refuse(c);
    const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
    if (session === undefined) return redirect(signInFirst(request));
    const words = pageWords(c);
    return sendPage(c, {
      title: words.allowTitle,
      formTarget: new URL(request.redirect_uri).origin,
      body: html`<h1>${words.allowQuestion}</h1>
        <p>${words.allowNote}</p>
        <dl>
          <dt>${words.account}</dt>
          <dd>${session.name} (${session.email})</dd>
          <dt>${words.device}</dt>
          <dd>${request.device_name}</dd>
        </dl>
        <form method="post" action="/extension/authorize">
          ${hidden(request)}
          <button name="answer" value="allow">${words.allow}</button>
          <button class="quiet" name="answer" value="cancel">${words.cancel}</button>
        </form>
        <form method="post" action="/sign-out">
          ${hidden({ next: authorizePath(request) })}
          <button class="quiet">${words.otherAccount}</button>
        </form>
        <p class="soft">${words.signOutLater}</p>`,
    });
  });
  app.post('/extension/authorize', async (c) => {
    const form = await readForm(c);
    const request = readRequest(edge, form);
    if (request === undefined) return refuse(c);
    if (form['answer'] !== 'allow') return goBack(request, { error: 'access_denied' });
    const session = await edge.accounts.findBrowserSession(browserRequest(edge, c).headers);
    if (session === undefined) return redirect(signInFirst(request));
    const code = await issueCode(edge.ports, {
      userId: session.userId,
      extensionId: request.client_id,
      redirectUri: request.redirect_uri,
      codeChallenge: request.code_challenge,
      deviceName: request.device_name,
    });
    return goBack(request, { code });
  });
  return app;
}

/** Undefined unless complete and from an allowed extension: then nothing may be sent anywhere but to this page. */
function readRequest(edge: AuthEdge, values: Readonly<Record<string, string>>): AuthorizeRequest | undefined {
  const request = AuthorizeRequest.safeParse(values).data;
  if (request === undefined) return undefined;
  return isAllowedRedirect(edge.ports.config, request.client_id, request.redirect_uri) ? request : undefined;
}

function authorizePath(request: AuthorizeRequest): string {
  return `/extension/authorize?${new URLSearchParams(request)}`;
}

function signInFirst(request: AuthorizeRequest): string {
  return `/sign-in?next=${encodeURIComponent(authorizePath(request))}`;
}

function goBack(request: AuthorizeRequest, answer: Record<string, string>): Response {
  const url = new URL(request.redirect_uri);
  url.search = new URLSearchParams({ ...answer, state: request.state }).toString();
  return redirect(url.href);
}

function refuse(c: Context): Response | Promise<Response> {
  const words = pageWords(c);
  return sendPage(c, {
    title: words.refusedTitle,
    status: 400,
    body: html`<h1>${words.refused}</h1>
      <p>${words.refusedNote}</p>`,
  });
}
