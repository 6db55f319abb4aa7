import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CorrespondenceId, DiscussionId } from '#shared/contract/ids.ts';
import { changeCorrespondence, listAssigned, markCorrespondence, postAboutMail } from '../correspondences/index.ts';
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

const claimed = async (who: Context) => (await claimNotifications(app.ports, who, noon)).assignments;

const assigned = async (who: Context) => (await listAssigned(app.ports, who)).map(({ subject }) => subject);

const noteAll = async (who: Context) =>
  noteShown(app.ports, who, { messageIds: [], assignmentIds: (await claimed(who)).map((each) => each.id) });

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
      assignments: [],
      againInMs: 60_000,
    });
    await passMinute();
    const { notifications } = await claimNotifications(app.ports, laptop, noon);
    expect(notifications).toHaveLength(1);
    await noteShown(app.ports, ben, { messageIds: notifications.map(({ messageId }) => messageId), assignmentIds: [] });
    expect(await claim(laptop)).toHaveLength(1);
    await noteShown(app.ports, laptop, {
      messageIds: notifications.map(({ messageId }) => messageId),
      assignmentIds: [],
    });
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
      await noteShown(app.ports, ben, {
        messageIds: notifications.map(({ messageId }) => messageId),
        assignmentIds: [],
      });
    }
    await post(team.olga, id, `${named} last`);
    expect(await claim(ben)).toEqual(['@Ben last']);
  });
});

describe('a correspondence that is assigned', () => {
  let id: CorrespondenceId;
  let laptop: Context;

  async function assign(by: Context, to: Context | null): Promise<void> {
    await changeCorrespondence(app.ports, by, { id, change: { assigneeId: (to?.userId ?? null) as never } });
  }

  beforeEach(async () => {
    const target = { mail: createMail(), visibility: 'team', channelId: null } as const;
    await postAboutMail(app.ports, team.olga, { ...draftOf('whose is this?'), target });
    const { rows } = await app.ports.db.execute<{ id: CorrespondenceId }>(
      sql`select id from correspondence where team_id = ${team.teamId}`,
    );
    id = rows[0]?.id as CorrespondenceId;
    laptop = await onOtherDevice(ben);
  });

  test('is told once, on one device, to whom it was assigned by somebody else, and is in their list', async () => {
    await assign(team.olga, ben);
    expect(await claimed(ben)).toEqual([
      {
        id: expect.any(String),
        correspondenceId: id,
        assignedBy: 'Olga',
        at: expect.any(String),
        subject: 'Quote for 40 garden benches',
        senderName: 'Marta Weiss',
        discussionId: expect.any(String),
        webmailUrl: null,
      },
    ]);
    expect(await claimNotifications(app.ports, laptop, noon)).toMatchObject({ assignments: [], againInMs: 60_000 });
    await noteAll(ben);
    await passMinute();
    expect([await claimed(ben), await claimed(laptop), await claimed(team.olga)]).toEqual([[], [], []]);
    expect([await assigned(ben), await assigned(team.olga)]).toEqual([['Quote for 40 garden benches'], []]);
    await assign(ben, team.olga);
    await assign(team.olga, ben);
    expect(await claimed(laptop)).toHaveLength(1);
  });

  test('is over when it is read, given to somebody else, to nobody, or closed', async () => {
    await assign(team.olga, ben);
    await markCorrespondence(app.ports, laptop, { id, unread: false });
    expect([await claimed(ben), await assigned(ben)]).toEqual([[], []]);
    // Marked unread by oneself it waits in the list, but is no news.
    await markCorrespondence(app.ports, ben, { id, unread: true });
    expect([await claimed(ben), await assigned(ben)]).toEqual([[], ['Quote for 40 garden benches']]);
    for (const other of [team.olga, null]) {
      await assign(team.olga, ben);
      await assign(team.olga, other);
      expect([await claimed(ben), await assigned(ben)]).toEqual([[], []]);
    }
    await assign(team.olga, ben);
    await changeCorrespondence(app.ports, team.olga, { id, change: { state: 'closed' } });
    expect([await claimed(ben), await assigned(ben)]).toEqual([[], []]);
  });

  test('is no news to whoever takes it themselves, nor where it can’t be seen, nor where it is not wanted', async () => {
    await assign(ben, ben);
    expect(await claimed(ben)).toEqual([]);
    await assign(team.olga, null);
    await assign(team.olga, ben);
    const settings = { mentions: true, assignments: false, quiet: null, quietWeekends: false };
    await setNotificationSettings(app.ports, ben, settings);
    expect(await claimed(ben)).toEqual([]);
    await setNotificationSettings(app.ports, ben, { ...settings, assignments: true });
    await app.ports.db.execute(sql`update discussion set visibility = 'private' where team_id = ${team.teamId}`);
    await app.ports.db.execute(sql`update discussion_member set invited = false where user_id = ${ben.userId}`);
    expect([await claimed(ben), await assigned(ben)]).toEqual([[], []]);
  });
});

describe('when a person wants to be told', () => {
  test('nothing is claimed in quiet times, and all of it after them', async () => {
    await start(`${named} late`);
    const quiet = { mentions: true, assignments: true, quiet: { from: 1_140, until: 420 }, quietWeekends: false };
    expect(await setNotificationSettings(app.ports, ben, quiet)).toEqual(quiet);
    const night = await claimNotifications(app.ports, ben, { localTime: { minute: 1_380, weekday: 1 } });
    expect(night).toEqual({ notifications: [], assignments: [], alarms: [], againInMs: 8 * 60 * 60_000 });
    expect(await claim(ben)).toEqual(['@Ben late']);
  });

  test('is each person’s own, and begins as always', async () => {
    expect(await getNotificationSettings(app.ports, ben)).toEqual({
      mentions: true,
      assignments: true,
      quiet: null,
      quietWeekends: false,
    });
    await start(`${named} and @[Olga](user:${team.olga.userId})`);
    await setNotificationSettings(app.ports, ben, {
      mentions: false,
      assignments: true,
      quiet: null,
      quietWeekends: false,
    });
    expect(await claim(ben)).toEqual([]);
    expect(await getNotificationSettings(app.ports, team.olga)).toMatchObject({ mentions: true });
  });
});
