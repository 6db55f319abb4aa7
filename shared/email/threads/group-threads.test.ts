import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NamedAddress } from '../address.ts';
import { groupThreads } from './group-threads.ts';
import type { ThreadEmail } from './thread-email.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const START = Date.parse('2026-03-02T09:00:00Z');

type Sketch = Partial<Omit<ThreadEmail, 'from' | 'to' | 'date'>> & { from?: string; to?: string; day?: number };

function person(name: string): NamedAddress {
  return { name, address: `${name}@example.com` };
}

/** A mail from Mara to Tom, on its subject's first day unless told otherwise; its key is its id. */
function mail(key: string, { from = 'mara', to = 'tom', day = 0, ...rest }: Sketch = {}): ThreadEmail {
  return {
    key,
    messageId: `${key}@id`,
    inReplyTo: null,
    references: [],
    subject: 'Offer for the hall',
    cc: [],
    ...rest,
    from: [person(from)],
    to: [person(to)],
    date: new Date(START + day * DAY_MS).toISOString(),
  };
}

const answer = { subject: 'Re: Offer for the hall', from: 'tom', to: 'mara', day: 1 };
const stranger = { from: 'ida', to: 'paul', subject: 'Lost keys' };

function keysOf(emails: ThreadEmail[]): string[][] {
  return groupThreads(emails).map((thread) => thread.emails.map(({ key }) => key));
}

describe('what joins', () => {
  test('an answer follows the mail it answers, though its clock runs behind', () => {
    expect(keysOf([mail('b', { ...answer, inReplyTo: 'a@id', day: -1 }), mail('a')])).toEqual([['a', 'b']]);
  });

  test('the nearest ancestor that is here holds a mail whose parent is missing', () => {
    const late = mail('c', { ...answer, references: ['a@id', 'lost@id'], inReplyTo: 'lost@id' });
    expect(keysOf([mail('a'), late])).toEqual([['a', 'c']]);
  });

  test('answers to a mail that nobody has belong together', () => {
    const emails = [
      mail('b', { ...answer, inReplyTo: 'lost@id' }),
      mail('c', { ...answer, day: 2, references: ['lost@id'] }),
    ];
    expect(groupThreads(emails)[0]?.emails).toEqual([
      { key: 'b', because: 'starts the thread' },
      { key: 'c', because: 'refers to the same missing e-mail' },
    ]);
  });

  test('References of a later mail tell where one without any belongs', () => {
    const lost = mail('b', { ...answer, subject: 'Offer for the hall' });
    expect(keysOf([mail('a'), lost, mail('c', { day: 2, references: ['a@id', 'b@id'] })])).toEqual([['a', 'b', 'c']]);
  });

  test('a changed subject stays with what it answers', () => {
    const renamed = mail('b', { ...answer, subject: 'Dates (was: Offer for the hall)', inReplyTo: 'a@id' });
    expect(keysOf([mail('a'), renamed])).toEqual([['a', 'b']]);
  });

  test('copies of one mail, and the mail under the id that a gateway gave it', () => {
    const content = 'one and the same';
    const emails = ['a@id', 'a@id', 'gateway@id'].map((messageId, index) => mail(`a${index}`, { messageId, content }));
    expect(groupThreads(emails)[0]?.emails.map(({ because }) => because)).toEqual([
      'starts the thread',
      'is a copy of an e-mail of the thread',
      'is the same e-mail under another id',
    ]);
  });

  test('what the provider shows as one thread, within one mailbox only', () => {
    const inbox = { mailbox: 'mara', id: '7' };
    const emails = [
      mail('a', { providerThread: inbox }),
      mail('b', { ...stranger, providerThread: inbox }),
      mail('c', { ...stranger, day: 3, subject: 'Keys', providerThread: { mailbox: 'tom', id: '7' } }),
    ];
    expect(keysOf(emails)).toEqual([['a', 'b'], ['c']]);
  });

  test('an answer without ids, by subject, people and days', () => {
    const bare = { messageId: null };
    expect(keysOf([mail('a', bare), mail('b', { ...answer, ...bare })])).toEqual([['a', 'b']]);
    expect(keysOf([mail('a', bare), mail('b', { ...answer, ...bare, day: 30 })])).toEqual([['a'], ['b']]);
    expect(keysOf([mail('a', bare), mail('b', { ...answer, ...bare, from: 'ida' })])).toEqual([['a'], ['b']]);
  });

  test('the second mail that In-Reply-To names, where the first is missing', () => {
    const both = { ...answer, subject: 'Dates', inReplyTo: 'lost@id', parents: ['lost@id', 'a@id'] };
    expect(keysOf([mail('a'), mail('b', both)])).toEqual([['a', 'b']]);
  });

  test('an answer to an id used twice, when both mails are in one thread', () => {
    const twice = ['b1', 'b2'].map((key) =>
      mail(key, { ...answer, messageId: 'b@id', inReplyTo: 'a@id', content: key }),
    );
    expect(keysOf([mail('a'), ...twice, mail('c', { day: 2, inReplyTo: 'b@id' })])).toEqual([['a', 'b1', 'b2', 'c']]);
  });

  test('an answer under another subject to a mail whose recipients are not known', () => {
    const silent = { ...mail('a'), to: [] };
    expect(keysOf([silent, mail('b', { ...answer, subject: 'Dates', inReplyTo: 'a@id' })])).toEqual([['a', 'b']]);
  });

  test('rings of references come to an end', () => {
    const emails = [
      mail('a', { references: ['c@id'] }),
      mail('b', { references: ['a@id', 'b@id'] }),
      mail('c', { references: ['b@id'] }),
    ];
    expect(keysOf(emails).map((keys) => keys.toSorted())).toEqual([['a', 'b', 'c']]);
  });
});

describe('what stays apart', () => {
  test('an id used for two different mails; the answer goes to the one it fits', () => {
    const other = mail('a2', { ...stranger, messageId: 'a@id' });
    const emails = [mail('a'), other, mail('b', { ...answer, inReplyTo: 'a@id' })];
    expect(keysOf(emails)).toEqual([['a', 'b'], ['a2']]);
  });

  test('ids of a foreign thread glued into References', () => {
    const foreign = mail('x', stranger);
    const emails = [mail('a'), foreign, mail('b', { ...answer, references: ['x@id', 'a@id'], inReplyTo: 'a@id' })];
    expect(keysOf(emails)).toEqual([['a', 'b'], ['x']]);
  });

  test('a foreign thread of the same subject, glued into References', () => {
    const foreign = mail('x', { from: 'ida', to: 'paul' });
    const emails = [foreign, mail('a', { day: 1 }), mail('b', { ...answer, day: 2, references: ['x@id', 'a@id'] })];
    expect(keysOf(emails)).toEqual([['x'], ['a', 'b']]);
  });

  test('a foreign id in In-Reply-To yields to the ancestor of the same subject', () => {
    const foreign = mail('x', { ...stranger, to: 'tom' });
    const emails = [mail('a'), foreign, mail('b', { ...answer, references: ['a@id'], inReplyTo: 'x@id' })];
    expect(keysOf(emails)).toEqual([['a', 'b'], ['x']]);
  });

  test('a mail that refers to one with which it shares neither subject nor people', () => {
    expect(keysOf([mail('a'), mail('x', { ...stranger, references: ['a@id'] })])).toEqual([['a'], ['x']]);
  });

  test('a mail that refers to another customer’s thread with the same desk', () => {
    const desk = mail('x', { from: 'tom', to: 'ida', subject: 'Your keys', inReplyTo: 'a@id' });
    const other = mail('y', { from: 'ida', to: 'tom', subject: 'Keys again', references: ['a@id'] });
    expect(keysOf([mail('a'), desk, other])).toEqual([['a'], ['x'], ['y']]);
    const siblings = [desk, other, mail('z', { subject: 'Hall', inReplyTo: 'lost@id', day: 2 })];
    expect(keysOf(siblings)).toEqual([['x', 'y'], ['z']]);
  });

  test('the same subject twice, when neither is an answer', () => {
    expect(keysOf([mail('a'), mail('b', { day: 7 })])).toEqual([['a'], ['b']]);
  });

  test('an answer that fits two threads alike', () => {
    const emails = [mail('a'), mail('b', { day: 1 }), mail('c', { ...answer, day: 2 })];
    expect(keysOf(emails)).toEqual([['a'], ['b'], ['c']]);
  });

  test('one ticket number in two subjects', () => {
    const emails = [
      mail('a', { subject: '[Ticket #4711] Printer' }),
      mail('b', { ...answer, subject: 'Re: [Ticket #4711] Invoice' }),
    ];
    expect(keysOf(emails)).toEqual([['a'], ['b']]);
  });
});

describe('any set of mails', () => {
  const name = fc.constantFrom('mara', 'tom', 'ida', 'paul');
  const id = fc.constantFrom('1@id', '2@id', '3@id', '4@id', '5@id', 'lost@id');
  const sketch = fc.record({
    messageId: fc.option(id),
    inReplyTo: fc.option(id),
    references: fc.array(id, { maxLength: 3 }),
    subject: fc.constantFrom('Offer', 'Re: Offer', 'AW: Offer', 'Keys', 'Re: Keys', ''),
    from: name,
    to: name,
    day: fc.integer({ min: 0, max: 30 }),
    providerThread: fc.option(fc.record({ mailbox: name, id: fc.constantFrom('1', '2') }), { nil: undefined }),
  });
  const mails = fc
    .array(sketch, { maxLength: 9 })
    .map((sketches) => sketches.map((each, index) => mail(`m${index}`, each)));

  test('groups the same whatever order it comes in, and holds each mail once', () => {
    const shuffled = mails.chain((emails) =>
      fc.tuple(fc.constant(emails), fc.shuffledSubarray(emails, { minLength: emails.length })),
    );
    fc.assert(
      fc.property(shuffled, ([emails, other]) => {
        const threads = groupThreads(emails);
        expect(groupThreads(other)).toEqual(threads);
        const keys = threads.flatMap((thread) => thread.emails.map(({ key }) => key));
        expect(keys.toSorted()).toEqual(emails.map(({ key }) => key).toSorted());
      }),
      { numRuns: 500 },
    );
  });
});
