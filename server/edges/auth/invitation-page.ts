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
import { english } from './page-words.ts';
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
  return sendPage(c, {
    title: `Join ${invitation.teamName}`,
    status: problem === undefined ? 200 : 400,
    body: html`<h1>Join ${invitation.teamName}</h1>
      <p class="soft">${invitation.invitedBy} invites ${invitation.email} as ${withArticle(invitation.role)}.</p>
      ${wrong(problem)} ${await choices(edge, c.req.path, invitation, session, form)}`,
  });
}

async function choices(
  edge: AuthEdge,
  path: string,
  invitation: OpenInvitation,
  session: BrowserSession | undefined,
  form: Readonly<Record<string, string>>,
): Promise<Markup> {
  if (session?.email === invitation.email)
    return html`<form method="post"><button>Join as ${session.name}</button></form>`;
  if (session !== undefined)
    return html`<p>You are signed in as <strong>${session.email}</strong>, and this invitation is for somebody else.</p>
      <form method="post" action="/sign-out">${hidden({ next: path })}<button>Sign out and go on</button></form>`;
  if (invitation.hasAccount)
    return html`<a class="button" href="/sign-in?next=${encodeURIComponent(path)}">Sign in to join</a>`;
  return html`<form method="post">
      ${field({ name: 'email', label: 'E-mail', type: 'email', autocomplete: 'username', value: invitation.email, readOnly: true })}
      ${field({ name: 'name', label: 'Your name', type: 'text', autocomplete: 'name', value: form['name'] ?? '' })}
      ${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'new-password', minLength: 10, hint: 'At least 10 characters' })}
      <button>Make an account and join</button>
    </form>
    ${await providerLinks(edge, path, english)}`;
}

function withArticle(role: OpenInvitation['role']): string {
  return role === 'owner' || role === 'admin' ? `an ${role}` : `a ${role}`;
}

function showClosed(c: Context): Response | Promise<Response> {
  return sendPage(c, {
    title: 'Invitation',
    status: 410,
    body: html`<h1>This invitation no longer works</h1>
      <p>It was used, cancelled or is more than a week old. Ask who invited you for a new one.</p>
      <a class="button quiet" href="/sign-in">Sign in</a>`,
  });
}
