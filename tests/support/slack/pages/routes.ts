import { readFileSync } from 'node:fs';
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import { allow, deny, readAuthorizeRequest } from '../authorize.ts';
import type { IdTokenSigner } from '../id-token.ts';
import type { SlackChannel } from '../model.ts';
import type { SlackState } from '../state.ts';
import type { Workspace } from '../workspace.ts';
import { renderAuthorizePage, renderAuthorizeProblem } from './authorize-page.ts';
import { renderMessages, renderThread, renderWorkspacePage } from './workspace-page.ts';

type App = Hono<{ Bindings: HttpBindings }>;

/** Serves the pages that people see: the workspace, and the ones that ask for their consent. */
export function addPageRoutes(app: App, state: SlackState): void {
  const assets = { 'style.css': 'text/css', 'client.js': 'text/javascript' };
  for (const [name, type] of Object.entries(assets)) {
    const body = readFileSync(new URL(name, import.meta.url), 'utf8');
    app.get(`/page/${name}`, (context) => context.body(body, 200, { 'content-type': `${type}; charset=utf-8` }));
  }
  app.get('/', (context) => {
    const { workspace, channel } = findPlace(context, state);
    return context.html(
      renderWorkspacePage([...state.workspaces.values()], workspace, channel, context.req.query('thread')),
    );
  });
  app.get('/page/messages', (context) => {
    const { workspace, channel } = findPlace(context, state);
    return context.html(renderMessages(workspace, channel));
  });
  app.get('/page/thread', (context) => {
    const { workspace, channel } = findPlace(context, state);
    return context.html(renderThread(workspace, channel, context.req.query('thread') ?? ''));
  });
}

/** Serves `/oauth/v2/authorize`, its sign-in twin, and the OpenID Connect documents. */
export function addAuthorizeRoutes(app: App, state: SlackState, signer: IdTokenSigner): void {
  for (const path of ['/oauth/v2/authorize', '/openid/connect/authorize']) {
    app.get(path, (context) => {
      const url = new URL(context.req.url);
      const request = readAuthorizeRequest(state, url);
      if (typeof request === 'string') return context.html(renderAuthorizeProblem(request), 400);
      return context.html(renderAuthorizePage(state, request, `${url.pathname}${url.search}`));
    });
    app.post(path, async (context) => {
      const request = readAuthorizeRequest(state, new URL(context.req.url));
      if (typeof request === 'string') return context.html(renderAuthorizeProblem(request), 400);
      const form = await context.req.parseBody();
      if (form['decision'] !== 'allow') return context.redirect(deny(request));
      const [teamId = '', userId = ''] = String(form['person']).split('/');
      const workspace = state.workspaces.get(teamId);
      const user = workspace?.users.get(userId);
      if (!workspace || !user) return context.html(renderAuthorizeProblem('There is no such person.'), 400);
      return context.redirect(allow(state, request, workspace, user.id));
    });
  }
  app.get('/openid/connect/keys', (context) => context.json(signer.keys()));
  app.get('/.well-known/openid-configuration', (context) =>
    context.json({
      issuer: state.url,
      authorization_endpoint: `${state.url}/openid/connect/authorize`,
      token_endpoint: `${state.url}/api/openid.connect.token`,
      userinfo_endpoint: `${state.url}/api/openid.connect.userInfo`,
      jwks_uri: `${state.url}/openid/connect/keys`,
      scopes_supported: ['openid', 'profile', 'email'],
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      claims_supported: ['sub', 'auth_time', 'iss'],
    }),
  );
}

function findPlace(context: Context, state: SlackState): { workspace: Workspace; channel: SlackChannel } {
  const workspaces = [...state.workspaces.values()];
  const workspace = state.workspaces.get(context.req.query('team') ?? '') ?? workspaces[0];
  if (!workspace) throw new Error('The Slack stand-in has no workspace');
  const channels = [...workspace.channels.values()];
  const wanted = workspace.findChannel(context.req.query('channel') ?? '');
  const channel =
    wanted ??
    channels.find((each) => workspace.isBotIn(each)) ??
    channels[0] ??
    workspace.addChannel({ name: 'general' });
  return { workspace, channel };
}
