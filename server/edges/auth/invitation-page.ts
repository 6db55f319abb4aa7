import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import {
  acceptAsNewPerson,
  acceptInvitation,
  findInvitation,
  NewPerson,
  type OpenInvitation,
} from '#server/domain/teams/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { BrowserSession } from '#server/ports/accounts.ts';
import { browserRequest, readForm, redirect, type AuthEdge } from './auth-edge.ts';
import { field, hidden, sendPage, wrong, type Markup } from './page.ts';
import { pageWords, type PageWords } from './words/page-words.ts';
import { providerLinks } from './sign-in-page.ts';

/** `/invitation/<token>`: joins a team, with an account one has or with a new one. */
export function invitationPage(edge: AuthEdge): Hono {
  const app = new Hono();
  app.get('/invitation/:token', async (c) => show(edge, c, {}, undefined));
  app.post('/invitation/:token', async (c) => {
    const token = c.req.param('token');
    const form = await readForm(c);
    try {
      const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
      if (session !== undefined) {
        await acceptInvitation(edge.ports, session, token);
        return redirect('/account');
      }
      const input = NewPerson.safeParse(form);
      if (!input.success) return await show(edge, c, form, input.error.issues[0]?.message);
      const { email } = await acceptAsNewPerson(edge.ports, edge.accounts, token, input.data);
      const credentials = { email, password: input.data.password };
      const signedIn = await edge.accounts.signInWithPassword(browserRequest(edge, c), credentials);
      return redirect('/account', signedIn.ok ? signedIn.cookies : []);
    } catch (error) {
      if (error instanceof Problem) return show(edge, c, form, error.message);
      throw error;
    }
  });
  return app;
}

async function show(
  edge: AuthEdge,
  c: Context,
  form: Readonly<Record<string, string>>,
  problem: string | undefined,
): Promise<Response> {
  const invitation = await findInvitation(edge.ports, c.req.param('token') ?? '');
  if (invitation === undefined) return showClosed(c);
  const session = await edge.accounts.findBrowserSession(c.req.raw.headers);
  const words = pageWords(c);
  return sendPage(c, {
    title: words.join(invitation.teamName),
    status: problem === undefined ? 200 : 400,
    body: html`<h1>${words.join(invitation.teamName)}</h1>
      <p class="soft">${words.invites[invitation.role](invitation.invitedBy, invitation.email)}</p>
      ${wrong(c, problem)} ${await choices(edge, { path: c.req.path, invitation, session, form, words })}`,
  });
}

interface Choices {
  readonly path: string;
  readonly invitation: OpenInvitation;
  readonly session: BrowserSession | undefined;
  readonly form: Readonly<Record<string, string>>;
  readonly words: PageWords;
}

async function choices(edge: AuthEdge, { path, invitation, session, form, words }: Choices): Promise<Markup> {
  if (session?.email === invitation.email)
    return html`<form method="post"><button>${words.joinAs(session.name)}</button></form>`;
  if (session !== undefined)
    return html`<p>${words.forSomebodyElse(session.email)}</p>
      <form method="post" action="/sign-out">${hidden({ next: path })}<button>${words.signOutAndGoOn}</button></form>`;
  if (invitation.hasAccount)
    return html`<a class="button" href="/sign-in?next=${encodeURIComponent(path)}">${words.signInToJoin}</a>`;
  return html`<form method="post">
      ${field({ name: 'email', label: words.email, type: 'email', autocomplete: 'username', value: invitation.email, readOnly: true })}
      ${field({ name: 'name', label: words.yourName, type: 'text', autocomplete: 'name', value: form['name'] ?? '' })}
      ${field({ name: 'password', label: words.password, type: 'password', autocomplete: 'new-password', minLength: 10, hint: words.passwordHint })}
      <button>${words.makeAccount}</button>
    </form>
    ${await providerLinks(edge, path, words)}`;
}

function showClosed(c: Context): Response | Promise<Response> {
  const words = pageWords(c);
  return sendPage(c, {
    title: words.invitationTitle,
    status: 410,
    body: html`<h1>${words.invitationOver}</h1>
      <p>${words.invitationOverNote}</p>
      <a class="button quiet" href="/sign-in">${words.signIn}</a>`,
  });
}
