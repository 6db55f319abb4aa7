import { Hono } from 'hono';
import { html } from 'hono/html';
import { askForEmail, NewEmail, NewName, proveEmail, setName } from '#server/domain/accounts/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import { showAccount } from './account-page.ts';
import { readForm, redirect, type AuthEdge } from './auth-edge.ts';
import { sendPage } from './page.ts';
import { pageLanguage, pageWords } from './words/page-words.ts';

/** `/account/name` and `/account/email…`: a signed-in person changes what they are called and where they are written to. */
export function profilePages(edge: AuthEdge): Hono {
  const app = new Hono();
  app.post('/account/name', async (c) => {
    const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
    if (session === undefined) return redirect('/sign-in');
    const input = NewName.safeParse(await readForm(c));
    if (!input.success) return showAccount(edge, c, session, input.error.issues[0]?.message);
    await setName(edge.ports, session, input.data);
    return redirect('/account');
  });
  app.post('/account/email', async (c) => {
    const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
    if (session === undefined) return redirect('/sign-in');
    const input = NewEmail.safeParse(await readForm(c));
    if (!input.success) return showAccount(edge, c, session, input.error.issues[0]?.message);
    try {
      await askForEmail(edge.ports, session, input.data, pageLanguage(c));
    } catch (error) {
      if (error instanceof Problem) return showAccount(edge, c, session, error.message);
      throw error;
    }
    const words = pageWords(c);
    return sendPage(c, {
      title: words.emailAskedTitle,
      body: html`<h1>${words.emailAskedTitle}</h1>
        <p>${words.emailAsked(input.data.email)}</p>
        <a class="button quiet" href="/account">${words.back}</a>`,
    });
  });
  // Mail scanners open links, so opening one does nothing yet.
  app.get('/account/email/:token', async (c) => {
    const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
    if (session === undefined) return redirect(`/sign-in?next=${encodeURIComponent(c.req.path)}`);
    const words = pageWords(c);
    return sendPage(c, {
      title: words.proveTitle,
      body: html`<h1>${words.proveQuestion}</h1>
        <p class="soft">${session.name} (${session.email})</p>
        <p>${words.proveNote}</p>
        <form method="post">
          <button>${words.prove}</button>
        </form>
        <a class="button quiet" href="/account">${words.cancel}</a>`,
    });
  });
  app.post('/account/email/:token', async (c) => {
    const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
    if (session === undefined) return redirect(`/sign-in?next=${encodeURIComponent(c.req.path)}`);
    try {
      await proveEmail(edge.ports, session, c.req.param('token'), pageLanguage(c));
    } catch (error) {
      if (error instanceof Problem) return showAccount(edge, c, session, error.message);
      throw error;
    }
    return redirect('/account');
  });
  return app;
}
