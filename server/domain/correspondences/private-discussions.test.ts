import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DiscussionId, MessageId } from '#shared/contract/ids.ts';
import type { Visibility } from '#shared/contract/discussion.ts';
import {
  beatPresence,
  deleteMessage,
  editMessage,
  followDiscussion,
  getDiscussion,
  inviteToDiscussion,
  listDiscussions,
  markRead,
  markUnread,
  muteDiscussion,
  postMessage,
  reactToMessage,
  readHistory,
  removeDiscussion,
  restoreDiscussion,
  restoreMessage,
  retryMessage,
  searchDiscussions,
  setChannel,
} from '../discussions/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { createDomainTeam, createMail, draftOf, hashMail, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { joinDiscussion, openCorrespondence, postAboutMail, refuseJoin } from './index.ts';

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

const fingerprint = (n: number) => n.toString(16).padStart(64, '0');

async function start(mail = createMail(), visibility: Visibility = 'team', who: Context = team.olga) {
  const target = { mail, visibility, channelId: null };
  return postAboutMail(app.ports, who, { ...draftOf('about this'), target });
}

async function open(who: Context, mail: ReturnType<typeof createMail>) {
  return openCorrespondence(app.ports, who, await hashMail(team.hashKey, mail));
}

async function failure(run: () => Promise<unknown>): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    if (error instanceof Error && 'toView' in error && typeof error.toView === 'function') return error.toView();
    throw error;
  }
  return 'no failure';
}

describe('a private discussion', () => {
  const shared = fingerprint(77);
  let mail: ReturnType<typeof createMail>;
  let discussionId: DiscussionId;
  let messageId: MessageId;

  beforeEach(async () => {
    mail = createMail({ fingerprints: [shared], subject: 'Xylophone acquisition' });
    const posted = await start(mail, 'private');
    discussionId = posted.discussion.id;
    messageId = posted.message.id;
    await beatPresence(app.ports, team.olga, { discussionId, state: 'writing' });
  });

  test('looks to outsiders exactly like none: thread, fingerprint, list, search and presence', async () => {
    const untouched = createMail();
    const other = createMail({ account: 'ben@larkfield.example', fingerprints: [shared] });
    const admin = await team.add('Adam', 'admin');
    for (const who of [ben, admin]) {
      const nothing = await open(who, untouched);
      expect(await open(who, mail)).toEqual(nothing);
      expect(await open(who, other)).toEqual({ ...nothing });
      expect(await listDiscussions(app.ports, who, {})).toEqual({ cards: [], nextCursor: null });
      expect(await searchDiscussions(app.ports, who, { query: 'xylophone' })).toEqual([]);
      expect(await searchDiscussions(app.ports, who, { query: 'marta' })).toEqual([]);
    }
    expect((await searchDiscussions(app.ports, team.olga, { query: 'XYLO acqui' })).map(({ id }) => id)).toEqual([
      discussionId,
    ]);
  });

  test('answers every request of an outsider as one that does not exist', async () => {
    const admin = await team.add('Adam', 'admin');
    const requests: ((who: Context, id: DiscussionId, message: MessageId) => Promise<unknown>)[] = [
      (who, id) => getDiscussion(app.ports, who, id),
      (who, id) => readHistory(app.ports, who, { discussionId: id, beforeSeq: 10 }),
      (who, id) => postMessage(app.ports, who, { ...draftOf('let me in'), discussionId: id }),
      (who, id, message) => editMessage(app.ports, who, { discussionId: id, messageId: message, body: 'mine' }),
      (who, id, message) => deleteMessage(app.ports, who, { discussionId: id, messageId: message }),
      (who, id, message) => restoreMessage(app.ports, who, { discussionId: id, messageId: message }),
      (who, id, message) =>
        reactToMessage(app.ports, who, { discussionId: id, messageId: message, emoji: '👍', on: true }),
      (who, id, message) => retryMessage(app.ports, who, { discussionId: id, messageId: message }),
      (who, id) => markRead(app.ports, who, { discussionId: id, seq: 1 }),
      (who, id) => markUnread(app.ports, who, { discussionId: id, seq: 1 }),
      (who, id) => followDiscussion(app.ports, who, { discussionId: id, on: true }),
      (who, id) => muteDiscussion(app.ports, who, { discussionId: id, on: true }),
      (who, id) => removeDiscussion(app.ports, who, id),
      (who, id) => restoreDiscussion(app.ports, who, id),
      (who, id) => setChannel(app.ports, who, { discussionId: id, channelId: 'C1' }),
      (who, id) => inviteToDiscussion(app.ports, who, { discussionId: id, userIds: [who.userId] }),
      (who, id) => beatPresence(app.ports, who, { discussionId: id, state: 'open' }),
      (who, id) => joinDiscussion(app.ports, who, { discussionId: id, mail }),
      (who, id) => refuseJoin(app.ports, who, { discussionId: id }),
    ];
    const before = await getDiscussion(app.ports, team.olga, discussionId);
    for (const request of requests) {
      for (const who of [ben, admin]) {
        const hidden = await failure(() => request(who, discussionId, messageId));
        const missing = await failure(() => request(who, createId<DiscussionId>(), createId<MessageId>()));
        expect(missing).toMatchObject({ code: 'not-found' });
        expect(hidden).toEqual(missing);
      }
    }
    expect(await getDiscussion(app.ports, team.olga, discussionId)).toEqual(before);
  });

  test('leaves room for the team’s own discussion of the same thread', async () => {
    const theirs = await start(mail, 'team', ben);
    expect(theirs.discussion.id).not.toBe(discussionId);
    expect((await open(ben, mail)).discussion?.id).toBe(theirs.discussion.id);
    expect((await open(team.olga, mail)).discussion?.id).toBe(discussionId);
  });

  test('opens to those invited or named in it, with all that was said', async () => {
    await inviteToDiscussion(app.ports, team.olga, { discussionId, userIds: [ben.userId] });
    expect((await open(ben, mail)).discussion).toMatchObject({ id: discussionId, lastReadSeq: 0, lastSeq: 1 });
    const list = await listDiscussions(app.ports, ben, {});
    expect(list.cards).toMatchObject([{ id: discussionId, unread: 1, visibility: 'private', webmailUrl: null }]);
    const carl = await team.add('Carl');
    const body = `@[Carl](user:${carl.userId}) look`;
    await postMessage(app.ports, ben, { ...draftOf(body), discussionId });
    expect((await getDiscussion(app.ports, carl, discussionId)).messages).toHaveLength(2);
    const own = createMail({ account: 'ben@larkfield.example', fingerprints: [shared] });
    expect((await open(ben, own)).joinOffer?.discussionId).toBe(discussionId);
  });
});
