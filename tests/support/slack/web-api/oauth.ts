import type { Grant } from '../grants.ts';
import { installApp } from '../installation.ts';
import { refuse } from '../refusal.ts';
import { TOKEN_LIFE_MS, type Token } from '../tokens.ts';
import type { ApiCall, ApiMethods, AuthedCall } from './api-call.ts';

export const OAUTH_METHODS: ApiMethods = {
  'oauth.v2.access': { access: 'open', tier: 4, run: exchange },
  'openid.connect.token': { access: 'open', tier: 4, run: exchangeSignIn },
  'openid.connect.userInfo': { tier: 4, scopes: ['openid'], run: getUserInfo },
};

function exchange(call: ApiCall): Record<string, unknown> {
  checkClient(call);
  const grantType = call.args.text('grant_type');
  if (grantType === 'refresh_token') return refresh(call);
  if (grantType !== undefined && grantType !== 'authorization_code') refuse('invalid_grant_type');
  const grant = takeGrant(call, 'install');
  const { workspace, userId, botScopes, userScopes } = grant;
  const userToken = userScopes.length > 0 ? call.state.tokens.issue('user', workspace, userId, userScopes) : undefined;
  const botToken = botScopes.length > 0 ? installApp(call.state, workspace, botScopes) : undefined;
  return {
    ...(botToken ? viewToken(botToken, { bot_user_id: botToken.userId }) : {}),
    app_id: workspace.app.id,
    team: { id: workspace.teamId, name: workspace.name },
    enterprise: null,
    is_enterprise_install: false,
    authed_user: { id: userId, ...(userToken ? viewToken(userToken) : {}) },
  };
}

function refresh(call: ApiCall): Record<string, unknown> {
  const token =
    call.state.tokens.refresh(call.args.required('refresh_token', 'invalid_refresh_token')) ??
    refuse('invalid_refresh_token');
  const { workspace } = token;
  return {
    ...viewToken(token, token.kind === 'bot' ? { bot_user_id: token.userId } : {}),
    app_id: workspace.app.id,
    team: { id: workspace.teamId, name: workspace.name },
    enterprise: null,
    is_enterprise_install: false,
  };
}

function exchangeSignIn(call: ApiCall): Record<string, unknown> {
  checkClient(call);
  const grant = takeGrant(call, 'sign-in');
  const token = call.state.tokens.issue('user', grant.workspace, grant.userId, grant.userScopes);
  const idToken = call.state.signIdToken({
    ...readClaims(grant.workspace, grant.userId),
    ...(grant.nonce === undefined ? {} : { nonce: grant.nonce }),
  });
  return { access_token: token.value, token_type: 'Bearer', id_token: idToken };
}

function getUserInfo(call: AuthedCall): Record<string, unknown> {
  return readClaims(call.workspace, call.token.userId);
}

function readClaims(workspace: Grant['workspace'], userId: string): Record<string, unknown> {
  const user = workspace.users.get(userId);
  return {
    sub: userId,
    'https://slack.com/user_id': userId,
    'https://slack.com/team_id': workspace.teamId,
    'https://slack.com/team_name': workspace.name,
    'https://slack.com/team_domain': workspace.domain,
    email: user?.email,
    email_verified: user?.isEmailConfirmed ?? false,
    name: user?.realName,
    given_name: user?.realName.split(' ')[0],
    family_name: user?.realName.split(' ').slice(1).join(' '),
    picture: user?.image,
    locale: 'en-US',
  };
}

function checkClient({ args, state }: ApiCall): void {
  if (args.text('client_id') !== state.app.clientId) refuse('invalid_client_id');
  if (args.text('client_secret') !== state.app.clientSecret) refuse('bad_client_secret');
}

function takeGrant({ args, state }: ApiCall, kind: Grant['kind']): Grant {
  const grant = state.grants.take(args.required('code', 'invalid_code'));
  if (typeof grant === 'string') return refuse(grant);
  if (grant.kind !== kind) refuse('invalid_code');
  const redirectUri = args.text('redirect_uri') ?? '';
  return redirectUri === grant.redirectUri ? grant : refuse('bad_redirect_uri');
}

function viewToken(token: Token, extra: Record<string, unknown> = {}): Record<string, unknown> {
  const rotation =
    token.refreshToken === undefined ? {} : { expires_in: TOKEN_LIFE_MS / 1000, refresh_token: token.refreshToken };
  return { access_token: token.value, token_type: token.kind, scope: token.scopes.join(','), ...extra, ...rotation };
}
