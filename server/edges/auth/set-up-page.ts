import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { isSetupOpen, SetUp, setUp } from '#server/domain/teams/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import { browserRequest, readForm, redirect, type AuthEdge } from './auth-edge.ts';
import { field, sendPage, wrong } from './page.ts';
import { pageWords } from './words/page-words.ts';

/** `/setup/<token>`: the first owner makes their account and the team. */
export function setUpPage(edge: AuthEdge): Hono {
  const app = new Hono();
  app.get('/setup/:token', async (c) => {
    if (!(await isSetupOpen(edge.ports, c.req.param('token')))) return showClosed(c);
    return showForm(c, {}, undefined);
  });
  app.post('/setup/:token', async (c) => {
    const form = await readForm(c);
    const input = SetUp.safeParse(form);
    if (!input.success) return showForm(c, form, input.error.issues[0]?.message ?? 'Fill in every field.');
    try {
      await setUp(edge.ports, edge.accounts, c.req.param('token'), input.data);
    } catch (error) {
      if (error instanceof Problem) return showClosed(c);
      throw error;
    }
    const signedIn = await edge.accounts.signInWithPassword(browserRequest(edge, c), input.data);
    return redirect('/account', signedIn.ok ? signedIn.cookies : []);
  });
  return app;
}

function showClosed(c: Context): Response | Promise<Response> {
  const words = pageWords(c);
  return sendPage(c, {
    title: words.setUpOverTitle,
    status: 410,
    body: html`<h1>${words.setUpOver}</h1>
      <p>${words.setUpOverNote}</p>
      <a class="button quiet" href="/sign-in">${words.signIn}</a>`,
  });
}

function showForm(c: Context, form: Readonly<Record<string, string>>, problem: string | undefined) {
  const words = pageWords(c);
  return sendPage(c, {
    title: words.setUpTitle,
    status: problem === undefined ? 200 : 400,
    body: html`<h1>${words.setUp}</h1>
      <p class="soft">${words.setUpNote}</p>
      ${wrong(c, problem)}
      <form method="post">
        ${field({ name: 'name', label: words.yourName, type: 'text', autocomplete: 'name', value: form['name'] ?? '' })}
        ${field({ name: 'email', label: words.yourEmail, type: 'email', autocomplete: 'username', value: form['email'] ?? '', hint: words.yourEmailHint })}
        ${field({ name: 'password', label: words.password, type: 'password', autocomplete: 'new-password', minLength: 10, hint: words.passwordHint })}
        ${field({ name: 'teamName', label: words.teamName, type: 'text', autocomplete: 'organization', value: form['teamName'] ?? '' })}
        <button>${words.createTeam}</button>
      </form>`,
  });
}
