import { describe, expect, it } from 'vitest';
import { Contact } from '#shared/contract/contact.ts';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import { Discussion, Message } from '#shared/contract/discussion.ts';
import { createThreadRow, mergeDiscussions, mergeViews, withMessage } from './threads.ts';

const discussionId = '019abc00-0000-7000-8000-000000000001';
const messageId = (n: number): string => `019abc00-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`;

function message(seq: number, version = 1, body = `m${seq}`): Message {
  return Message.parse({
    id: messageId(seq),
    discussionId,
    seq,
    version,
    author: { kind: 'guest', id: '019abc00-0000-7000-8000-000000000009', name: 'Ada', pictureUrl: null },
    body,
    origin: 'chat',
    createdAt: '2026-11-20T08:00:00Z',
    editedAt: null,
    deletedAt: null,
    reactions: [],
    files: [],
    receipt: null,
  });
}

function discussion(messages: Message[], version = 1, hasOlder = false): Discussion {
  return Discussion.parse({
    id: discussionId,
    correspondenceId: '019abc00-0000-7000-8000-000000000002',
    subject: 'Order',
    visibility: 'team',
    startedBy: 'Ada',
    createdAt: '2026-11-20T08:00:00Z',
    deletedAt: null,
    memberIds: [],
    following: true,
    muted: false,
    lastReadSeq: 0,
    lastSeq: messages.at(-1)?.seq ?? 0,
    link: null,
    messages,
    hasOlder,
    version,
  });
}

function view(held: Discussion | null): CorrespondenceView {
  return {
    correspondenceId: held?.correspondenceId ?? null,
    contacts: [],
    companies: [],
    teammateAddresses: [],
    discussion: held,
    mail: null,
    isPrivate: false,
    joinOffer: null,
    presence: null,
    chat: { connected: true, channelName: null, problem: null },
  };
}

function contact(n: number, version: number): Contact {
  return Contact.parse({
    id: messageId(n),
    name: `Contact ${n}, version ${version}`,
    addresses: [],
    company: null,
    owner: null,
    status: 'new',
    fields: {},
    newestActivity: null,
    pictureUrl: null,
    version,
    updatedAt: '2026-11-20T08:00:00Z',
  });
}

const withContacts = (...contacts: Contact[]): CorrespondenceView => ({ ...view(null), contacts });

describe('messages', () => {
  it('stand in the discussion’s order, whatever the order of arrival', () => {
    const seen = [message(3), message(1), message(2)].reduce<Message[]>(withMessage, []);
    expect(seen.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('are never replaced by an older copy', () => {
    const edited = message(1, 3, 'edited');
    expect(withMessage([edited], message(1, 2, 'old'))).toEqual([edited]);
    expect(withMessage([message(1, 2, 'old')], edited)).toEqual([edited]);
  });
});

describe('mergeDiscussions', () => {
  it('keeps what a live event brought while an older answer was on its way', () => {
    const known = discussion([message(1), message(2, 4, 'edited'), message(3)], 7);
    const late = discussion([message(1), message(2)], 5);
    const merged = mergeDiscussions(known, late);
    expect(merged.messages.map(({ body }) => body)).toEqual(['m1', 'edited', 'm3']);
    expect(merged).toMatchObject({ version: 7, lastSeq: 3 });
  });

  it('keeps no hole: older messages go when the answer begins later', () => {
    const known = discussion([message(1), message(2)]);
    const later = discussion([message(8), message(9)], 2, true);
    expect(mergeDiscussions(known, later).messages.map(({ seq }) => seq)).toEqual([8, 9]);
  });
});

describe('mergeViews', () => {
  it('takes the answer when the thread has another discussion now, or none', () => {
    const other = { ...discussion([message(1)]), id: Discussion.shape.id.parse(messageId(77)) };
    expect(mergeViews(view(discussion([message(1)])), view(other)).discussion?.id).toBe(other.id);
    expect(mergeViews(view(discussion([message(1)])), view(null)).discussion).toBeNull();
    expect(mergeViews(undefined, view(null)).discussion).toBeNull();
  });

  it('keeps a discussion that was started while the answer was on its way', () => {
    const started = view(discussion([message(1)]));
    expect(mergeViews(started, view(null), view(null))).toMatchObject({
      correspondenceId: started.correspondenceId,
      discussion: { id: discussionId },
    });
    expect(mergeViews(started, view(null), started).discussion).toBeNull();
  });

  it('keeps contacts that were saved or edited while the answer was on its way', () => {
    const old = contact(1, 1);
    const edited = contact(1, 2);
    const saved = contact(2, 1);
    const removed = contact(3, 1);
    const merged = mergeViews(withContacts(edited, saved, removed), withContacts(old), withContacts(old, removed));
    expect(merged.contacts).toEqual([edited, saved]);
    expect(mergeViews(withContacts(old), withContacts(edited)).contacts).toEqual([edited]);
  });
});

describe('createThreadRow', () => {
  it('can be found by its ids and keeps no presence', () => {
    const held = discussion([]);
    const row = createThreadRow({
      scope: 'u/t',
      key: 'u/t/x',
      view: { ...view(held), presence: { discussionId: held.id, people: [] } },
      hashes: ['h'],
      fetchedAt: 5,
    });
    expect(row).toMatchObject({ discussion: `u/t ${held.id}`, view: { presence: null }, fetchedAt: 5 });
    expect(row.people).toEqual(['u/t h']);
    expect(createThreadRow({ ...row, view: view(null) }).discussion).toBe('');
  });
});
