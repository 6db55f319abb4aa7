import { buffer } from 'node:stream/consumers';
import { createEmulator } from 'emulate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '#server/kernel/config.ts';
import type { MailReader, MailTouch } from '#server/ports/mail-reader.ts';
import { createMailProviders } from '#server/providers/create-mail-providers.ts';
import { providers, type Account, type Provider } from '#tests/support/mail-accounts.ts';
import { signIn } from '#tests/support/mail-sign-in.ts';
import { createSource } from '#tests/support/mail-source.ts';

type Part =
  | 'address'
  | 'list'
  | 'read'
  | 'changes'
  | 'missing'
  | 'thread'
  | 'forgotten changes'
  | 'expired access'
  | 'slow down'
  | 'failure';

const everyPart: readonly Part[] = [
  'address',
  'list',
  'read',
  'changes',
  'missing',
  'thread',
  'forgotten changes',
  'expired access',
  'slow down',
  'failure',
];

/**
 * What emulate 0.12.2's Gmail has. The rest it lacks: no profile, no quota, no faults, no search by
 * time (so nothing is listed), history that never ends, and any token is taken.
 */
const emulatedParts: readonly Part[] = ['read', 'changes', 'missing', 'thread'];

/** What is needed of a mailbox to judge its reader. */
interface Subject {
  readonly reader: MailReader;
  readonly address: string;
  readonly provider: Provider | undefined;
  readonly account: Account | undefined;
  deliver(raw: string, threadId?: string): Promise<string>;
  remove(id: string): Promise<void>;
  markRead(id: string): Promise<void>;
  close(): Promise<void>;
}

function config(settings: Readonly<Record<string, string>>) {
  return readConfig({ SECRET: 's'.repeat(32), PUBLIC_URL: 'http://127.0.0.1:1', ...settings });
}

/** These mails are small. */
async function hold(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return buffer(bytes);
}

async function createStoodIn(name: keyof typeof providers): Promise<Subject> {
  const provider = await providers[name]({ clockScale: 1 });
  const account = provider.add('support@larkfield.example');
  const { found, accessToken } = await signIn(provider, account.address);
  return {
    reader: found.reader(accessToken, null),
    address: account.address,
    provider,
    account,
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
    account: undefined,
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

function writeNumbered(number: number): string {
  const date = new Date(Date.now() - (10 - number) * 60_000);
  return Buffer.from(createSource({ subject: `Mail ${number}`, date, body: `Grüße ${number}` })).toString();
}

function contract(name: string, create: () => Promise<Subject>, parts: readonly Part[]): void {
  const part = (which: Part, title: string, run: () => Promise<void>) => {
    if (parts.includes(which)) test(`${which}: ${title}`, run);
  };
  describe(`reading mail of ${name}`, () => {
    let subject: Subject;
    beforeAll(async () => {
      subject = await create();
    });
    afterAll(async () => subject.close());

    const yesterday = new Date(Date.now() - 24 * 60 * 60 * 1000);

    async function changesSince(cursor: string): Promise<{ items: MailTouch[]; cursor: string }> {
      const items: MailTouch[] = [];
      for (let at = cursor; ;) {
        const page = await subject.reader.changes(at, 100);
        items.push(...page.items);
        at = page.cursor;
        if (!page.hasMore) return { items, cursor: at };
      }
    }

    /** A cursor, where the provider has a profile to begin from; else the very beginning. */
    async function begin(): Promise<string> {
      if (subject.provider === undefined) return JSON.stringify({ historyId: '1' });
      return (await changesSince(await subject.reader.begin(yesterday))).cursor;
    }

    part('address', 'is what the provider’s own profile says', async () => {
      expect(await subject.reader.readAddress()).toBe(subject.address);
    });

    part('list', 'names each mail once over its pages', async () => {
      const ids = new Set<string>();
      for (let number = 0; number < 5; number += 1) ids.add(await subject.deliver(writeNumbered(number)));
      const listed: string[] = [];
      for (let page: string | null = null; ;) {
        const found = await subject.reader.list({ from: yesterday, page, size: 2 });
        listed.push(...found.items.map(({ id }) => id));
        if (found.next === undefined) break;
        page = found.next;
      }
      expect(listed.filter((id) => ids.has(id)).toSorted()).toEqual([...ids].toSorted());
    });

    part('read', 'gives the bytes as they came, and the state', async () => {
      const raw = writeNumbered(7);
      const id = await subject.deliver(raw);
      const mail = await subject.reader.read(id, undefined, hold);
      expect(String(mail.raw)).toContain('Grüße 7');
      expect(mail.state).toMatchObject({ isRead: false, labels: expect.arrayContaining(['inbox']) });
      await subject.markRead(id);
      expect((await subject.reader.state(id)).isRead).toBe(true);
    });

    part('changes', 'name what is new, what changed and what is gone', async () => {
      const kept = await subject.deliver(writeNumbered(1));
      const gone = await subject.deliver(writeNumbered(2));
      const cursor = await begin();
      const fresh = await subject.deliver(writeNumbered(3));
      await subject.markRead(kept);
      await subject.remove(gone);
      const { items, cursor: next } = await changesSince(cursor);
      expect(items.map(({ id }) => id)).toEqual(expect.arrayContaining([fresh, kept, gone]));
      expect((await changesSince(next)).items.map(({ id }) => id)).not.toContain(kept);
    });

    part('missing', 'is a mail that is gone', async () => {
      const id = await subject.deliver(writeNumbered(1));
      await subject.remove(id);
      await expect(subject.reader.read(id, undefined, hold)).rejects.toMatchObject({ kind: 'missing' });
      await expect(subject.reader.state(id)).rejects.toMatchObject({ kind: 'missing' });
    });

    part('thread', 'names the mails of a thread', async () => {
      const first = await subject.deliver(writeNumbered(1));
      const { threadId } = await subject.reader.state(first);
      const second = await subject.deliver(writeNumbered(2), threadId ?? '');
      const ids = (await subject.reader.thread(threadId ?? '')).map(({ id }) => id);
      expect(ids.toSorted()).toEqual([first, second].toSorted());
    });

    part('forgotten changes', 'are told as a lost cursor', async () => {
      const cursor = await begin();
      await subject.deliver(writeNumbered(1));
      subject.account?.forgetChanges();
      await expect(changesSince(cursor)).rejects.toMatchObject({ kind: 'cursor-lost' });
    });

    part('slow down', 'comes with how long', async () => {
      const { provider } = subject;
      provider?.faults.next(provider.methods.read, { status: 429, retryAfterSeconds: 17 });
      const id = await subject.deliver(writeNumbered(1));
      const asked = subject.reader.read(id, undefined, hold);
      await expect(asked).rejects.toMatchObject({ kind: 'limited', retryAfterMs: 17_000 });
    });

    part('failure', 'of the provider or the line is one that may pass', async () => {
      const { provider } = subject;
      const id = await subject.deliver(writeNumbered(1));
      for (const status of [500, 503, 'drop'] as const) {
        provider?.faults.next(provider.methods.read, { status });
        await expect(subject.reader.read(id, undefined, hold)).rejects.toMatchObject({ kind: 'unreachable' });
      }
    });

    part('expired access', 'is told apart from the rest', async () => {
      subject.provider?.authority.expireAccess(subject.address);
      await expect(subject.reader.readAddress()).rejects.toMatchObject({ kind: 'expired' });
    });
  });
}

contract('the Gmail stand-in', () => createStoodIn('gmail'), everyPart);
contract('the Graph stand-in', () => createStoodIn('outlook'), everyPart);
contract('emulate 0.12.2', createEmulated, emulatedParts);
