import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

/** What the provider says of a person; `sub` is who they are, whatever their address. */
export interface OidcPerson {
  readonly sub: string;
  readonly [claim: string]: string | boolean;
}

/** A provider of OpenID Connect on 127.0.0.1 (node-oidc-provider) at which one person at a time is signed in. */
export interface OidcStandIn {
  /** Under which discovery is found. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who answers from now on. */
  signInAs(person: OidcPerson): void;
  close(): Promise<void>;
}

export interface OidcStandInOptions {
  /** Addresses that the client may come back to are under this one; it may be set later. */
  readonly redirectUris: readonly string[];
  /** Lays the paths out as Microsoft does for its shared tenant, with the issuer of this customer. */
  readonly microsoftTenant?: string;
}

const client = { clientId: 'sidethread-test', clientSecret: 'a secret that only tests know' };
const scope = 'openid profile email';

export async function startOidcStandIn(options: OidcStandInOptions): Promise<OidcStandIn> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const tenant = options.microsoftTenant;
  const people = new Map<string, OidcPerson>();
  let current = '';
  const provider: Provider = new Provider(tenant === undefined ? base : `${base}/${tenant}/v2.0`, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [...options.redirectUris],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    claims: { openid: ['sub', 'oid', 'tid'], profile: ['name'], email: ['email', 'email_verified', 'xms_edov'] },
    conformIdTokenClaims: false,
    cookies: { keys: [randomUUID()] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_ctx: unknown, sub: string) => ({ accountId: sub, claims: async () => people.get(sub) }),
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    jwks: { keys: [signingKey()] },
    loadExistingGrant: async ({ oidc }: GrantContext) => {
      const { accountId } = oidc.session;
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId });
      grant.addOIDCScope(scope);
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    ...(tenant !== undefined && { routes: microsoftRoutes }),
  });
  const callback = provider.callback();
  server.on('request', async (request, response) => {
    if (request.url?.startsWith('/interaction/') === true)
      await provider.interactionFinished(request, response, { login: { accountId: current } });
    else await callback(request, response);
  });
  return {
    ...client,
    issuer: tenant === undefined ? base : `${base}/common/v2.0`,
    signInAs: (person) => {
      people.set(person.sub, person);
      current = person.sub;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface GrantContext {
  readonly oidc: { readonly client: { readonly clientId: string }; readonly session: { readonly accountId: string } };
}

/** As https://login.microsoftonline.com/common lays them out. */
const microsoftRoutes = {
  authorization: '/common/oauth2/v2.0/authorize',
  token: '/common/oauth2/v2.0/token',
  jwks: '/common/discovery/v2.0/keys',
};

function signingKey(): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomUUID() };
}
