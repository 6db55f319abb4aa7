import { createSecret } from './ids.ts';
import type { Workspace } from './workspace.ts';

/** What a person allowed on an authorize page, until its code is exchanged. */
export interface Grant {
  kind: 'install' | 'sign-in';
  workspace: Workspace;
  userId: string;
  botScopes: string[];
  userScopes: string[];
  clientId: string;
  redirectUri: string;
  nonce: string | undefined;
}

const CODE_LIFE_MS = 10 * 60 * 1000;

/** Codes that wait for their exchange. Each is good once and for ten minutes. */
export class Grants {
  readonly #grants = new Map<string, { grant: Grant; expiresAt: number; isUsed: boolean }>();

  add(grant: Grant): string {
    const code = createSecret(24);
    this.#grants.set(code, { grant, expiresAt: Date.now() + CODE_LIFE_MS, isUsed: false });
    return code;
  }

  /** The grant behind a code, or Slack's error code. */
  take(code: string): Grant | 'invalid_code' | 'code_already_used' {
    const found = this.#grants.get(code);
    if (!found || found.expiresAt < Date.now()) return 'invalid_code';
    if (found.isUsed) return 'code_already_used';
    found.isUsed = true;
    return found.grant;
  }
}
