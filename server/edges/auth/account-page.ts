import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { isFresh, SetPassword, setPassword } from '#server/domain/devices/index.ts';
import { getSession, NewTeam, startTeam } from '#server/domain/teams/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { BrowserSession } from '#server/ports/accounts.ts';
import { readForm, redirect, type AuthEdge } from './auth-edge.ts';
import { field, hidden, sendPage, wrong } from './page.ts';

/** `/account`: who is signed in here, in which teams, and what to do next. */
export function accountPage(edge: AuthEdge): Hono {
  const app = new Hono();
  app.get('/', () => redirect('/account'));
  app.get('/account', async (c) => {
    const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
    return session === undefined ? redirect('/sign-in') : show(edge, c, session, undefined);
  });
  app.post('/account/teams', async (c) => {
    const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
    if (session === undefined) return redirect('/sign-in');
    const input = NewTeam.safeParse(await readForm(c));
    if (!input.success) return show(edge, c, session, input.error.issues[0]?.message);
    try {
      await startTeam(edge.ports, session.userId, input.data);
    } catch (error) {
      if (error instanceof Problem) return show(edge, c, session, error.message);
      throw error;
    }
    return redirect('/account');
  });
  app.post('/account/password', async (c) => {
    const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
    if (session === undefined) return redirect('/sign-in');
    const input = SetPassword.safeParse(await readForm(c));
    if (!input.success) return show(edge, c, session, input.error.issues[0]?.message);
    try {
      await setPassword(edge.ports, edge.accounts, session, input.data);
    } catch (error) {
      if (error instanceof Problem) return show(edge, c, session, error.message);
      throw error;
    }
    return sendPage(c, {
      title: 'Password changed',
      body: html`<h1>Your password is changed</h1>
        <p>You are signed out everywhere else; sign in again from the Sidethread popup of each browser.</p>
        <a class="button quiet" href="/account">Back</a>`,
    });
  });
  return app;
}

async function show(
  edge: AuthEdge,
  c: Context,
  session: BrowserSession,
  problem: string | undefined,
): Promise<Response> {
  const { userId, sessionId } = session;
  const person = { userId, userName: session.name, email: session.email, deviceId: sessionId, expiresAt: new Date() };
  const { teams } = await getSession(edge.ports, person);
  const ownsOne = teams.some((team) => team.role === 'owner');
  return sendPage(c, {
    title: 'Signed in',
    status: problem === undefined ? 200 : 400,
    body: html`<h1>You are signed in</h1>
      <p class="soft">${session.name} (${session.email})</p>
      ${wrong(problem)}
      ${
        teams.length === 0
          ? html`<p>You are in no team. Ask an admin of your team to invite you.</p>`
          : html`<ul>
                ${teams.map((team) => html`<li>${team.name} <span class="soft">(${team.role})</span></li>`)}
              </ul>
              <p>
                Now click the Sidethread button beside your browser's address bar and sign in there with this server's
                address:
              </p>
              <p><strong>${edge.publicUrl}</strong></p>
              <p class="soft">You can close this page.</p>`
      }
      <form method="post" action="/sign-out">
        ${hidden({ next: '/account' })}<button class="quiet">Sign out</button>
      </form>
      ${isFresh(session) ? passwordForm : ''}
      ${
        ownsOne
          ? html`<details>
              <summary>Start another team</summary>
              <form method="post" action="/account/teams">
                ${field({ name: 'name', label: 'Name of the team', type: 'text', autocomplete: 'organization' })}
                <button class="quiet">Start the team</button>
              </form>
            </details>`
          : ''
      }`,
  });
}

const passwordForm = html`<details>
  <summary>Choose a new password</summary>
  <form method="post" action="/account/password">
    ${field({
      name: 'password',
      label: 'New password',
      type: 'password',
      autocomplete: 'new-password',
      minLength: 10,
      hint: 'At least 10 characters',
    })}
    <button class="quiet">Change it and sign out everywhere else</button>
  </form>
</details>`;
