import type { Grant } from './grants.ts';
import type { SlackState } from './state.ts';
import type { Workspace } from './workspace.ts';

/** What an app asks a person for, read from the address that it sent them to. */
export interface AuthorizeRequest {
  kind: Grant['kind'];
  clientId: string;
  redirectUri: string;
  state: string | undefined;
  botScopes: string[];
  userScopes: string[];
  nonce: string | undefined;
  /** The workspace that the app asks for; the person may choose when it is undefined. */
  teamId: string | undefined;
}

/** Reads an authorize address; a sentence when Slack would show an error page instead. */
export function readAuthorizeRequest(slack: SlackState, url: URL): AuthorizeRequest | string {
  const query = url.searchParams;
  const kind = url.pathname.startsWith('/openid/') ? 'sign-in' : 'install';
  const clientId = query.get('client_id') ?? '';
  if (clientId !== slack.app.clientId) return 'invalid_client_id: no app has this client id.';
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!URL.canParse(redirectUri)) return 'bad_redirect_uri: the address to return to is missing or malformed.';
  if (slack.redirectUris && !slack.redirectUris.some((allowed) => redirectUri.startsWith(allowed))) {
    return 'bad_redirect_uri: the address to return to is not one of the app’s.';
  }
  const scopes = splitScopes(query.get('scope'));
  const userScopes = kind === 'sign-in' ? scopes : splitScopes(query.get('user_scope'));
  const botScopes = kind === 'sign-in' ? [] : scopes;
  if (userScopes.length + botScopes.length === 0) return 'invalid_scope: the app asks for nothing.';
  if (kind === 'sign-in' && !userScopes.includes('openid')) return 'invalid_scope: openid is missing.';
  if (kind === 'sign-in' && query.get('response_type') !== 'code') return 'invalid_response_type: it must be "code".';
  return {
    kind,
    clientId,
    redirectUri,
    state: query.get('state') ?? undefined,
    botScopes,
    userScopes,
    nonce: query.get('nonce') ?? undefined,
    teamId: query.get('team') ?? undefined,
  };
}

/** Says yes for a person; returns the address, with code and state, that the browser goes to. */
export function allow(slack: SlackState, request: AuthorizeRequest, workspace: Workspace, userId: string): string {
  const { kind, clientId, redirectUri, botScopes, userScopes, nonce } = request;
  const code = slack.grants.add({ kind, workspace, userId, botScopes, userScopes, clientId, redirectUri, nonce });
  return withQuery(request, { code });
}

/** Says no; returns the address that the browser goes to. */
export function deny(request: AuthorizeRequest): string {
  return withQuery(request, { error: 'access_denied' });
}

function withQuery(request: AuthorizeRequest, query: Record<string, string>): string {
  const url = new URL(request.redirectUri);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (request.state !== undefined) url.searchParams.set('state', request.state);
  return url.href;
}

function splitScopes(text: string | null): string[] {
  return (text ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
}
