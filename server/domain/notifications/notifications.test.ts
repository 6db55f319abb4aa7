import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DiscussionId } from '#shared/contract/ids.ts';
import { postAboutMail } from '../correspondences/index.ts';
import { deleteMessage, editMessage, markRead, muteDiscussion, postMessage } from '../discussions/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createDomainTeam, createMail, draftOf, type DomainTeam } from '#tests/support/domain-team.ts';
import { signInTestPerson } from '#tests/support/people.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { claimNotifications, getNotificationSettings, noteShown, setNotificationSettings } from './index.ts';

let app: TestApp;
let team: DomainTeam;
let ben: Context;
let named: string;
const noon = { localTime: { minute: 720, weekday: 1 } };

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
  ben = await team.add('Ben');
  named = `@[Ben](user:${ben.userId})`;
});

async function start(body: string, visibility: 'team' | 'private' = 'team'): Promise<DiscussionId> {
  const target = { mail: createMail(), visibility, channelId: null };
  return (await postAboutMail(app.ports, team.olga, { ...draftOf(body), target })).discussion.id;
}

async function post(who: Context, discussionId: DiscussionId, body: string) {
  return (await postMessage(app.ports, who, { ...draftOf(body), discussionId })).message;
}

async function claim(who: Context): Promise<string[]> {
  return (await claimNotifications(app.ports, who, noon)).notifications.map(({ preview }) => preview);
}

async function onOtherDevice(who: Context): Promise<Context> {
  return { ...who, deviceId: (await signInTestPerson(app.ports.db, who.userId)).deviceId };
}

/** Lets a minute pass for what was claimed. */
async function passMinute(): Promise<void> {
  await app.ports.db.execute(sql`
    update notification set claimed_at = claimed_at - interval '61 seconds' where team_id = ${team.teamId}`);
}

describe('a mention', () => {
  test('is told to whoever is named, with what to show and where to go', async () => {
    const discussionId = await start(`${named} is the **margin** right?`);
    const { notifications } = await claimNotifications(app.ports, ben, noon);
    expect(notifications).toEqual([
      {
        messageId: expect.any(String),
        discussionId,
        seq: 1,
        authorName: 'Olga',
        subject: 'Quote for 40 garden benches',
        preview: '@Ben is the margin right?',
        at: expect.any(String),
        webmailUrl: null,
        chatUrl: null,
      },
    ]);
    expect(await claim(team.olga)).toEqual([]);
  });

  test('is shown by the device that asks first, and by no other', async () => {
    await start(`${named} first`);
    const laptop = await onOtherDevice(ben);
    const both = await Promise.all([claim(ben), claim(laptop)]);
    expect(both.toSorted()).toEqual([[], ['@Ben first']]);
  });

  test('goes to another device when the first never says that it has shown it', async () => {
    await start(`${named} first`);
    const laptop = await onOtherDevice(ben);
    expect(await claim(ben)).toEqual(['@Ben first']);
    expect(await claim(ben)).toEqual(['@Ben first']);
    expect(await claimNotifications(app.ports, laptop, noon)).toEqual({
      notifications: [],
      alarms: [],
      againInMs: 60_000,
    });
    await passMinute();
    const { notifications } = await claimNotifications(app.ports, laptop, noon);
    expect(notifications).toHaveLength(1);
    await noteShown(app.ports, ben, { messageIds: notifications.map(({ messageId }) => messageId) });
    expect(await claim(laptop)).toHaveLength(1);
    await noteShown(app.ports, laptop, { messageIds: notifications.map(({ messageId }) => messageId) });
    await passMinute();
    expect([await claim(laptop), await claim(ben)]).toEqual([[], []]);
  });

  test('is over once it is read on any device', async () => {
    const id = await start(`${named} first`);
    await post(team.olga, id, `${named} second`);
    await markRead(app.ports, await onOtherDevice(ben), { discussionId: id, seq: 1 });
    expect(await claim(ben)).toEqual(['@Ben second']);
  });

  test('that was deleted, or is in a muted discussion, is not told', async () => {
    const id = await start('start');
    const { id: messageId } = await post(team.olga, id, `${named} oh no`);
    await deleteMessage(app.ports, team.olga, { discussionId: id, messageId });
    expect(await claim(ben)).toEqual([]);
    await post(team.olga, id, `${named} again`);
    await muteDiscussion(app.ports, ben, { discussionId: id, on: true });
    expect(await claim(ben)).toEqual([]);
  });

  test('that an edit brings is told; one’s own name in one’s own message is not', async () => {
    const id = await start('start');
    const { id: messageId } = await post(team.olga, id, 'who?');
    await editMessage(app.ports, team.olga, { discussionId: id, messageId, body: `${named} who?` });
    expect(await claim(ben)).toEqual(['@Ben who?']);
    await post(ben, id, `${named} (me)`);
    expect(await claim(ben)).toEqual([]);
  });

  test('in a private discussion is told to those in it, and to nobody in another team', async () => {
    await start(`${named} between us`, 'private');
    expect(await claim(ben)).toEqual(['@Ben between us']);
    await app.ports.db.execute(sql`update discussion_member set invited = false where user_id = ${ben.userId}`);
    await passMinute();
    expect(await claim(ben)).toEqual([]);
    const other = await createDomainTeam(app.ports.db);
    expect(await claim({ ...ben, teamId: other.teamId })).toEqual([]);
  });

  test('comes however many others are shown and unread', async () => {
    const id = await start('start');
    for (let n = 0; n < 52; n += 1) await post(team.olga, id, `${named} ${n}`);
    for (let round = 0; round < 2; round += 1) {
      const { notifications } = await claimNotifications(app.ports, ben, noon);
      await noteShown(app.ports, ben, { messageIds: notifications.map(({ messageId }) => messageId) });
    }
    await post(team.olga, id, `${named} last`);
    expect(await claim(ben)).toEqual(['@Ben last']);
  });
});

describe('when a person wants to be told', () => {
  test('nothing is claimed in quiet times, and all of it after them', async () => {
    await start(`${named} late`);
    const quiet = { mentions: true, quiet: { from: 1_140, until: 420 }, quietWeekends: false };
    expect(await setNotificationSettings(app.ports, ben, quiet)).toEqual(quiet);
    const night = await claimNotifications(app.ports, ben, { localTime: { minute: 1_380, weekday: 1 } });
    expect(night).toEqual({ notifications: [], alarms: [], againInMs: 8 * 60 * 60_000 });
    expect(await claim(ben)).toEqual(['@Ben late']);
  });

  test('is each person’s own, and begins as always', async () => {
    expect(await getNotificationSettings(app.ports, ben)).toEqual({
      mentions: true,
      quiet: null,
      quietWeekends: false,
    });
    await start(`${named} and @[Olga](user:${team.olga.userId})`);
    await setNotificationSettings(app.ports, ben, { mentions: false, quiet: null, quietWeekends: false });
    expect(await claim(ben)).toEqual([]);
    expect(await getNotificationSettings(app.ports, team.olga)).toMatchObject({ mentions: true });
  });
});
