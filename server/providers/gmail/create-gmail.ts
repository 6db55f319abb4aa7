import type { Config } from '#server/kernel/config.ts';
import { createOAuthFlow, OAuthRefusal, type OAuthTokens } from '#server/kernel/oauth-client.ts';
import type { MailFeature } from '#shared/contract/mailbox.ts';
import { MailTrouble, type MailCost, type ConsentMailProvider, type MailQuota } from '#server/ports/mail-reader.ts';
import { createGmailClient } from './gmail-client.ts';
import { createGmailReader } from './read-mail.ts';
import { createGmailSender } from './send-mail.ts';

const readScope = 'https://www.googleapis.com/auth/gmail.readonly';
const sendScope = 'https://www.googleapis.com/auth/gmail.send';
const scopeOf: Readonly<Record<MailFeature, string>> = { read: readScope, send: sendScope };

/** Units per user and minute (https://developers.google.com/workspace/gmail/api/reference/quota, November 2026). */
const quotas: Readonly<Record<'current' | 'legacy', MailQuota>> = {
  current: quotaOf(6000, { get: 20, thread: 40 }),
  legacy: quotaOf(15_000, { get: 5, thread: 10 }),
};

function one(units: number): MailCost {
  return { units, calls: 1 };
}

function quotaOf(units: number, cost: { get: number; thread: number }): MailQuota {
  return {
    units,
    windowMs: 60_000,
    callsAtOnce: 10,
    costs: {
      begin: one(1),
      list: one(5),
      changes: one(2),
      read: one(cost.get),
      state: one(cost.get),
      thread: one(cost.thread),
      watch: one(100),
      send: one(100),
    },
  };
}

/** Gmail, when the server has a client at Google. */
export function createGmail(config: Pick<Config, 'google' | 'gmail' | 'mailboxes'>): ConsentMailProvider | undefined {
  const { client } = config.google;
  if (client === undefined) return undefined;
  const { gmail } = config;
  const { timeoutMs } = config.mailboxes;
  const addresses = {
    authorizeUrl: gmail.authorizeUrl,
    tokenUrl: `${gmail.oauthUrl}/token`,
    revokeUrl: `${gmail.oauthUrl}/revoke`,
  };
  const oauth = createOAuthFlow(addresses, client, timeoutMs);
  const reader = (accessToken: string) =>
    createGmailReader(createGmailClient(gmail.apiUrl, accessToken, timeoutMs), {
      topic: gmail.topic,
      idleMs: timeoutMs,
    });
  return {
    id: 'gmail',
    name: 'Gmail',
    threadKind: 'gmail-thread',
    quota: { ...quotas[gmail.quota], pool: { name: 'gmail', units: gmail.projectUnits } },
    canWatch: gmail.topic !== undefined,
    checkMinutes: 15,
    listsStates: false,
    // Mail delegation is refused by Gmail's API.
    canDelegate: false,
    authorizeUrl: ({ state, codeChallenge, redirectUri, features, login }) =>
      oauth.authorizeUrl({
        redirect_uri: redirectUri,
        scope: features.map((feature) => scopeOf[feature]).join(' '),
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        access_type: 'offline',
        include_granted_scopes: 'true',
        // Google gives a refresh token only with a consent that was asked for anew.
        prompt: login === undefined ? 'select_account consent' : 'consent',
        ...(login !== undefined && { login_hint: login }),
      }),
    exchange: async (options) => {
      const tokens = await orTrouble(oauth.exchange(options));
      const address = await reader(tokens.accessToken).readAddress();
      return { tokens, address, via: null, features: featuresOf(tokens) };
    },
    refresh: (refreshToken) => orTrouble(oauth.refresh(refreshToken)),
    revoke: (refreshToken) =>
      oauth.revoke(refreshToken).catch((error: unknown) => {
        // `invalid_token`: it was taken back already.
        if (error instanceof OAuthRefusal && error.reason === 'invalid_token') return;
        throw asTrouble(error);
      }),
    reader,
    sender: (accessToken) => createGmailSender(createGmailClient(gmail.apiUrl, accessToken, timeoutMs), gmail.apiUrl),
  };
}

function featuresOf(tokens: OAuthTokens): readonly MailFeature[] {
  const features: readonly MailFeature[] = ['read', 'send'];
  return features.filter((feature) => tokens.scopes.includes(scopeOf[feature]));
}

function orTrouble<Value>(asked: Promise<Value>): Promise<Value> {
  return asked.catch((error: unknown) => {
    throw asTrouble(error);
  });
}

function asTrouble(error: unknown): unknown {
  if (!(error instanceof OAuthRefusal)) return error;
  if (!error.isFinal) return new MailTrouble('unreachable', `Google gave no access (${error.reason}).`);
  return new MailTrouble('signed-out', 'Google ended this mailbox’s access. Connect it again.');
}
