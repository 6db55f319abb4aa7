import { describe, expect, it } from 'vitest';
import { OpenCorrespondence } from '#shared/contract/correspondence.ts';
import type { OpenThread, PageMessage } from '#shared/contract/open-email.ts';
import { createMailClaim, fingerprintText, readThreadFacts } from './thread-facts.ts';

const hashKey = btoa('0123456789abcdef0123456789abcdef');
const ada = { name: 'Ada', address: 'Ada@Customer.example' };
const me = { name: 'me', address: 'kim@team.example' };
const free = { name: 'Bo', address: 'bo@gmail.com' };

const message: PageMessage = {
  id: '1a',
  from: ada,
  to: [me],
  date: 'Fri, Nov 20, 9:14 AM',
  dateUtc: '2026-11-20T08:14:00Z',
};

const email: OpenThread = {
  state: 'open',
  webmail: 'gmail',
  thread: { kind: 'gmail-thread', id: '19c73f328cb1ca41' },
  account: 'kim@team.example',
  subject: 'Re: Order 42',
  messages: [message],
  participants: [ada, me, free, { name: 'Nobody', address: 'nonsense' }],
  url: 'https://mail.google.com/mail/u/0/#all/19c73f328cb1ca41',
};

describe('readThreadFacts', () => {
  it('tells the server nothing but hashes', async () => {
    const facts = await readThreadFacts(email, 'u/t', hashKey);
    expect(OpenCorrespondence.safeParse(facts.open).success).toBe(true);
    const said = JSON.stringify(facts.open).toLowerCase();
    for (const secret of ['ada', 'customer.example', 'kim', 'order', email.thread.id])
      expect(said).not.toContain(secret);
  });

  it('hashes every address once, and no domain where anybody can have an address', async () => {
    const facts = await readThreadFacts({ ...email, participants: [ada, ada, me, free] }, 'u/t', hashKey);
    expect(facts.addressHashes.map(({ address }) => address)).toEqual([
      'ada@customer.example',
      'kim@team.example',
      'bo@gmail.com',
    ]);
    expect(facts.addressHashes[2]?.domainHash).toBeNull();
    expect(facts.open.domains).toHaveLength(2);
  });

  it('names the thread apart for another account, another thread, another person and another team', async () => {
    const variants = await Promise.all([
      readThreadFacts(email, 'u/t', hashKey),
      readThreadFacts({ ...email, account: 'other@team.example' }, 'u/t', hashKey),
      readThreadFacts({ ...email, thread: { ...email.thread, id: '19c73f328cb1ca42' } }, 'u/t', hashKey),
      readThreadFacts(email, 'v/t', hashKey),
      readThreadFacts(email, 'u/s', hashKey),
    ]);
    expect(new Set(variants.map(({ threadKey }) => threadKey)).size).toBe(5);
    expect(variants[0]).toEqual(await readThreadFacts(email, 'u/t', hashKey));
  });
});

describe('fingerprintText', () => {
  it('is the same for everybody who has the mail', () => {
    const theirs = { ...message, from: { name: 'A. Lovelace', address: 'ada@customer.example' } };
    expect(fingerprintText('AW: order 42', theirs)).toBe(fingerprintText('Order 42', message));
    expect(fingerprintText('Order 42', message)).toBe(
      'order 42\nada@customer.example,kim@team.example\n2026-11-20T08:14',
    );
  });

  it.each<[string, Partial<PageMessage>]>([
    ['no sender', { from: null }],
    ['no recipients', { to: [] }],
    ['no certain date', { dateUtc: null }],
    ['a name without an address', { to: [{ name: 'Bo', address: '' }] }],
  ])('is not made with %s', (_what, change) => {
    expect(fingerprintText('Order 42', { ...message, ...change })).toBeUndefined();
  });
});

describe('createMailClaim', () => {
  it('takes nobody for the sender who is only the account’s own name', async () => {
    const own = { ...message, from: { name: 'Kim', address: '' }, to: [] };
    const jack = { name: 'Jack', address: '' };
    const seen = { ...email, messages: [own, { ...own, from: jack }], participants: [jack] };
    expect(createMailClaim(seen, await readThreadFacts(seen, 'u/t', hashKey)).sender).toEqual(jack);
  });

  it('names who wrote from outside as the sender, even when the thread begins with one’s own mail', async () => {
    const facts = await readThreadFacts(email, 'u/t', hashKey);
    const own = { ...message, from: me, to: [ada] };
    expect(createMailClaim({ ...email, messages: [own, message] }, facts).sender).toEqual(ada);
  });
});
