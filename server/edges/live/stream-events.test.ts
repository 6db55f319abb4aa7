import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LiveEvent } from '#shared/contract/live-event.ts';
import type { DiscussionId } from '#shared/contract/ids.ts';
import { removeContact, saveContact, updateContact } from '#server/domain/contacts/index.ts';
import { postAboutMail } from '#server/domain/correspondences/index.ts';
import {
  beatPresence,
  followDiscussion,
  inviteToDiscussion,
  postMessage,
  reactToMessage,
  removeDiscussion,
} from '#server/domain/discussions/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import type { Ports } from '#server/ports/ports.ts';
import { createDomainTeam, createMail, draftOf, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { streamEvents, type TrackedEvent } from './stream-events.ts';

let app: TestApp;
let team: DomainTeam;
let ben: Context;
let stop: AbortController;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
  ben = await team.add('Ben');
  stop = new AbortController();
});
afterEach(() => stop.abort());

/** One person's stream. `until` reads on to the event that matches and gives all on the way. */
function listen(who: Context, options: { cursor?: string; ports?: Ports } = {}) {
  const events = streamEvents(options.ports ?? app.ports, who, {
    cursor: options.cursor,
    signal: stop.signal,
  });
  const seen: TrackedEvent[] = [];
  return {
    seen,
    until: async (matches: (event: LiveEvent) => boolean): Promise<TrackedEvent> => {
      for (;;) {
        const { value, done } = await events.next();
        if (done === true) throw new Error('the stream ended');
        seen.push(value);
        if (matches(value.event)) return value;
      }
    },
    ended: async () => {
      for (let next = await events.next(); next.done !== true; next = await events.next()) seen.push(next.value);
    },
    close: () => events.return(undefined),
  };
}

const isKind = (kind: LiveEvent['kind']) => (event: LiveEvent) => event.kind === kind;
const says = (body: string) => (event: LiveEvent) => event.kind === 'message' && event.message.body === body;

/** A discussion that the feed has told of: a stream may begin with what was committed a moment before it. */
async function start(visibility: 'team' | 'private' = 'team') {
  const target = { mail: createMail(), visibility, channelId: null };
  const stream = listen(team.olga);
  await stream.until(isKind('heartbeat'));
  const posted = await postAboutMail(app.ports, team.olga, { ...draftOf('start'), target });
  await stream.until(says('start'));
  await stream.close();
  return posted;
}

async function post(who: Context, discussionId: DiscussionId, body: string): Promise<void> {
  await postMessage(app.ports, who, { ...draftOf(body), discussionId });
}

function people(event: LiveEvent): string[] {
  if (event.kind !== 'presence') return [];
  return event.presence.people.map(({ name, writing }) => `${name}${writing ? ' writes' : ''}`);
}

describe('a live stream', () => {
  test('tells a message and its discussion with each person’s own marks', async () => {
    const { discussion } = await start();
    const [olgas, bens] = [listen(team.olga), listen(ben)];
    await Promise.all([olgas.until(isKind('heartbeat')), bens.until(isKind('heartbeat'))]);
    await followDiscussion(app.ports, ben, { discussionId: discussion.id, on: true });
    await bens.until((event) => event.kind === 'discussion' && event.card.following);
    await post(team.olga, discussion.id, 'news');
    await bens.until(says('news'));
    const card = await bens.until((event) => event.kind === 'discussion' && event.card.unread === 1);
    expect(card.event).toMatchObject({
      card: { lastMessage: { authorName: 'Olga', preview: 'news' }, following: true },
      discussion: { lastSeq: 2, lastReadSeq: 1 },
    });
    await olgas.until(says('news'));
    const own = await olgas.until((event) => event.kind === 'discussion' && event.discussion.lastSeq === 2);
    expect(own.event).toMatchObject({ card: { unread: 0 }, discussion: { lastReadSeq: 2 } });
    // Ben's own mark was told to Ben alone.
    expect(olgas.seen.filter(({ event }) => event.kind === 'discussion')).toHaveLength(1);
  });

  test('tells nobody outside of a private discussion, until they are invited', async () => {
    const bens = listen(ben);
    await bens.until(isKind('heartbeat'));
    const { discussion } = await start('private');
    await post(team.olga, discussion.id, 'secret');
    await beatPresence(app.ports, team.olga, { discussionId: discussion.id, state: 'writing' });
    const open = await start();
    await bens.until((event) => event.kind === 'message' && event.message.discussionId === open.discussion.id);
    expect(JSON.stringify(bens.seen)).not.toContain(discussion.id);
    await inviteToDiscussion(app.ports, team.olga, { discussionId: discussion.id, userIds: [ben.userId] });
    await bens.until((event) => event.kind === 'discussion' && event.discussion.id === discussion.id);
    await post(team.olga, discussion.id, 'welcome');
    await bens.until(says('welcome'));
  });

  test('resumes where it was, each message once, however often the client comes back', async () => {
    const { discussion } = await start();
    let stream = listen(ben);
    let { cursor } = await stream.until(isKind('heartbeat'));
    const total = 60;
    const writing = (async () => {
      for (let n = 0; n < total; n++) await post(n % 2 === 0 ? team.olga : ben, discussion.id, `m${n}`);
    })();
    const bodies: string[] = [];
    while (!bodies.includes(`m${total - 1}`)) {
      const told = await stream.until(isKind('message'));
      cursor = told.cursor;
      if (told.event.kind === 'message') bodies.push(told.event.message.body);
      if (bodies.length % 7 === 0) {
        await stream.close();
        stream = listen(ben, { cursor });
      }
    }
    await writing;
    expect(bodies).toEqual(Array.from({ length: total }, (_, n) => `m${n}`));
  });

  test('tells many changes of one message that come together once, as it is by then', async () => {
    const { discussion, message } = await start();
    const before = listen(ben);
    const { cursor } = await before.until(isKind('heartbeat'));
    await before.close();
    const at = { discussionId: discussion.id, messageId: message.id };
    for (const emoji of ['👍', '🎉', '👀', '🙏']) await reactToMessage(app.ports, ben, { ...at, emoji, on: true });
    const after = listen(ben, { cursor });
    const told = await after.until(isKind('message'));
    expect(told.event.kind === 'message' && told.event.message.reactions.map(({ emoji }) => emoji)).toEqual([
      '👍',
      '🎉',
      '👀',
      '🙏',
    ]);
    await post(team.olga, discussion.id, 'end');
    await after.until(says('end'));
    expect(after.seen.filter(({ event }) => event.kind === 'message')).toHaveLength(2);
  });

  test('starts afresh from a cursor that is not ours', async () => {
    const stream = listen(ben, { cursor: 'forged' });
    expect((await stream.until(() => true)).event.kind).toBe('reset');
  });

  test('ends when the device is signed out or the person leaves the team', async () => {
    const [bens, olgas] = [listen(ben), listen(team.olga)];
    await Promise.all([bens.until(isKind('heartbeat')), olgas.until(isKind('heartbeat'))]);
    await app.ports.db.execute(sql`delete from auth.extension_session where id = ${ben.deviceId}`);
    await app.ports.liveFeed.publish(app.ports.db, { teamId: team.teamId, kind: 'session', userId: ben.userId });
    await bens.ended();
    await app.ports.db.execute(
      sql`delete from auth.member where organization_id = ${team.teamId} and user_id = ${team.olga.userId}`,
    );
    await app.ports.liveFeed.publish(app.ports.db, { teamId: team.teamId, kind: 'session' });
    await olgas.ended();
    expect(olgas.seen.map(({ event }) => event.kind)).toEqual(['heartbeat']);
  });

  test('tells contacts when they are saved, changed and removed', async () => {
    const stream = listen(ben);
    await stream.until(isKind('heartbeat'));
    const id = createId<Parameters<typeof saveContact>[2]['id']>();
    const saved = await saveContact(app.ports, team.olga, { id, name: 'Marta', address: 'marta@weiss-tools.example' });
    await stream.until((event) => event.kind === 'contact' && event.contact.id === id);
    await updateContact(app.ports, team.olga, { id, version: saved.version, change: { status: 'customer' } });
    await stream.until((event) => event.kind === 'contact' && event.contact.status === 'customer');
    await removeContact(app.ports, team.olga, { id });
    expect((await stream.until(isKind('contact-gone'))).event).toMatchObject({ contactId: id });
  });

  test('tells that a discussion was deleted', async () => {
    const { discussion } = await start();
    const stream = listen(ben);
    await stream.until(isKind('heartbeat'));
    await removeDiscussion(app.ports, team.olga, discussion.id);
    expect((await stream.until(isKind('discussion-gone'))).event).toEqual({
      kind: 'discussion-gone',
      discussionId: discussion.id,
    });
  });
});

describe('presence', () => {
  test('is told when it changes, and ends when the stream of the device does', async () => {
    const { discussion } = await start();
    const watcher = listen(ben);
    await watcher.until(isKind('heartbeat'));
    const olgas = listen(team.olga);
    await olgas.until(isKind('heartbeat'));
    const beat = (state: 'open' | 'writing') =>
      beatPresence(app.ports, team.olga, { discussionId: discussion.id, state });
    await beat('open');
    await beat('open');
    await beat('writing');
    await watcher.until((event) => people(event).includes('Olga writes'));
    expect(watcher.seen.filter(({ event }) => event.kind === 'presence').length).toBeLessThanOrEqual(2);
    await olgas.close();
    await watcher.until((event) => event.kind === 'presence' && event.presence.people.length === 0);
  });

  test('expires by itself, and nothing is kept where the team has switched it off', async () => {
    const { discussion } = await start();
    const watcher = listen(ben);
    await watcher.until(isKind('heartbeat'));
    await beatPresence(app.ports, team.olga, { discussionId: discussion.id, state: 'open' });
    await watcher.until((event) => people(event).includes('Olga'));
    await app.ports.db.execute(
      sql`update presence set expires_at = now() - interval '1 second' where team_id = ${team.teamId}`,
    );
    await watcher.until((event) => event.kind === 'presence' && event.presence.people.length === 0);
    await app.ports.db.execute(sql`update team_settings set presence_enabled = false where team_id = ${team.teamId}`);
    await beatPresence(app.ports, team.olga, { discussionId: discussion.id, state: 'open' });
    const { rows } = await app.ports.db.execute(sql`select from presence where team_id = ${team.teamId}`);
    expect(rows).toEqual([]);
  });
});
