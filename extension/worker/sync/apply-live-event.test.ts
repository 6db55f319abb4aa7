import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Contact } from '#shared/contract/contact.ts';
import { CorrespondenceView } from '#shared/contract/correspondence.ts';
import { Discussion, DiscussionCard, Message } from '#shared/contract/discussion.ts';
import { LiveEvent } from '#shared/contract/live-event.ts';
import { openDatabase, type Database } from '../cache/database.ts';
import { createThreadRow } from '../cache/threads.ts';
import { createChanges, type Change } from '../changes.ts';
import { createPresenceBoard } from '../presence-board.ts';
import { applyLiveEvent, type ApplyDeps } from './apply-live-event.ts';

const scope = 'user/team';
const threadKey = `${scope}/thread`;
const discussionId = '019abc00-0000-7000-8000-000000000001';
const correspondenceId = '019abc00-0000-7000-8000-000000000002';
const contactId = '019abc00-0000-7000-8000-000000000003';
const guest = { kind: 'guest', id: '019abc00-0000-7000-8000-000000000009', name: 'Ada', pictureUrl: null };
const addressHash = 'a'.repeat(64);

function message(seq: number, version = 1): Message {
  return Message.parse({
    id: `019abc00-0000-7000-8000-0000000001${String(seq).padStart(2, '0')}`,
    discussionId,
    seq,
    version,
    author: guest,
    body: `m${seq} v${version}`,
    origin: 'chat',
    createdAt: '2026-11-20T08:00:00Z',
    editedAt: null,
    deletedAt: null,
    reactions: [],
    files: [],
    receipt: null,
  });
}

function discussion(version = 1): Discussion {
  return Discussion.parse({
    id: discussionId,
    correspondenceId,
    subject: `Order, version ${version}`,
    visibility: 'team',
    startedBy: 'Ada',
    createdAt: '2026-11-20T08:00:00Z',
    deletedAt: null,
    memberIds: [],
    following: true,
    muted: false,
    lastReadSeq: 0,
    lastSeq: 1,
    link: null,
    messages: [message(1)],
    hasOlder: false,
    version,
  });
}

function card(unread: number): DiscussionCard {
  return DiscussionCard.parse({
    id: discussionId,
    correspondenceId,
    subject: 'Order',
    senderName: 'Ada',
    visibility: 'team',
    lastMessage: null,
    unread,
    muted: false,
    following: true,
    webmailUrl: null,
  });
}

function contact(version: number): Contact {
  return Contact.parse({
    id: contactId,
    name: `Ada ${version}`,
    addresses: [{ address: 'ada@customer.example', hash: addressHash }],
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

function view(held: Discussion | null): CorrespondenceView {
  return CorrespondenceView.parse({
    correspondenceId: held === null ? null : correspondenceId,
    contacts: [],
    companies: [],
    teammateAddresses: [],
    discussion: held,
    mail: null,
    isPrivate: false,
    joinOffer: null,
    presence: null,
    chat: { connected: true, channelName: null, problem: null },
  });
}

describe('applyLiveEvent', () => {
  let database: Database;
  let told: Change[];
  let deps: ApplyDeps;
  const reread = vi.fn<ApplyDeps['reread']>();

  beforeEach(async () => {
    // Node has no IndexedDB: this is the cache of a browser that gives us no database.
    database = openDatabase(() => undefined);
    told = [];
    reread.mockReset();
    const changes = createChanges();
    changes.watch((change) => told.push(change));
    deps = { database, presence: createPresenceBoard(), changes, now: () => 7, reread };
    await database.threads.put(
      createThreadRow({ scope, key: threadKey, view: view(discussion()), hashes: [addressHash], fetchedAt: 1 }),
    );
  });

  const apply = (event: unknown, cursor: string | null = null): Promise<void> =>
    applyLiveEvent(deps, scope, LiveEvent.parse(event), cursor);
  const read = async () => (await database.threads.get(threadKey))?.view;

  it('says that the browser gives no storage, and works without', () => {
    expect(database.problem()).toMatch(/no storage/);
  });

  it('adds a message, tells the thread, and keeps the cursor', async () => {
    await apply({ kind: 'message', message: message(2) }, 'c1');
    expect((await read())?.discussion?.messages.map(({ body }) => body)).toEqual(['m1 v1', 'm2 v1']);
    expect(told).toEqual([{ kind: 'thread', threadKey }, { kind: 'discussions' }]);
    expect(await database.cursors.get(scope)).toEqual({ key: scope, cursor: 'c1' });
  });

  it('comes to the same when an event is applied twice or late', async () => {
    await apply({ kind: 'message', message: message(1, 3) });
    await apply({ kind: 'message', message: message(1, 2) });
    await apply({ kind: 'message', message: message(1, 3) });
    expect((await read())?.discussion?.messages.map(({ body }) => body)).toEqual(['m1 v3']);
  });

  it('reads a thread again in which messages are missing', async () => {
    await apply({ kind: 'message', message: message(2) });
    expect(reread).not.toHaveBeenCalled();
    await apply({ kind: 'message', message: message(5) });
    expect(reread).toHaveBeenCalledWith({ threadKeys: [threadKey] });
  });

  it('leaves other people’s scopes alone', async () => {
    await applyLiveEvent(deps, 'other/team', LiveEvent.parse({ kind: 'message', message: message(2) }), 'c1');
    expect((await read())?.discussion?.messages).toHaveLength(1);
  });

  it('changes a discussion’s head without its messages, and its card', async () => {
    const { messages: _messages, hasOlder: _hasOlder, ...head } = discussion(2);
    await apply({ kind: 'discussion', discussion: { ...head, muted: true }, card: card(3) });
    expect((await read())?.discussion).toMatchObject({ muted: true, version: 2, messages: [message(1)] });
    expect((await database.inboxes.get(scope))?.cards).toEqual([card(3)]);
    expect(told).toContainEqual({ kind: 'inbox' });
    await apply({ kind: 'discussion', discussion: { ...head, version: 1, muted: false }, card: card(3) });
    expect((await read())?.discussion?.muted).toBe(true);
  });

  it('takes a discussion away and asks for the thread again', async () => {
    await apply({ kind: 'discussion', discussion: discussion(), card: card(1) });
    await apply({ kind: 'discussion-gone', discussionId });
    expect((await read())?.discussion).toBeNull();
    expect((await database.inboxes.get(scope))?.cards).toEqual([]);
    expect(reread).toHaveBeenCalledWith({ threadKeys: [threadKey] });
  });

  it('shows a saved contact where its address is among the mail’s people, never older than known', async () => {
    await apply({ kind: 'contact', contact: contact(2) });
    await apply({ kind: 'contact', contact: contact(1) });
    expect((await read())?.contacts.map(({ name }) => name)).toEqual(['Ada 2']);
    await apply({ kind: 'contact-gone', contactId, addresses: [] });
    expect((await read())?.contacts).toEqual([]);
  });

  it('asks anew for threads that the server may know by now', async () => {
    await apply({ kind: 'correspondence', correspondenceId });
    expect(reread).toHaveBeenCalledWith({ threadKeys: [threadKey] });
    await apply({ kind: 'correspondence', correspondenceId: contactId });
    expect(reread).toHaveBeenCalledWith('unknown-threads');
  });

  it('keeps presence in memory only', async () => {
    await apply({ kind: 'presence', presence: { discussionId, people: [] } });
    expect(deps.presence.find(discussionId)).toEqual({ discussionId, people: [] });
    expect((await read())?.presence).toBeNull();
    expect(told).toContainEqual({ kind: 'thread', threadKey });
  });

  it('reads everything after a reset, and forgets the cursor when none came', async () => {
    await apply({ kind: 'heartbeat', at: '2026-11-20T08:00:00Z' }, 'c1');
    await apply({ kind: 'reset' });
    expect(await database.cursors.get(scope)).toEqual({ key: scope, cursor: null });
    expect(reread).toHaveBeenCalledWith('everything');
  });
});
