import { authExtensionCode } from '#server/db/schema/auth.ts';
import type { UserId } from '#shared/contract/ids.ts';
import type { Ports } from '#server/ports/ports.ts';
import { createToken, hashToken } from './secret-token.ts';

const codeMs = 60_000;

export interface CodeRequest {
  readonly userId: UserId;
  readonly extensionId: string;
  readonly redirectUri: string;
  /** PKCE, method S256. */
  readonly codeChallenge: string;
  readonly deviceName: string;
}

/** A code that the extension can exchange for a token, once, within a minute. */
export async function issueCode(ports: Pick<Ports, 'db'>, request: CodeRequest): Promise<string> {
  const code = createToken();
  await ports.db
    .insert(authExtensionCode)
    .values({ ...request, codeHash: hashToken(code), expiresAt: new Date(Date.now() + codeMs) });
  return code;
}
