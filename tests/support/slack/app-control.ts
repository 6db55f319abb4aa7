import { allow, deny, readAuthorizeRequest } from './authorize.ts';
import { endInstallation, endToken, installApp } from './installation.ts';
import type { SlackState } from './state.ts';
import type { TokenKind } from './tokens.ts';
import type { Workspace } from './workspace.ts';

/** What a bot's installation without a browser gives. */
export interface InstalledBot {
  botToken: string;
  /** Only with token rotation. */
  refreshToken: string | undefined;
  botUserId: string;
  botId: string;
}

/** The app's own life in the workspace: installation, consent and tokens. */
export class AppControl {
  protected readonly state: SlackState;
  /** The first workspace; the others are found by their channels' ids. */
  readonly workspace: Workspace;

  constructor(state: SlackState, workspace: Workspace) {
    this.state = state;
    this.workspace = workspace;
  }

  /** Installs the app without a browser; returns the bot's token. Named channels get the bot as member. */
  install(scopes: string[], channels: string[] = [], workspace = this.workspace): InstalledBot {
    const token = installApp(this.state, workspace, scopes);
    for (const name of channels) workspace.join(workspace.getChannel(name), token.userId);
    return {
      botToken: token.value,
      refreshToken: token.refreshToken,
      botUserId: token.userId,
      botId: workspace.botId,
    };
  }

  /** A token of a person (`user`), or of the app (`app`, for Socket Mode), without a browser. */
  issueToken(kind: TokenKind, scopes: string[], user = '', workspace = this.workspace): string {
    const userId = kind === 'app' ? '' : workspace.getUser(user).id;
    return this.state.tokens.issue(kind, workspace, userId, scopes).value;
  }

  /** Answers an authorize address for a person; returns the address that the browser would go to. */
  authorize(url: string, user: string, isAllowed = true): string {
    const request = readAuthorizeRequest(this.state, new URL(url));
    if (typeof request === 'string') throw new Error(request);
    const workspace = this.state.workspaces.get(request.teamId ?? '') ?? this.workspace;
    return isAllowed ? allow(this.state, request, workspace, workspace.getUser(user).id) : deny(request);
  }

  /** Takes the app out of the workspace. */
  uninstall(workspace = this.workspace): void {
    endInstallation(this.state, workspace);
  }

  /** Revokes the bot's tokens ("bot") or a person's, and tells the app. */
  revokeTokens(who = 'bot'): void {
    const userId = memberId(this.workspace, who);
    const token = this.state.tokens.findOf(userId);
    if (token) endToken(this.state, token);
  }

  /** Ends every bot and user token's life now; refresh tokens stay good. Returns how many. */
  expireTokens(): number {
    return this.state.tokens.end('expired', (token) => token.kind !== 'app' && token.state === 'active').length;
  }
}

/** A user's id by id, handle or e-mail; "bot" means the installed app's own. */
export function memberId(workspace: Workspace, reference: string): string {
  if (reference !== 'bot') return workspace.getUser(reference).id;
  const botUserId = workspace.installation?.botUserId;
  if (botUserId === undefined) throw new Error('The app is not installed');
  return botUserId;
}
