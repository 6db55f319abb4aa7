import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SeenThread } from '#shared/contract/open-email.ts';

const stored: Record<string, unknown> = {};
vi.mock('webextension-polyfill', () => ({
  default: {
    storage: {
      local: {
        get: async (key: string) => (key in stored ? { [key]: stored[key] } : {}),
        set: async (values: Record<string, unknown>) => void Object.assign(stored, values),
      },
    },
  },
}));
const { createMailboxAccounts } = await import('./mailbox-accounts.ts');

/** An Outlook conversation in the mailbox with this GUID: 0x00, 0x04, length, GUID in ASCII, and a rest. */
function conversationIn(guid: string, rest: string): string {
  return btoa(`\u0000\u0004${String.fromCharCode(guid.length, 0)}${guid}${rest}`)
    .replaceAll('+', '_')
    .replaceAll('/', '-');
}

const own = '57a9446f-d1e0-4601-bc4c-48702c47db86';
const shared = 'aa39446f-d1e0-4601-bc4c-48702c47db11';

const guidOf = (n: number): string => `${String(n).padStart(8, '0')}-d1e0-4601-bc4c-48702c47db86`;

function thread(guid: string, account: string | null, rest = 'one'): SeenThread {
  const id = conversationIn(guid, rest);
  return { state: 'open', webmail: 'outlook', thread: { kind: 'outlook-conversation', id }, account } as SeenThread;
}

const as = (seen: SeenThread, account: string) => ({ ...seen, account });

beforeEach(() => {
  for (const key of Object.keys(stored)) delete stored[key];
});

describe('which account a mailbox belongs to', () => {
  it('is learned from a page that names both, and completes one that does not', async () => {
    const accounts = createMailboxAccounts();
    await accounts.ready;
    await accounts.learn(as(thread(own, null), 'mara@larkfield.example'));
    await accounts.learn(as(thread(shared, null), 'support@larkfield.example'));
    expect(accounts.complete(thread(own, null, 'two'))).toMatchObject({ account: 'mara@larkfield.example' });
    expect(accounts.complete(thread(shared, null, 'two'))).toMatchObject({ account: 'support@larkfield.example' });
    const url = `https://outlook.office.com/mail/inbox/id/${encodeURIComponent(conversationIn(shared, 'three'))}`;
    expect(accounts.findByUrl(url)).toBe('support@larkfield.example');
  });

  it('is kept beyond the worker, and given up for what a page says now', async () => {
    const first = createMailboxAccounts();
    await first.learn(as(thread(own, null), 'old@larkfield.example'));
    const second = createMailboxAccounts();
    await second.ready;
    expect(second.complete(thread(own, null))).toMatchObject({ account: 'old@larkfield.example' });
    expect(second.complete(thread(own, 'new@larkfield.example'))).toMatchObject({ account: 'new@larkfield.example' });
    await second.learn(as(thread(own, null), 'new@larkfield.example'));
    expect(second.complete(thread(own, null))).toMatchObject({ account: 'new@larkfield.example' });
  });

  it('is never guessed: of a mailbox that nobody named the page can’t be read', async () => {
    const accounts = createMailboxAccounts();
    await accounts.learn(as(thread(own, null), 'mara@larkfield.example'));
    expect(accounts.complete(thread(shared, null))).toMatchObject({ state: 'unreadable', reason: 'account-unknown' });
    const gmail = { ...thread(own, null), webmail: 'gmail', thread: { kind: 'gmail-thread', id: '18c2f00d00000001' } };
    expect(accounts.complete(gmail as SeenThread)).toMatchObject({ state: 'unreadable', reason: 'account-unknown' });
    expect(accounts.findByUrl('https://outlook.office.com/mail/inbox')).toBeUndefined();
    expect(accounts.complete({ state: 'none', webmail: 'outlook', account: null, view: null })).toMatchObject({
      state: 'none',
    });
  });

  it('of the mailbox that was named longest ago is forgotten first', async () => {
    const accounts = createMailboxAccounts();
    for (let n = 0; n <= 50; n += 1) await accounts.learn(as(thread(guidOf(n), null), `a${n}@larkfield.example`));
    expect(accounts.complete(thread(guidOf(0), null))).toMatchObject({ state: 'unreadable' });
    expect(accounts.complete(thread(guidOf(1), null))).toMatchObject({ account: 'a1@larkfield.example' });
  });
});
