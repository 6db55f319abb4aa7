import * as oauth from 'oauth4webapi';
import type { OAuthClient } from './config.ts';

export interface OAuthAddresses {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly revokeUrl?: string;
}

export interface OAuthTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresAt: Date;
  readonly scopes: readonly string[];
}

/** Why no tokens came: the grant is no good (any more), or nothing is known and one may try again. */
export class OAuthRefusal extends Error {
  override readonly name = 'OAuthRefusal';
  /** The provider's word (RFC 6749, 5.2), or `unreachable`. */
  readonly reason: string;
  /** True when no later try with the same grant can work. */
  readonly isFinal: boolean;

  constructor(reason: string, isFinal: boolean, cause?: unknown) {
    super(`the provider gave no tokens (${reason})`, cause === undefined ? undefined : { cause });
    this.reason = reason;
    this.isFinal = isFinal;
  }
}

/** OAuth 2.0 with PKCE (RFC 6749, 7636) at one provider, for one client. */
export interface OAuthFlow {
  authorizeUrl(parameters: Readonly<Record<string, string>>): string;
  /** Throws OAuthRefusal, as all of these. */
  exchange(options: { code: string; codeVerifier: string; redirectUri: string }): Promise<OAuthTokens>;
  refresh(refreshToken: string, parameters?: Readonly<Record<string, string>>): Promise<OAuthTokens>;
  /** RFC 7009. */
  revoke(token: string): Promise<void>;
}

const finalReasons: readonly string[] = ['invalid_grant', 'access_denied', 'interaction_required', 'consent_required'];

export function createOAuthFlow(
  addresses: OAuthAddresses,
  { clientId, clientSecret }: OAuthClient,
  timeoutMs: number,
): OAuthFlow {
  const client: oauth.Client = { client_id: clientId };
  const server: oauth.AuthorizationServer = {
    issuer: new URL(addresses.authorizeUrl).origin,
    authorization_endpoint: addresses.authorizeUrl,
    token_endpoint: addresses.tokenUrl,
    ...(addresses.revokeUrl !== undefined && { revocation_endpoint: addresses.revokeUrl }),
  };
  const authentication = oauth.ClientSecretPost(clientSecret);
  const options = () => ({ signal: AbortSignal.timeout(timeoutMs), [oauth.allowInsecureRequests]: isLocal(addresses) });
  return {
    authorizeUrl: (parameters) => {
      const url = new URL(addresses.authorizeUrl);
      url.search = new URLSearchParams({ client_id: clientId, response_type: 'code', ...parameters }).toString();
      return url.href;
    },
    exchange: async ({ code, codeVerifier, redirectUri }) =>
      asTokens(async () => {
        const answer = oauth.validateAuthResponse(server, client, new URLSearchParams({ code }), oauth.expectNoState);
        return oauth.processAuthorizationCodeResponse(
          server,
          client,
          await oauth.authorizationCodeGrantRequest(
            server,
            client,
            authentication,
            answer,
            redirectUri,
            codeVerifier,
            options(),
          ),
        );
      }),
    refresh: async (refreshToken, additionalParameters = {}) =>
      asTokens(async () =>
        oauth.processRefreshTokenResponse(
          server,
          client,
          await oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken, {
            ...options(),
            additionalParameters: { ...additionalParameters },
          }),
        ),
      ),
    revoke: async (token) => {
      try {
        await oauth.processRevocationResponse(
          await oauth.revocationRequest(server, client, authentication, token, options()),
        );
      } catch (error) {
        throw asRefusal(error);
      }
    },
  };
}

/** Plain HTTP is for a provider's stand-in on this machine only. */
function isLocal({ tokenUrl }: OAuthAddresses): boolean {
  return new URL(tokenUrl).hostname === '127.0.0.1';
}

async function asTokens(ask: () => Promise<oauth.TokenEndpointResponse>): Promise<OAuthTokens> {
  const askedAt = Date.now();
  const answer = await ask().catch((error: unknown) => {
    throw asRefusal(error);
  });
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token ?? null,
    expiresAt: new Date(askedAt + (answer.expires_in ?? 3600) * 1000),
    scopes: answer.scope?.split(' ').filter((scope) => scope !== '') ?? [],
  };
}

/** A cause is left out: the provider's answers and our requests hold tokens. */
function asRefusal(error: unknown): OAuthRefusal {
  if (error instanceof oauth.ResponseBodyError)
    return new OAuthRefusal(error.error, finalReasons.includes(error.error));
  return new OAuthRefusal('unreachable', false);
}
