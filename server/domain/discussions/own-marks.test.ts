import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DiscussionId } from '#shared/contract/ids.ts';
import { postAboutMail } from '../correspondences/index.ts';
import type { Context } from '#server/kernel/context.ts';
import {
  createDomainTeam,
  createMail,
  draftOf,
  type DomainTeam,
  type MailOptions,
} from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import {
  deleteMessage,
  followDiscussion,
  getDiscussion,
  listDiscussions,
  markRead,
  markUnread,
  muteDiscussion,
  postMessage,
  searchDiscussions,
} from './index.ts';

let app: TestApp;
let team: DomainTeam;
let ben: Context;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
  ben = await team.add('Ben');
});

async function start(who: Context = team.olga, body = 'first', mail: MailOptions = {}): Promise<DiscussionId> {
  const target = { mail: createMail(mail), visibility: 'team' as const, channelId: null };
  return (await postAboutMail(app.ports, who, { ...draftOf(body), target })).discussion.id;
}

async function post(who: Context, discussionId: DiscussionId, body: string) {
  return (await postMessage(app.ports, who, { ...draftOf(body), discussionId })).message;
}

async function cards(who: Context) {
  return (await listDiscussions(app.ports, who, {})).cards;
}

async function unread(who: Context, discussionId: DiscussionId): Promise<number | undefined> {
  return (await cards(who)).find(({ id }) => id === discussionId)?.unread;
}

describe('what is unread', () => {
  test('is what others wrote since one last read, without what they deleted', async () => {
    const id = await start();
    await followDiscussion(app.ports, ben, { discussionId: id, on: true });
    expect(await unread(ben, id)).toBe(0);
    await post(team.olga, id, 'second');
    const third = await post(team.olga, id, 'third');
    expect(await unread(ben, id)).toBe(2);
    expect(await unread(team.olga, id)).toBe(0);
    await deleteMessage(app.ports, team.olga, { discussionId: id, messageId: third.id });
    expect(await unread(ben, id)).toBe(1);
    await markRead(app.ports, ben, { discussionId: id, seq: 2 });
    expect(await unread(ben, id)).toBe(0);
  });

  test('never comes back by reading older messages, and reading beyond the end reads to the end', async () => {
    const id = await start();
    await followDiscussion(app.ports, ben, { discussionId: id, on: true });
    await post(team.olga, id, 'second');
    await markRead(app.ports, ben, { discussionId: id, seq: 1_000_000 });
    await markRead(app.ports, ben, { discussionId: id, seq: 1 });
    expect(await getDiscussion(app.ports, ben, id)).toMatchObject({ lastReadSeq: 2, lastSeq: 2 });
    await post(team.olga, id, 'third');
    expect(await unread(ben, id)).toBe(1);
  });

  test('can be set by hand from a message on, which follows too', async () => {
    const id = await start();
    await post(team.olga, id, 'second');
    await markUnread(app.ports, ben, { discussionId: id, seq: 2 });
    expect(await unread(ben, id)).toBe(1);
    expect(await getDiscussion(app.ports, ben, id)).toMatchObject({ lastReadSeq: 1, following: true });
  });

  test('ends with what one writes oneself', async () => {
    const id = await start();
    await followDiscussion(app.ports, ben, { discussionId: id, on: true });
    await post(team.olga, id, 'second');
    await post(ben, id, 'answer');
    expect(await unread(ben, id)).toBe(0);
    expect(await unread(team.olga, id)).toBe(1);
  });

  test('is nothing for somebody who only looks, and reading keeps nothing of them', async () => {
    const id = await start();
    await markRead(app.ports, ben, { discussionId: id, seq: 1 });
    expect(await cards(ben)).toEqual([]);
    expect(await getDiscussion(app.ports, ben, id)).toMatchObject({ following: false, lastReadSeq: 1, lastSeq: 1 });
  });
});

describe('my discussions', () => {
  test('are those I follow: unread first, muted ones never, then the newest', async () => {
    const [a, b, c, d] = [await start(), await start(), await start(), await start()];
    for (const id of [a, b, c]) await followDiscussion(app.ports, ben, { discussionId: id, on: true });
    expect((await cards(ben)).map(({ id }) => id)).toEqual([c, b, a]);
    await post(team.olga, a, 'news');
    await post(team.olga, b, 'more news');
    await markRead(app.ports, ben, { discussionId: b, seq: 2 });
    expect((await cards(ben)).map(({ id, unread: n }) => [id, n])).toEqual([
      [a, 1],
      [b, 0],
      [c, 0],
    ]);
    await muteDiscussion(app.ports, ben, { discussionId: a, on: true });
    expect((await cards(ben)).map(({ id }) => id)).toEqual([b, a, c]);
    await followDiscussion(app.ports, ben, { discussionId: c, on: false });
    expect((await cards(ben)).map(({ id }) => id)).toEqual([b, a]);
    await post(team.olga, d, `@[Ben](user:${ben.userId}) look`);
    expect((await cards(ben)).map(({ id }) => id)).toEqual([d, b, a]);
  });

  test('come in pages without gaps or repeats', async () => {
    const ids: DiscussionId[] = [];
    for (let n = 0; n < 45; n++) ids.push(await start(ben));
    await followDiscussion(app.ports, team.olga, { discussionId: ids[3] as DiscussionId, on: true });
    const first = await listDiscussions(app.ports, ben, {});
    const second = await listDiscussions(app.ports, ben, { cursor: first.nextCursor });
    expect([first.cards.length, second.cards.length, second.nextCursor]).toEqual([40, 5, null]);
    expect([...first.cards, ...second.cards].map(({ id }) => id)).toEqual(ids.toReversed());
    const forged = listDiscussions(app.ports, ben, { cursor: 'WzEsMl0' });
    await expect(forged).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('show their last words in one line and open in one’s own webmail', async () => {
    const id = await start(ben, '**Hello** @[Olga](user:x),\n\n- see [the offer](https://a.example)');
    expect(await cards(ben)).toMatchObject([
      {
        id,
        senderName: 'Marta Weiss',
        lastMessage: { authorName: 'Ben', preview: 'Hello @Olga, see the offer' },
        webmailUrl: expect.stringMatching(/^https:\/\/mail\.google\.com\//),
      },
    ]);
  });
});

describe('search', () => {
  test('finds by subject, participants and messages, every word somewhere', async () => {
    const id = await start(team.olga, 'Discount of 5% for the_benches', { subject: 'Gartenbänke für Graz' });
    await start(team.olga, 'something else', { subject: 'Other' });
    for (const query of ['gartenBÄNKE', 'marta discount', '5%', 'the_b', 'weiss-tools.example graz'])
      expect((await searchDiscussions(app.ports, ben, { query })).map((card) => card.id)).toContain(id);
    for (const query of ['discount vienna', '5%%', 'x_b', '', '   '])
      expect(await searchDiscussions(app.ports, ben, { query })).toEqual([]);
  });

  test('does not find what was deleted', async () => {
    const id = await start();
    const { id: messageId } = await post(team.olga, id, 'confidential pear');
    expect(await searchDiscussions(app.ports, ben, { query: 'pear' })).toHaveLength(1);
    await deleteMessage(app.ports, team.olga, { discussionId: id, messageId });
    expect(await searchDiscussions(app.ports, ben, { query: 'pear' })).toEqual([]);
  });
});
