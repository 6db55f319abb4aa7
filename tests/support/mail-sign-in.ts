import { createHash } from 'node:crypto';
import { readConfig } from '#server/kernel/config.ts';
import type { MailProvider } from '#server/ports/mail-reader.ts';
import { createMailProviders } from '#server/providers/create-mail-providers.ts';
import type { Provider } from './mail-accounts.ts';

const redirectUri = 'http://127.0.0.1/email/callback';
const codeVerifier = 'v'.repeat(43);

/** Signs an account of a stand-in in, as the server would, and gives what it would read its mail with. */
export async function signIn(
  provider: Provider,
  address: string,
): Promise<{ found: MailProvider; accessToken: string }> {
  const config = readConfig({ SECRET: 's'.repeat(32), PUBLIC_URL: 'http://127.0.0.1:1', ...provider.settings });
  const found = createMailProviders(config).providers[provider.id];
  if (found === undefined) throw new Error(`there is no ${provider.id}`);
  const url = found.authorizeUrl({
    state: 's'.repeat(20),
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    redirectUri,
    features: ['read'],
    login: undefined,
    isDelegated: false,
  });
  const code = new URL(provider.authority.consent(url, address)).searchParams.get('code') ?? '';
  const { tokens } = await found.exchange({ code, codeVerifier, redirectUri, delegated: null });
  return { found, accessToken: tokens.accessToken };
}
