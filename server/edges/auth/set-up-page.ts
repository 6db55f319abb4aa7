import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { isSetupOpen, SetUp, setUp } from '#server/domain/teams/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import { browserRequest, readForm, redirect, type AuthEdge } from './auth-edge.ts';
import { field, sendPage, wrong } from './page.ts';

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
  return sendPage(c, {
    title: 'Set-up link',
    status: 410,
    body: html`<h1>This set-up link no longer works</h1>
      <p>
        It was used, is more than a day old, or the server was restarted since. If nobody has set it up yet, restart it:
        it prints a new link.
      </p>
      <a class="button quiet" href="/sign-in">Sign in</a>`,
  });
}

function showForm(c: Context, form: Readonly<Record<string, string>>, problem: string | undefined) {
  return sendPage(c, {
    title: 'Set up',
    status: problem === undefined ? 200 : 400,
    body: html`<h1>Set up Sidethread</h1>
      <p class="soft">You become the owner of the first team and can invite everybody else.</p>
      ${wrong(problem)}
      <form method="post">
        ${field({ name: 'name', label: 'Your name', type: 'text', autocomplete: 'name', value: form['name'] ?? '' })}
        ${field({ name: 'email', label: 'Your e-mail', type: 'email', autocomplete: 'username', value: form['email'] ?? '', hint: 'The one you use in Slack, if your team does' })}
        ${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', minLength: 10, hint: 'At least 10 characters' })}
        ${field({ name: 'teamName', label: 'Name of the team', type: 'text', autocomplete: 'organization', value: form['teamName'] ?? '' })}
        <button>Create the team</button>
      </form>`,
  });
}
