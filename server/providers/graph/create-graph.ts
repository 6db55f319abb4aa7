import type { Config } from '#server/kernel/config.ts';
import { createOAuthFlow, OAuthRefusal } from '#server/kernel/oauth-client.ts';
import type { MailFeature } from '#shared/contract/mailbox.ts';
import { MailTrouble, type MailCost, type MailProvider, type MailQuota } from '#server/ports/mail-reader.ts';
import { createGraphClient } from './graph-client.ts';
import { readFolders, type Folders } from './read-folders.ts';
import { createGraphReader } from './read-mail.ts';
import { createGraphSender } from './send-mail.ts';

/** Sending needs drafts, hence the right to write; both are asked for at the first send. */
const scopesOf: Readonly<Record<MailFeature, readonly string[]>> = {
  read: ['offline_access', 'User.Read', 'Mail.Read'],
  send: ['Mail.Send', 'Mail.ReadWrite'],
};

/**
 * Requests per app and mailbox in ten minutes (https://learn.microsoft.com/en-us/graph/throttling-limits), without a
 * few for folders that are read along the way.
 */
const quota: MailQuota = {
  units: 9900,
  windowMs: 10 * 60_000,
  callsAtOnce: 4,
  costs: {
    begin: one(1),
    list: one(1),
    changes: one(4),
    read: one(1),
    state: one(1),
    thread: one(1),
    watch: one(2),
    // Exchange takes some thirty mails a minute (https://learn.microsoft.com/en-us/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits).
    send: one(33),
  },
};

function one(units: number): MailCost {
  return { units, calls: 1 };
}

/** How long a mailbox's folders are believed. */
const foldersMs = 10 * 60_000;

/** Microsoft 365 (and Exchange Online), when the server has a client at Microsoft. */
export function createGraph(
  config: Pick<Config, 'microsoft' | 'graph' | 'mailboxes' | 'publicUrl'>,
): MailProvider | undefined {
  const { client, issuer } = config.microsoft;
  if (client === undefined) return undefined;
  const { timeoutMs } = config.mailboxes;
  const authority = issuer.replace(/\/v2\.0$/, '');
  const addresses = {
    authorizeUrl: `${authority}/oauth2/v2.0/authorize`,
    tokenUrl: `${authority}/oauth2/v2.0/token`,
  };
  const oauth = createOAuthFlow(addresses, client, timeoutMs);
  const reader = createReaders(config.graph.apiUrl, timeoutMs);
  return {
    id: 'outlook',
    name: 'Microsoft 365',
    threadKind: 'outlook-conversation',
    quota,
    // Microsoft tells only servers that it reaches over TLS.
    canWatch: config.publicUrl.startsWith('https://') || config.graph.apiUrl.startsWith('http://127.0.0.1'),
    authorizeUrl: ({ state, codeChallenge, redirectUri, features, login }) =>
      oauth.authorizeUrl({
        redirect_uri: redirectUri,
        scope: features.flatMap((feature) => scopesOf[feature]).join(' '),
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        response_mode: 'query',
        ...(login === undefined ? { prompt: 'select_account' } : { login_hint: login }),
      }),
    exchange: async (options) => {
      const tokens = await orTrouble(oauth.exchange(options));
      const granted = tokens.scopes.map((scope) => scope.replace('https://graph.microsoft.com/', '').toLowerCase());
      const mayRead = granted.includes('mail.read') || granted.includes('mail.readwrite');
      const maySend = granted.includes('mail.send') && granted.includes('mail.readwrite');
      const features: MailFeature[] = [
        ...(mayRead ? (['read'] as const) : []),
        ...(maySend ? (['send'] as const) : []),
      ];
      return { tokens, address: await reader(tokens.accessToken).readAddress(), features };
    },
    refresh: (refreshToken) => orTrouble(oauth.refresh(refreshToken)),
    // Microsoft has no call that takes one app's consent back; forgetting the tokens is all that can be done.
    revoke: async () => undefined,
    reader,
    sender: (accessToken) => createGraphSender(createGraphClient(config.graph.apiUrl, accessToken, timeoutMs)),
  };
}

/** Readers that share what is known of a mailbox's folders while its access lasts. */
function createReaders(apiUrl: string, timeoutMs: number): MailProvider['reader'] {
  const known = new Map<string, { readonly at: number; readonly folders: Promise<Folders> }>();
  return (accessToken) => {
    const client = createGraphClient(apiUrl, accessToken, timeoutMs);
    return createGraphReader(client, (afresh = false) => {
      const now = Date.now();
      for (const [token, { at }] of known) if (now - at > foldersMs) known.delete(token);
      const found = known.get(accessToken);
      if (found !== undefined && !afresh) return found.folders;
      const folders = readFolders(client);
      known.set(accessToken, { at: now, folders });
      folders.catch(() => known.delete(accessToken));
      return folders;
    });
  };
}

function orTrouble<Value>(asked: Promise<Value>): Promise<Value> {
  return asked.catch((error: unknown) => {
    if (!(error instanceof OAuthRefusal)) throw error;
    if (!error.isFinal) throw new MailTrouble('unreachable', `Microsoft gave no access (${error.reason}).`);
    throw new MailTrouble('signed-out', 'Microsoft ended this mailbox’s access. Connect it again.');
  });
}
