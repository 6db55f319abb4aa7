import { refuse } from '../refusal.ts';
import { endInstallation, endToken } from '../installation.ts';
import type { ApiCall, ApiMethods, AuthedCall } from './api-call.ts';

export const AUTH_METHODS: ApiMethods = {
  'auth.test': { tier: 'none', run: testAuth },
  'auth.revoke': { tier: 3, run: revokeAuth },
  'apps.uninstall': { tier: 1, run: uninstallApp },
  'apps.connections.open': { access: 'app', tier: 1, scopes: ['connections:write'], run: openConnection },
};

function testAuth({ workspace, token, user }: AuthedCall): Record<string, unknown> {
  const bot = token.kind === 'bot' ? { bot_id: user.botId } : {};
  const { teamId, name, domain } = workspace;
  return {
    url: `https://${domain}.slack.com/`,
    team: name,
    user: user.name,
    team_id: teamId,
    user_id: token.userId,
    ...bot,
    is_enterprise_install: false,
    ...(token.expiresAt === undefined
      ? {}
      : { expires_in: Math.max(0, Math.floor((token.expiresAt - Date.now()) / 1000)) }),
  };
}

function revokeAuth({ args, token, state }: AuthedCall): Record<string, unknown> {
  if (args.flag('test')) return { revoked: false };
  endToken(state, token);
  return { revoked: true };
}

function uninstallApp({ args, workspace, state }: AuthedCall): Record<string, unknown> {
  if (args.text('client_id') !== state.app.clientId) refuse('invalid_client_id');
  if (args.text('client_secret') !== state.app.clientSecret) refuse('bad_client_secret');
  endInstallation(state, workspace);
  return {};
}

function openConnection({ state }: ApiCall): Record<string, unknown> {
  return { url: state.sockets.issueUrl() };
}
