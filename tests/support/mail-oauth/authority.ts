import { createHash, randomBytes } from 'node:crypto';

export interface AuthorityOptions {
  /** Scopes that the provider knows; others are refused. */
  readonly knownScopes: readonly string[];
  /** Whether a consent without it gets no refresh token; Google's `access_type=offline`, Microsoft's scope. */
  readonly isOffline: (query: URLSearchParams) => boolean;
  /** Whether every refresh gives a new refresh token and ends the old one. */
  readonly rotates: boolean;
  readonly prefix: string;
}

interface Code {
  readonly address: string;
  readonly scopes: readonly string[];
  readonly challenge: string;
  readonly redirectUri: string;
  readonly isOffline: boolean;
}

interface Grant {
  readonly address: string;
  scopes: readonly string[];
  isRevoked: boolean;
}

interface AccessToken {
  readonly grant: Grant;
  readonly scopes: readonly string[];
  expiresAt: number;
}

/** What the token endpoint answers. */
export interface TokenAnswer {
  readonly status: 200 | 400 | 401 | 503;
  readonly body: Record<string, unknown>;
}

const lifeSeconds = 3599;

/** Consents, codes and tokens of one OAuth server: strict about clients, addresses, PKCE, reuse and life. */
export class Authority {
  readonly clientId = 'sidethread-mail.apps.example';
  readonly clientSecret = randomBytes(16).toString('hex');
  /** Beginnings of the addresses that the client may return to; undefined: any. */
  redirectUris: readonly string[] | undefined;
  /** How many tokens were given by refreshing. */
  refreshes = 0;
  /** The next so many requests for tokens get no useful answer. */
  failTokens = 0;
  readonly #options: AuthorityOptions;
  readonly #codes = new Map<string, Code>();
  readonly #refreshTokens = new Map<string, Grant>();
  readonly #accessTokens = new Map<string, AccessToken>();

  constructor(options: AuthorityOptions) {
    this.#options = options;
  }

  /**
   * A person says yes on the consent page at `url`, leaving out scopes that they untick.
   * @returns where their browser goes, with code and state.
   */
  consent(url: string, address: string, options: { readonly untick?: readonly string[] } = {}): string {
    const query = new URL(url).searchParams;
    const scopes = (query.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    const wrong = this.#findWrong(query, scopes);
    if (wrong !== undefined) throw new Error(`The consent page shows an error: ${wrong}`);
    const code = `${this.#options.prefix}code-${randomBytes(16).toString('hex')}`;
    const redirectUri = query.get('redirect_uri') ?? '';
    this.#codes.set(code, {
      address,
      scopes: scopes.filter((scope) => !(options.untick ?? []).includes(scope)),
      challenge: query.get('code_challenge') ?? '',
      redirectUri,
      isOffline: this.#options.isOffline(query),
    });
    const back = new URL(redirectUri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    return back.href;
  }

  #findWrong(query: URLSearchParams, scopes: readonly string[]): string | undefined {
    if (query.get('client_id') !== this.clientId) return 'invalid_client';
    if (query.get('response_type') !== 'code') return 'unsupported_response_type';
    const redirectUri = query.get('redirect_uri') ?? '';
    if (!URL.canParse(redirectUri)) return 'redirect_uri_mismatch';
    if (this.redirectUris?.some((allowed) => redirectUri.startsWith(allowed)) === false) return 'redirect_uri_mismatch';
    const unknown = scopes.filter((scope) => !this.#options.knownScopes.includes(scope));
    if (scopes.length === 0 || unknown.length > 0) return `invalid_scope ${unknown.join(' ')}`;
    if ((query.get('state') ?? '').length < 16) return 'a state that can be guessed';
    if (query.get('code_challenge_method') !== 'S256') return 'code_challenge_method must be S256';
    return /^[\w-]{43}$/.test(query.get('code_challenge') ?? '') ? undefined : 'code_challenge is missing';
  }

  /** `POST /token`. */
  answerTokenRequest(form: URLSearchParams): TokenAnswer {
    if (this.failTokens > 0) {
      this.failTokens -= 1;
      return { status: 503, body: { error: 'temporarily_unavailable' } };
    }
    if (form.get('client_id') !== this.clientId || form.get('client_secret') !== this.clientSecret)
      return { status: 401, body: { error: 'invalid_client' } };
    const kind = form.get('grant_type');
    if (kind === 'authorization_code') return this.#redeem(form);
    if (kind === 'refresh_token') return this.#refresh(form);
    return { status: 400, body: { error: 'unsupported_grant_type' } };
  }

  #redeem(form: URLSearchParams): TokenAnswer {
    const code = this.#codes.get(form.get('code') ?? '');
    this.#codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (code === undefined || code.challenge !== challenge || code.redirectUri !== form.get('redirect_uri'))
      return { status: 400, body: { error: 'invalid_grant' } };
    return {
      status: 200,
      body: this.#issue({ address: code.address, scopes: code.scopes, isRevoked: false }, code.isOffline),
    };
  }

  #refresh(form: URLSearchParams): TokenAnswer {
    const token = form.get('refresh_token') ?? '';
    const grant = this.#refreshTokens.get(token);
    if (grant === undefined || grant.isRevoked) return { status: 400, body: { error: 'invalid_grant' } };
    if (this.#options.rotates) this.#refreshTokens.delete(token);
    this.refreshes += 1;
    return { status: 200, body: this.#issue(grant, this.#options.rotates) };
  }

  #issue(grant: Grant, withRefreshToken: boolean): Record<string, unknown> {
    const accessToken = `${this.#options.prefix}${randomBytes(24).toString('base64url')}`;
    this.#accessTokens.set(accessToken, { grant, scopes: grant.scopes, expiresAt: Date.now() + lifeSeconds * 1000 });
    const body = {
      access_token: accessToken,
      expires_in: lifeSeconds,
      scope: grant.scopes.join(' '),
      token_type: 'Bearer',
    };
    if (!withRefreshToken) return body;
    const refreshToken = `${this.#options.prefix}r-${randomBytes(24).toString('base64url')}`;
    this.#refreshTokens.set(refreshToken, grant);
    return { ...body, refresh_token: refreshToken };
  }

  /** `POST /revoke`: ends the whole consent. False when the token is not known. */
  revoke(token: string): boolean {
    const grant = this.#refreshTokens.get(token) ?? this.#accessTokens.get(token)?.grant;
    if (grant === undefined || grant.isRevoked) return false;
    grant.isRevoked = true;
    return true;
  }

  /** The person takes their consent back in their account's settings. */
  revokeConsent(address: string): void {
    for (const grant of this.#grantsOf(address)) grant.isRevoked = true;
  }

  /** Every access token given so far is too old now. */
  expireAccess(address: string): void {
    for (const token of this.#accessTokens.values()) if (token.grant.address === address) token.expiresAt = 0;
  }

  /** The person allows less from now on; tokens that are out lose it too. */
  removeScope(address: string, scope: string): void {
    for (const grant of this.#grantsOf(address)) grant.scopes = grant.scopes.filter((each) => each !== scope);
  }

  isConnected(address: string): boolean {
    return this.#grantsOf(address).some(({ isRevoked }) => !isRevoked);
  }

  #grantsOf(address: string): Grant[] {
    const grants = [...this.#refreshTokens.values(), ...[...this.#accessTokens.values()].map(({ grant }) => grant)];
    return [...new Set(grants)].filter((grant) => grant.address === address);
  }

  /** Who calls with this header; undefined when the token is missing, unknown, too old or revoked. */
  findCaller(authorization: string | undefined): { address: string; scopes: readonly string[] } | undefined {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    const found = token === undefined ? undefined : this.#accessTokens.get(token);
    if (found === undefined || found.grant.isRevoked || found.expiresAt <= Date.now()) return undefined;
    const { address, scopes } = found.grant;
    return { address, scopes };
  }
}
