import type { Config } from '#server/kernel/config.ts';
import { createOAuthFlow, OAuthRefusal } from '#server/kernel/oauth-client.ts';
import type { MailFeature } from '#shared/contract/mailbox.ts';
import {
  MailTrouble,
  type MailCost,
  type ConsentMailProvider,
  type MailProvider,
  type MailQuota,
  type MailReader,
} from '#server/ports/mail-reader.ts';
import { createGraphClient } from './graph-client.ts';
import { readFolders, type Folders } from './read-folders.ts';
import { createGraphReader } from './read-mail.ts';
import { createGraphSender } from './send-mail.ts';

/** Sending needs drafts, hence the right to write; both are asked for at the first send. */
const scopesOf: Readonly<Record<MailFeature, readonly string[]>> = {
  read: ['offline_access', 'User.Read', 'Mail.Read'],
  send: ['Mail.Send', 'Mail.ReadWrite'],
};

/** Another's mailbox needs rights of its own (https://learn.microsoft.com/en-us/graph/outlook-share-messages-folders). */
const sharedScopesOf: typeof scopesOf = {
  read: ['offline_access', 'User.Read', 'Mail.Read.Shared'],
  send: ['Mail.Send.Shared', 'Mail.ReadWrite.Shared'],
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
): ConsentMailProvider | undefined {
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
    checkMinutes: 15,
    listsStates: true,
    canDelegate: true,
    authorizeUrl: ({ state, codeChallenge, redirectUri, features, login, isDelegated }) =>
      oauth.authorizeUrl({
        redirect_uri: redirectUri,
        scope: features.flatMap((feature) => (isDelegated ? sharedScopesOf : scopesOf)[feature]).join(' '),
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
        response_mode: 'query',
        ...(login === undefined ? { prompt: 'select_account' } : { login_hint: login }),
      }),
    exchange: async ({ delegated, ...options }) => {
      const tokens = await orTrouble(oauth.exchange(options));
      const features = featuresOf(tokens.scopes, delegated === null ? '' : '.shared');
      const signedIn = await reader(tokens.accessToken, null).readAddress();
      if (delegated === null) return { tokens, address: signedIn, via: null, features };
      if (features.includes('read')) await proveAccess(reader(tokens.accessToken, delegated), delegated, signedIn);
      return { tokens, address: delegated, via: signedIn, features };
    },
    refresh: (refreshToken) => orTrouble(oauth.refresh(refreshToken)),
    // Microsoft has no call that takes one app's consent back; forgetting the tokens is all that can be done.
    revoke: async () => undefined,
    reader,
    sender: (accessToken, delegated) =>
      createGraphSender(createGraphClient({ apiUrl: config.graph.apiUrl, accessToken, timeoutMs, delegated })),
  };
}

/** Readers that share what is known of a mailbox's folders while its access lasts. */
function createReaders(apiUrl: string, timeoutMs: number): MailProvider['reader'] {
  const known = new Map<string, { readonly at: number; readonly folders: Promise<Folders> }>();
  return (accessToken, delegated) => {
    const client = createGraphClient({ apiUrl, accessToken, timeoutMs, delegated });
    const key = `${accessToken} ${client.root}`;
    return createGraphReader(client, (afresh = false) => {
      const now = Date.now();
      for (const [each, { at }] of known) if (now - at > foldersMs) known.delete(each);
      const found = known.get(key);
      if (found !== undefined && !afresh) return found.folders;
      const folders = readFolders(client);
      known.set(key, { at: now, folders });
      folders.catch(() => known.delete(key));
      return folders;
    });
  };
}

function featuresOf(scopes: readonly string[], suffix: '' | '.shared'): MailFeature[] {
  const granted = scopes.map((scope) => scope.replace('https://graph.microsoft.com/', '').toLowerCase());
  const has = (scope: string): boolean => granted.includes(`${scope}${suffix}`);
  const mayRead = has('mail.read') || has('mail.readwrite');
  const maySend = has('mail.send') && has('mail.readwrite');
  return [...(mayRead ? (['read'] as const) : []), ...(maySend ? (['send'] as const) : [])];
}

/** Microsoft opens a mailbox by an address of it, and only to whom its administrator gave access. */
async function proveAccess(reader: MailReader, address: string, signedIn: string): Promise<void> {
  if (address === signedIn)
    throw new MailTrouble('refused', `${address} is the account's own mailbox: connect it without naming it.`);
  try {
    await reader.list({ from: new Date(), page: null, size: 1 });
  } catch (error) {
    if (!(error instanceof MailTrouble) || !['signed-out', 'missing', 'refused'].includes(error.kind)) throw error;
    throw new MailTrouble(
      'refused',
      `Microsoft does not open ${address} to ${signedIn}. Ask whoever administers it for full access, then try again.`,
    );
  }
}

function orTrouble<Value>(asked: Promise<Value>): Promise<Value> {
  return asked.catch((error: unknown) => {
    if (!(error instanceof OAuthRefusal)) throw error;
    if (!error.isFinal) throw new MailTrouble('unreachable', `Microsoft gave no access (${error.reason}).`);
    throw new MailTrouble('signed-out', 'Microsoft ended this mailbox’s access. Connect it again.');
  });
}
