import type { Config } from '#server/kernel/config.ts';
import type { GenericOAuthConfig, GenericOAuthUserInfo } from 'better-auth/plugins/generic-oauth';
import type { MicrosoftOptions } from 'better-auth/social-providers';

/** Tenant of personal Microsoft accounts, whose addresses Microsoft itself confirmed. */
const personalTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';
const sharedTenants: readonly string[] = ['common', 'organizations', 'consumers'];
const scopes = ['openid', 'profile', 'email'];

export interface SignInProvider {
  readonly id: string;
  readonly name: string;
  readonly oidc?: GenericOAuthConfig;
  readonly microsoft?: MicrosoftOptions;
}

/** The providers that have a client configured, in the order in which they are offered. */
export function signInProviders(config: Pick<Config, 'google' | 'microsoft' | 'slack'>): readonly SignInProvider[] {
  const providers: SignInProvider[] = [];
  if (config.google.client !== undefined)
    providers.push(oidcProvider('google', 'Google', config.google.issuer, config.google.client));
  if (config.microsoft.client !== undefined)
    providers.push(microsoftProvider(config.microsoft.issuer, config.microsoft.client));
  if (config.slack.client !== undefined)
    providers.push(oidcProvider('slack', 'Slack', config.slack.issuer, config.slack.client));
  return providers;
}

function oidcProvider(
  id: string,
  name: string,
  issuer: string,
  client: { clientId: string; clientSecret: string },
): SignInProvider {
  return {
    id,
    name,
    oidc: {
      providerId: id,
      name,
      ...client,
      discoveryUrl: `${issuer}/.well-known/openid-configuration`,
      requireIdTokenVerification: true,
      scopes,
      disableImplicitSignUp: true,
      disableProviderLogout: true,
      mapProfileToUser: (profile) => ({ emailVerified: isTrue(profile['email_verified']), ...nameOf(profile) }),
    },
  };
}

/**
 * Microsoft's shared tenants (common, organizations) have one issuer per customer, which discovery can't name; a
 * mail address there is what some tenant's admin typed, unless the token says that the domain's owner was checked
 * (`xms_edov`) or the account is a personal one. With a single tenant, its admin's word counts.
 */
function microsoftProvider(issuer: string, client: { clientId: string; clientSecret: string }): SignInProvider {
  const match = /^(https?:\/\/.+)\/([^/]+)\/v2\.0$/.exec(issuer);
  if (match === null) return oidcProvider('microsoft', 'Microsoft', issuer, client);
  const [, authority = '', tenantId = ''] = match;
  const single = !sharedTenants.includes(tenantId);
  return {
    id: 'microsoft',
    name: 'Microsoft',
    microsoft: {
      ...client,
      authority,
      tenantId,
      disableDefaultScope: true,
      scope: scopes,
      disableProfilePhoto: true,
      disableImplicitSignUp: true,
      mapProfileToUser: (profile) => {
        const claims: Record<string, unknown> = { ...profile };
        return { emailVerified: single || claims['tid'] === personalTenant || isTrue(claims['xms_edov']) };
      },
    },
  };
}

function isTrue(claim: unknown): boolean {
  return claim === true || claim === 1 || claim === 'true' || claim === '1';
}

function nameOf(profile: GenericOAuthUserInfo): { name: string } {
  const name = typeof profile.name === 'string' ? profile.name.trim() : '';
  return { name: name === '' ? String(profile.email ?? '').replace(/@.*$/, '') : name };
}
