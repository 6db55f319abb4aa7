import { createEmulator } from 'emulate';
import { readConfig } from '#server/kernel/config.ts';
import { createMailProviders } from '#server/providers/create-mail-providers.ts';
import { providers } from '#tests/support/mail-accounts.ts';
import { signIn } from '#tests/support/mail-sign-in.ts';
import { checkReader, everyPart, type Part, type Subject } from './reader-contract.ts';

/**
 * What emulate 0.12.2's Gmail has. The rest it lacks: no profile, no quota, no faults, no search by
 * time (so nothing is listed), history that never ends, and any token is taken.
 */
const emulatedParts: readonly Part[] = ['read', 'changes', 'missing', 'thread'];

function config(settings: Readonly<Record<string, string>>) {
  return readConfig({ SECRET: 's'.repeat(32), PUBLIC_URL: 'http://127.0.0.1:1', ...settings });
}

async function createStoodIn(name: keyof typeof providers): Promise<Subject> {
  const provider = await providers[name]({ clockScale: 1 });
  const account = provider.add('support@larkfield.example');
  const { found, accessToken } = await signIn(provider, account.address);
  return {
    reader: found.reader(accessToken, null),
    address: account.address,
    provider,
    forgetChanges: async () => account.forgetChanges(),
    deliver: async (raw, threadId) => account.deliver({ raw, ...(threadId !== undefined && { threadId }) }),
    remove: async (id) => account.remove(id),
    markRead: async (id) => account.markRead(id),
    close: () => provider.close(),
  };
}

/** A second opinion that nobody here wrote: emulate 0.12.2's Gmail. */
async function createEmulated(): Promise<Subject> {
  const address = 'support@larkfield.example';
  const emulator = await createEmulator({
    service: 'google',
    port: 0,
    seed: { google: { users: [{ email: address, name: 'Support' }] } },
  });
  const client = { GOOGLE_CLIENT_ID: 'c', GOOGLE_CLIENT_SECRET: 'c' };
  const { gmail } = createMailProviders(config({ ...client, GMAIL_API_URL: emulator.url })).providers;
  if (gmail === undefined) throw new Error('there is no Gmail');
  const call = async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${emulator.url}/gmail/v1/users/me${path}`, {
      method,
      headers: { authorization: 'Bearer anyone', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return text === '' ? {} : (JSON.parse(text) as { id?: string });
  };
  return {
    reader: gmail.reader('anyone', null),
    address,
    provider: undefined,
    beginning: JSON.stringify({ historyId: '1' }),
    deliver: async (raw, threadId) => {
      const encoded = Buffer.from(raw).toString('base64url');
      const body = { raw: encoded, labelIds: ['INBOX', 'UNREAD'], ...(threadId !== undefined && { threadId }) };
      return (await call('POST', '/messages', body)).id ?? '';
    },
    remove: async (id) => void (await call('DELETE', `/messages/${id}`)),
    markRead: async (id) => void (await call('POST', `/messages/${id}/modify`, { removeLabelIds: ['UNREAD'] })),
    close: () => emulator.close(),
  };
}

checkReader('the Gmail stand-in', () => createStoodIn('gmail'), everyPart);
checkReader('the Graph stand-in', () => createStoodIn('outlook'), everyPart);
checkReader('emulate 0.12.2', createEmulated, emulatedParts);
