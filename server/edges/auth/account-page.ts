import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { isFresh, SetPassword, setPassword } from '#server/domain/devices/index.ts';
import { getSession, NewTeam, startTeam } from '#server/domain/teams/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { BrowserSession } from '#server/ports/accounts.ts';
import { readForm, redirect, type AuthEdge } from './auth-edge.ts';
import { field, hidden, sendPage, wrong, type Markup } from './page.ts';
import { pageWords, type PageWords } from './words/page-words.ts';

/** `/account`: who is signed in here, in which teams, and what to do next. */
export function accountPage(edge: AuthEdge): Hono {
  const app = new Hono();
  app.get('/', () => redirect('/account'));
  app.get('/account', async (c) => {
    const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
    return session === undefined ? redirect('/sign-in') : showAccount(edge, c, session, undefined);
  });
  app.post('/account/teams', async (c) => {
    const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
    if (session === undefined) return redirect('/sign-in');
    const input = NewTeam.safeParse(await readForm(c));
    if (!input.success) return showAccount(edge, c, session, input.error.issues[0]?.message);
    try {
      await startTeam(edge.ports, session.userId, input.data);
    } catch (error) {
      if (error instanceof Problem) return showAccount(edge, c, session, error.message);
      throw error;
    }
    return redirect('/account');
  });
  app.post('/account/password', async (c) => {
    const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
    if (session === undefined) return redirect('/sign-in');
    const input = SetPassword.safeParse(await readForm(c));
    if (!input.success) return showAccount(edge, c, session, input.error.issues[0]?.message);
    try {
      await setPassword(edge.ports, edge.accounts, session, input.data);
    } catch (error) {
      if (error instanceof Problem) return showAccount(edge, c, session, error.message);
      throw error;
    }
    const words = pageWords(c);
    return sendPage(c, {
      title: words.passwordChangedTitle,
      body: html`<h1>${words.passwordChanged}</h1>
        <p>${words.passwordChangedNote}</p>
        <a class="button quiet" href="/account">${words.back}</a>`,
    });
  });
  return app;
}

/** Who is signed in, and what they can do; `problem` is what they tried that did not work. */
export async function showAccount(
  edge: AuthEdge,
  c: Context,
  session: BrowserSession,
  problem: string | undefined,
): Promise<Response> {
  const { userId, sessionId } = session;
  const person = { userId, userName: session.name, email: session.email, deviceId: sessionId, expiresAt: new Date() };
  const { teams } = await getSession(edge.ports, person);
  const methods = await edge.accounts.methods();
  const ownsOne = teams.some((team) => team.role === 'owner');
  const words = pageWords(c);
  return sendPage(c, {
    title: words.signedIn,
    status: problem === undefined ? 200 : 400,
    body: html`<h1>${words.youAreSignedIn}</h1>
      <p class="soft">${session.name} (${session.email})</p>
      ${wrong(c, problem)}
      ${
        teams.length === 0
          ? html`<p>${words.inNoTeam}</p>`
          : html`<ul>
                ${teams.map((team) => html`<li>${team.name} <span class="soft">(${words.roles[team.role]})</span></li>`)}
              </ul>
              <p>${words.nowSignIn}</p>
              <p><strong>${edge.publicUrl}</strong></p>
              <p class="soft">${words.closePage}</p>`
      }
      <form method="post" action="/sign-out">
        ${hidden({ next: '/account' })}<button class="quiet">${words.signOut}</button>
      </form>
      ${nameForm(words, session)}
      ${isFresh(session) ? html`${emailForm(words, methods.mailedLink)} ${passwordForm(words)}` : html`<p class="soft">${words.changeLater}</p>`}
      ${
        ownsOne
          ? html`<details>
              <summary>${words.startAnother}</summary>
              <form method="post" action="/account/teams">
                ${field({ name: 'name', label: words.teamName, type: 'text', autocomplete: 'organization' })}
                <button class="quiet">${words.startTeam}</button>
              </form>
            </details>`
          : ''
      }`,
  });
}

const passwordForm = (words: PageWords): Markup =>
  html`<details>
    <summary>${words.choosePassword}</summary>
    <form method="post" action="/account/password">
      ${field({
        name: 'password',
        label: words.newPassword,
        type: 'password',
        autocomplete: 'new-password',
        minLength: 10,
        hint: words.passwordHint,
      })}
      <button class="quiet">${words.changePassword}</button>
    </form>
  </details>`;

const nameForm = (words: PageWords, session: BrowserSession): Markup =>
  html`<details>
    <summary>${words.changeName}</summary>
    <form method="post" action="/account/name">
      ${field({ name: 'name', label: words.yourName, type: 'text', autocomplete: 'name', value: session.name })}
      <button class="quiet">${words.saveName}</button>
    </form>
  </details>`;

/** Without a mail server no new address can be proved. */
const emailForm = (words: PageWords, sendsMail: boolean): Markup =>
  html`<details>
    <summary>${words.changeEmail}</summary>
    ${
      sendsMail
        ? html`<form method="post" action="/account/email">
            ${field({ name: 'email', label: words.newEmail, type: 'email', autocomplete: 'email' })}
            <button class="quiet">${words.mailNewEmail}</button>
          </form>`
        : html`<p class="soft">${words.noMail}</p>`
    }
  </details>`;
