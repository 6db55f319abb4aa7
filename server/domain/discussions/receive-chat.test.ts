import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Discussion, Message } from '#shared/contract/discussion.ts';
import type { GuestId } from '#shared/contract/ids.ts';
import { postAboutMail } from '../correspondences/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { connectTestChat, createDomainTeam, createMail, draftOf, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import {
  deleteMessage,
  getDiscussion,
  loadForChat,
  noteReceipt,
  receiveChatDeletion,
  receiveChatEdit,
  receiveChatMessage,
  receiveChatReaction,
  restoreMessage,
  type ChatAuthorRef,
} from './index.ts';

let app: TestApp;
let team: DomainTeam;
let ben: Context;
let discussion: Discussion;
let own: Message;
let guestId: GuestId;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
  ben = await team.add('Ben');
  const installationId = await connectTestChat(app.ports.db, team.olga, [{ id: 'C1', name: 'support' }]);
  const target = { mail: createMail(), visibility: 'team' as const, channelId: null };
  ({ discussion, message: own } = await postAboutMail(app.ports, team.olga, { ...draftOf('from here'), target }));
  guestId = createId<GuestId>();
  await app.ports.db.execute(sql`
    insert into chat_person (team_id, installation_id, chat_user_id, guest_id, name)
    values (${team.teamId}, ${installationId}, 'U7', ${guestId}, 'Gil Guest')`);
  await app.ports.db.execute(sql`
    update chat_outbox set state = 'delivered', external_ts = '10.000001' where team_id = ${team.teamId}`);
  await app.ports.db.execute(sql`
    insert into chat_message_ref (team_id, channel_id, ts, link_id, message_id)
    values (${team.teamId}, 'C1', '10.000001', ${discussion.link?.id}, ${own.id})`);
});

function receive(ts: string, body: string, author: ChatAuthorRef = { kind: 'guest', guestId }) {
  const input = {
    teamId: team.teamId,
    linkId: discussion.link?.id ?? '',
    channelId: 'C1',
    ts,
    author,
    body,
    mentions: [],
    createdAt: new Date(Number(ts) * 1000),
    files: [],
  };
  return inTransaction(app.ports.db, (tx) => receiveChatMessage(app.ports, tx, input));
}

const place = (ts: string) => ({ teamId: team.teamId, channelId: 'C1', ts });
const edit = (ts: string, editedTs: string, body: string) =>
  inTransaction(app.ports.db, (tx) => receiveChatEdit(app.ports, tx, { ...place(ts), editedTs, body, mentions: [] }));
const remove = (ts: string, linkId?: string) =>
  inTransaction(app.ports.db, (tx) =>
    receiveChatDeletion(app.ports, tx, { ...place(ts), ...(linkId !== undefined && { linkId }) }),
  );
const react = (ts: string, on: boolean, author: ChatAuthorRef = { kind: 'guest', guestId }) =>
  inTransaction(app.ports.db, (tx) => receiveChatReaction(app.ports, tx, { ...place(ts), emoji: '🎉', author, on }));

async function messages(): Promise<Message[]> {
  return (await getDiscussion(app.ports, ben, discussion.id)).messages;
}

describe('a message from the chat', () => {
  test('is taken in once, however often and at once it comes', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => receive('11.000001', 'hello')));
    expect(ids.filter((id) => id !== undefined)).toHaveLength(1);
    expect((await messages()).slice(1)).toMatchObject([
      {
        body: 'hello',
        origin: 'chat',
        seq: 2,
        author: { kind: 'guest', name: 'Gil Guest' },
        createdAt: '1970-01-01T00:00:11.000Z',
        receipt: { state: 'delivered' },
      },
    ]);
  });

  test('of a teammate is theirs, and they follow', async () => {
    await receive('11.000001', 'me too', { kind: 'teammate', userId: ben.userId });
    const seen = await getDiscussion(app.ports, ben, discussion.id);
    expect(seen).toMatchObject({ following: true, lastReadSeq: 2 });
    expect(seen.messages.at(-1)?.author).toMatchObject({ kind: 'teammate', name: 'Ben' });
  });

  test('for a link that is not there, or of another team, is not taken', async () => {
    const other = await createDomainTeam(app.ports.db);
    const input = {
      teamId: other.teamId,
      linkId: discussion.link?.id ?? '',
      channelId: 'C1',
      ts: '1.1',
      author: { kind: 'guest', guestId } as const,
      body: 'x',
      mentions: [],
      createdAt: new Date(),
      files: [],
    };
    expect(await inTransaction(app.ports.db, (tx) => receiveChatMessage(app.ports, tx, input))).toBeUndefined();
  });

  test('brings its files as links into the chat, with clean names', async () => {
    const file = {
      id: 'F1',
      name: '../..\u202E/evil.html',
      contentType: 'text/html',
      size: 9,
      url: 'https://x.example/f',
    };
    await inTransaction(app.ports.db, (tx) =>
      receiveChatMessage(app.ports, tx, {
        teamId: team.teamId,
        linkId: discussion.link?.id ?? '',
        channelId: 'C1',
        ts: '12.1',
        author: { kind: 'guest', guestId },
        body: '',
        mentions: [],
        createdAt: new Date(),
        files: [file],
      }),
    );
    expect((await messages()).at(-1)?.files).toMatchObject([
      { name: 'evil.html', url: null, chatUrl: 'https://x.example/f' },
    ]);
  });
});

describe('changes from the chat in any order', () => {
  test('an older edit never overwrites a newer one, and one before its message waits for the message', async () => {
    expect(await edit('11.000001', '12.000001', 'too early')).toBe('unknown');
    await receive('11.000001', 'one');
    expect(await edit('11.000001', '14.000001', 'three')).toBe('done');
    expect(await edit('11.000001', '13.000001', 'two')).toBe('known');
    expect(await edit('11.000001', '14.000001', 'three')).toBe('known');
    expect((await messages()).at(-1)).toMatchObject({ body: 'three', editedAt: expect.any(String) });
  });

  test('our own message is never changed by its echo', async () => {
    expect(await edit('10.000001', '99.000001', 'from **here**')).toBe('known');
    expect((await messages())[0]?.body).toBe('from here');
  });

  test('a deletion counts once; before its message it keeps the message away', async () => {
    await receive('11.000001', 'gone soon');
    expect(await remove('11.000001')).toBe('done');
    expect(await remove('11.000001')).toBe('known');
    expect((await messages()).at(-1)).toMatchObject({ body: '', deletedAt: expect.any(String) });
    expect(await remove('15.000001')).toBe('unknown');
    expect(await remove('15.000001', discussion.link?.id)).toBe('done');
    expect(await receive('15.000001', 'never seen')).toBeUndefined();
    expect(await messages()).toHaveLength(2);
  });

  test('the late echo of our own deletion does not undo an undo', async () => {
    const at = { discussionId: discussion.id, messageId: own.id };
    await deleteMessage(app.ports, team.olga, at);
    await app.ports.db.execute(sql`
      update chat_outbox set state = 'delivered' where team_id = ${team.teamId} and state = 'pending'`);
    await restoreMessage(app.ports, team.olga, at);
    await remove('10.000001');
    expect((await messages())[0]).toMatchObject({ body: 'from here', deletedAt: null });
  });

  test('a reaction is set and taken back once, by whoever it was', async () => {
    expect([await react('10.000001', true), await react('10.000001', true)]).toEqual(['done', 'known']);
    await react('10.000001', true, { kind: 'teammate', userId: ben.userId });
    expect((await messages())[0]?.reactions[0]?.people.map(({ name }) => name)).toEqual(['Gil Guest', 'Ben']);
    expect([await react('10.000001', false), await react('10.000001', false)]).toEqual(['done', 'known']);
    expect(await react('77.1', true)).toBe('unknown');
    expect((await messages())[0]?.reactions[0]?.people.map(({ name }) => name)).toEqual(['Ben']);
  });
});

test('a receipt that changed makes the message newer', async () => {
  const before = (await messages())[0]?.version ?? 0;
  await inTransaction(app.ports.db, (tx) => noteReceipt(app.ports, tx, { teamId: team.teamId, messageId: own.id }));
  expect((await messages())[0]?.version).toBe(before + 1);
});

test('the chat reads of a message what it needs, and nothing of another team', async () => {
  expect(await loadForChat(app.ports.db, team.teamId, own.id)).toMatchObject({
    body: 'from here',
    author: { kind: 'teammate', name: 'Olga' },
    mentions: [],
    deletedAt: null,
    files: [],
  });
  const other = await createDomainTeam(app.ports.db);
  expect(await loadForChat(app.ports.db, other.teamId, own.id)).toBeUndefined();
  expect(await loadForChat(app.ports.db, team.teamId, '')).toBeUndefined();
});
