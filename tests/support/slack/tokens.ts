import { createSecret } from './ids.ts';
import type { Workspace } from './workspace.ts';

export type TokenKind = 'bot' | 'user' | 'app';

export interface Token {
  value: string;
  kind: TokenKind;
  workspace: Workspace;
  /** Who acts: the bot's user, or the person who allowed it. */
  userId: string;
  scopes: string[];
  state: 'active' | 'revoked' | 'inactive' | 'expired';
  /** Milliseconds since 1970; undefined when it lives for ever. */
  expiresAt: number | undefined;
  /** Good for one exchange; undefined without token rotation. */
  refreshToken: string | undefined;
}

export const TOKEN_LIFE_MS = 12 * 60 * 60 * 1000;

/** Every token that the stand-in ever issued. */
export class TokenStore {
  readonly #tokens = new Map<string, Token>();
  readonly #refreshTokens = new Map<string, Token>();
  readonly #isRotating: boolean;

  constructor(isRotating: boolean) {
    this.#isRotating = isRotating;
  }

  /** Issues a token; bot and user tokens expire when token rotation is on. */
  issue(kind: TokenKind, workspace: Workspace, userId: string, scopes: string[]): Token {
    const isRotating = this.#isRotating && kind !== 'app';
    const token: Token = {
      value: writeToken(kind, isRotating),
      kind,
      workspace,
      userId,
      scopes,
      state: 'active',
      expiresAt: isRotating ? Date.now() + TOKEN_LIFE_MS : undefined,
      refreshToken: isRotating ? `xoxe-1-${createSecret(30)}` : undefined,
    };
    this.#tokens.set(token.value, token);
    if (token.refreshToken !== undefined) this.#refreshTokens.set(token.refreshToken, token);
    return token;
  }

  find(value: string): Token | undefined {
    const token = this.#tokens.get(value);
    if (token?.state === 'active' && token.expiresAt !== undefined && token.expiresAt <= Date.now()) {
      token.state = 'expired';
    }
    return token;
  }

  /** The newest token of a user that still works. */
  findOf(userId: string): Token | undefined {
    return [...this.#tokens.values()].findLast(
      (token) => token.userId === userId && token.state !== 'revoked' && token.state !== 'inactive',
    );
  }

  /** Exchanges a refresh token for a new token, once; undefined when it is unknown, used or revoked. */
  refresh(refreshToken: string): Token | undefined {
    const old = this.#refreshTokens.get(refreshToken);
    if (!old || old.state === 'revoked' || old.state === 'inactive') return undefined;
    this.#refreshTokens.delete(refreshToken);
    return this.issue(old.kind, old.workspace, old.userId, old.scopes);
  }

  /** Moves every active or expired token that `isMeant` names to another state; returns them. */
  end(state: 'revoked' | 'inactive' | 'expired', isMeant: (token: Token) => boolean): Token[] {
    const isLeft = (token: Token): boolean => token.state === 'active' || token.state === 'expired';
    const ended = [...this.#tokens.values()].filter((token) => isLeft(token) && isMeant(token));
    for (const token of ended) token.state = state;
    return ended;
  }
}

function writeToken(kind: TokenKind, isRotating: boolean): string {
  if (kind === 'app') return `xapp-1-${createSecret()}`;
  const prefix = kind === 'bot' ? 'xoxb' : 'xoxp';
  return isRotating ? `xoxe.${prefix}-1-${createSecret(30)}` : `${prefix}-${createSecret()}`;
}
