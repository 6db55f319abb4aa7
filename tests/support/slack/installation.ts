import type { SlackState } from './state.ts';
import type { Token } from './tokens.ts';
import type { Workspace } from './workspace.ts';

/** Installs the app, or widens an installation, and issues a bot token. */
export function installApp(state: SlackState, workspace: Workspace, scopes: string[]): Token {
  const { app } = workspace;
  const bot =
    [...workspace.users.values()].find((user) => user.appId === app.id) ??
    workspace.addUser({
      name: app.name.toLowerCase().replace(/\W+/g, ''),
      realName: app.name,
      displayName: app.name,
      isBot: true,
      botId: workspace.botId,
      appId: app.id,
    });
  bot.deleted = false;
  const botScopes = [...new Set([...(workspace.installation?.botScopes ?? []), ...scopes])];
  workspace.installation = { botUserId: bot.id, botScopes };
  return state.tokens.issue('bot', workspace, bot.id, botScopes);
}

/** Takes the app out of the workspace: its tokens die, and the app is told. */
export function endInstallation(state: SlackState, workspace: Workspace): void {
  const ended = state.tokens.end('inactive', (token) => token.workspace === workspace && token.kind !== 'app');
  workspace.emit({ type: 'app_uninstalled' });
  emitRevoked(workspace, ended);
  forgetBot(workspace);
}

/** Revokes what a token stands for: a person's own tokens, or all of the bot's. */
export function endToken(state: SlackState, token: Token): void {
  const { workspace, kind, userId } = token;
  const ended = state.tokens.end(
    'revoked',
    (each) => each.workspace === workspace && each.kind === kind && each.userId === userId,
  );
  emitRevoked(workspace, ended);
  if (kind === 'bot') forgetBot(workspace);
}

function emitRevoked(workspace: Workspace, ended: Token[]): void {
  const idsOf = (kind: Token['kind']): string[] => [
    ...new Set(ended.filter((token) => token.kind === kind).map((token) => token.userId)),
  ];
  workspace.emit({ type: 'tokens_revoked', tokens: { oauth: idsOf('user'), bot: idsOf('bot') } });
}

/** The bot leaves every channel silently, as nobody is left to be told. */
function forgetBot(workspace: Workspace): void {
  const botUserId = workspace.installation?.botUserId;
  workspace.installation = undefined;
  const bot = botUserId === undefined ? undefined : workspace.users.get(botUserId);
  if (!bot) return;
  bot.deleted = true;
  for (const channel of workspace.channels.values()) channel.members.delete(bot.id);
}
