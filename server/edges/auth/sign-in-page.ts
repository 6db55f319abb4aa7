import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import type { Problem } from '#server/kernel/problem.ts';
import { browserRequest, readForm, redirect, safeNext, type AuthEdge } from './auth-edge.ts';
import { field, hidden, sendPage, wrong, type Markup } from './page.ts';
import { pageLanguage, pageWords, type PageWords } from './words/page-words.ts';

/** What came back from a provider or a mailed link that did not sign anybody in, as a sentence. */
const returnedErrors: Readonly<Record<string, string>> = {
  signup_disabled: 'There is no account for this address. Ask an admin of your team to invite you.',
  account_not_linked:
    'There is an account for this address, but the address is not confirmed, there or here. Sign in with your password.',
  access_denied: 'You did not allow it there. Choose another way or try again.',
};

/** `/sign-in`, `/sign-in/link`, `/sign-in/mailed/<token>`, `/sign-in/with/<provider>` and `/sign-out`. */
export function signInPages(edge: AuthEdge): Hono {
  const app = new Hono();
  app.get('/sign-in', async (c) => {
    const next = safeNext(c.req.query('next'));
    const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
    if (session !== undefined) return redirect(next);
    return showSignIn(edge, c, { next, email: '', problem: returnedError(c.req.query('error')) });
  });
  app.post('/sign-in', async (c) => {
    const form = await readForm(c);
    const next = safeNext(form['next']);
    const email = (form['email'] ?? '').trim();
    const input = { email, password: form['password'] ?? '' };
    const outcome = await edge.accounts.signInWithPassword(browserRequest(edge, c), input);
    if (outcome.ok) return redirect(next, outcome.cookies);
    return showSignIn(edge, c, { next, email, problem: outcome.problem });
  });
  app.post('/sign-in/link', async (c) => {
    const form = await readForm(c);
    const next = safeNext(form['next']);
    const email = (form['email'] ?? '').trim();
    const outcome = await edge.accounts.mailSignInLink(browserRequest(edge, c), {
      email,
      next,
      language: pageLanguage(c),
    });
    if (!outcome.ok) return showSignIn(edge, c, { next, email, problem: outcome.problem });
    const words = pageWords(c);
    return sendPage(c, {
      title: words.lookTitle,
      body: html`<h1>${words.lookTitle}</h1>
        <p>${words.lookBefore} <strong>${email}</strong>${words.lookAfter}</p>
        <a class="button quiet" href="/sign-in?next=${encodeURIComponent(next)}">${words.back}</a>`,
    });
  });
  app.get('/sign-in/mailed/:token', (c) =>
    sendPage(c, {
      title: pageWords(c).signIn,
      body: html`<h1>${pageWords(c).signInTo}</h1>
        <form method="post">
          ${hidden({ next: safeNext(c.req.query('next')) })}
          <button>${pageWords(c).signIn}</button>
        </form>`,
    }),
  );
  app.post('/sign-in/mailed/:token', async (c) => {
    const next = safeNext((await readForm(c))['next']);
    const outcome = await edge.accounts.redeemMailedLink(browserRequest(edge, c), c.req.param('token'));
    if (outcome.ok) return redirect(next, outcome.cookies);
    return showSignIn(edge, c, { next, email: '', problem: outcome.problem });
  });
  app.get('/sign-in/with/:provider', async (c) => {
    const next = safeNext(c.req.query('next'));
    const input = { providerId: c.req.param('provider'), next };
    const outcome = await edge.accounts.startProviderSignIn(browserRequest(edge, c), input);
    if (outcome.ok && outcome.url !== undefined) return redirect(outcome.url, outcome.cookies);
    const problem = outcome.ok ? 'This way of signing in does not answer now. Try again in a moment.' : outcome.problem;
    return showSignIn(edge, c, { next, email: '', problem });
  });
  app.post('/sign-out', async (c) => {
    const form = await readForm(c);
    const next = safeNext(form['next']);
    const cookies = await edge.accounts.signOut(browserRequest(edge, c));
    return redirect(`/sign-in?next=${encodeURIComponent(next)}`, cookies);
  });
  return app;
}

interface SignInState {
  readonly next: string;
  readonly email: string;
  readonly problem: Problem | string | undefined;
}

async function showSignIn(edge: AuthEdge, c: Context, state: SignInState): Promise<Response> {
  const methods = await edge.accounts.methods();
  const status = state.problem === undefined || isForExtension(state.next) ? 200 : statusOf(state.problem);
  const words = pageWords(c);
  return sendPage(c, {
    title: words.signIn,
    status,
    body: html`<h1>${words.signIn}</h1>
      ${wrong(c, state.problem)}
      <form method="post" action="/sign-in">
        ${hidden({ next: state.next })}
        ${field({ name: 'email', label: words.email, type: 'email', autocomplete: 'username', value: state.email })}
        ${field({ name: 'password', label: words.password, type: 'password', autocomplete: 'current-password' })}
        <button>${words.signIn}</button>
        ${
          methods.mailedLink
            ? html`<button class="quiet" formaction="/sign-in/link" formnovalidate>${words.mailLink}</button>`
            : ''
        }
      </form>
      ${await providerLinks(edge, state.next, words)}
      ${methods.mailedLink ? '' : html`<p class="soft">${words.forgot}</p>`}`,
  });
}

/** The window that a browser opens for an extension closes without a word on any status that tells of a failure. */
function isForExtension(next: string): boolean {
  return next.startsWith('/extension/authorize?');
}

function statusOf(problem: Problem | string): 400 | 403 | 429 | 503 {
  if (typeof problem === 'string') return 400;
  if (problem.code === 'too-many') return 429;
  return problem.code === 'unavailable' ? 503 : 403;
}

function returnedError(code: string | undefined): string | undefined {
  if (code === undefined) return undefined;
  const known = returnedErrors[code] ?? returnedErrors[code.replaceAll(' ', '_')];
  return known ?? 'Signing in that way did not work. Try again or choose another way.';
}

/** A link for each provider that this server has a client for. */
export async function providerLinks(edge: AuthEdge, next: string, words: PageWords): Promise<Markup | ''> {
  const { providers } = await edge.accounts.methods();
  if (providers.length === 0) return '';
  const links = providers.map(
    ({ id, name }) =>
      html`<a class="button quiet" href="/sign-in/with/${id}?next=${encodeURIComponent(next)}"
        >${words.continueWith} ${name}</a
      >`,
  );
  return html`<p class="or">${words.or}</p>
    ${links}`;
}
