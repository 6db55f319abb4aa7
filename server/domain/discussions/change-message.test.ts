import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Discussion, Message } from '#shared/contract/discussion.ts';
import { postAboutMail } from '../correspondences/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { connectTestChat, createDomainTeam, createMail, draftOf, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import {
  deleteMessage,
  editMessage,
  eraseDeletedMessages,
  getDiscussion,
  postMessage,
  reactToMessage,
  removeDiscussion,
  restoreDiscussion,
  restoreMessage,
  retryMessage,
  setChannel,
} from './index.ts';

let app: TestApp;
let team: DomainTeam;
let ben: Context;
let discussion: Discussion;
let message: Message;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
  ben = await team.add('Ben');
});

async function start(): Promise<void> {
  const target = { mail: createMail(), visibility: 'team' as const, channelId: null };
  ({ discussion, message } = await postAboutMail(app.ports, team.olga, { ...draftOf('first'), target }));
}

/** Starts a discussion in a channel, with everything so far delivered. */
async function startInChat(): Promise<void> {
  await connectTestChat(app.ports.db, team.olga, [
    { id: 'C1', name: 'support' },
    { id: 'C2', name: 'sales' },
    { id: 'C3', name: 'old', problem: 'archived' },
  ]);
  await start();
  await settle('delivered');
}

async function settle(state: string, error: string | null = null): Promise<void> {
  await app.ports.db.execute(sql`
    update chat_outbox set state = ${state}, error = ${error}, attempts = 1, settled_at = now()
    where team_id = ${team.teamId} and state = 'pending'`);
}

async function effects(): Promise<string[]> {
  const { rows } = await app.ports.db.execute<{ kind: string; state: string }>(sql`
    select kind, state from chat_outbox where team_id = ${team.teamId} order by position`);
  return rows.map(({ kind, state }) => `${kind} ${state}`);
}

async function newest(who: Context = ben): Promise<Message | undefined> {
  return (await getDiscussion(app.ports, who, discussion.id)).messages.at(-1);
}

const at = () => ({ discussionId: discussion.id, messageId: message.id });

describe('editing', () => {
  test('changes one’s own text, once, and sends it to the chat', async () => {
    await startInChat();
    const edited = await editMessage(app.ports, team.olga, { ...at(), body: `better, @[Ben](user:${ben.userId})` });
    expect(edited).toMatchObject({ version: message.version + 1, editedAt: expect.any(String) });
    expect(await editMessage(app.ports, team.olga, { ...at(), body: edited.body })).toEqual(edited);
    expect(await effects()).toEqual(['card delivered', 'post delivered', 'edit pending']);
    expect(await getDiscussion(app.ports, ben, discussion.id)).toMatchObject({ following: true, lastReadSeq: 0 });
  });

  test('of somebody else’s message is refused, for admins too', async () => {
    await start();
    const adam = await team.add('Adam', 'admin');
    for (const who of [ben, adam])
      await expect(editMessage(app.ports, who, { ...at(), body: 'x' })).rejects.toMatchObject({ code: 'not-allowed' });
    expect((await newest())?.body).toBe('first');
  });

  test('says when the chat refused it', async () => {
    await startInChat();
    await editMessage(app.ports, team.olga, { ...at(), body: 'second' });
    await settle('failed', 'The chat did not take the change.');
    expect((await newest())?.receipt).toMatchObject({
      state: 'delivered',
      reason: 'The chat did not take the change.',
    });
    await editMessage(app.ports, team.olga, { ...at(), body: 'third' });
    await settle('delivered');
    expect((await newest())?.receipt).toMatchObject({ state: 'delivered', reason: null });
  });
});

describe('deleting', () => {
  test('hides the text, and undo within ten minutes brings it back, in the chat too', async () => {
    await startInChat();
    const deleted = await deleteMessage(app.ports, team.olga, at());
    expect(deleted).toMatchObject({ body: '', deletedAt: expect.any(String) });
    await settle('delivered');
    const back = await restoreMessage(app.ports, team.olga, at());
    expect(back).toMatchObject({ body: 'first', deletedAt: null, receipt: { state: 'pending' } });
    expect(await effects()).toEqual(['card delivered', 'post delivered', 'delete delivered', 'post pending']);
  });

  test('of what was not sent yet sends nothing, and undo before the removal was sent takes it back', async () => {
    await connectTestChat(app.ports.db, team.olga, [{ id: 'C1', name: 'support' }]);
    await start();
    await deleteMessage(app.ports, team.olga, at());
    expect(await effects()).toEqual(['card pending', 'post cancelled']);
    await restoreMessage(app.ports, team.olga, at());
    await settle('delivered');
    await deleteMessage(app.ports, team.olga, at());
    await restoreMessage(app.ports, team.olga, at());
    expect((await effects()).slice(2)).toEqual(['post delivered', 'delete cancelled', 'edit pending']);
  });

  test('is for its author and admins; later than ten minutes nothing can be undone and the text is gone', async () => {
    await start();
    await expect(deleteMessage(app.ports, ben, at())).rejects.toMatchObject({ code: 'not-allowed' });
    await deleteMessage(app.ports, await team.add('Adam', 'admin'), at());
    await app.ports.db.execute(sql`
      update message set deleted_at = now() - interval '11 minutes' where team_id = ${team.teamId}`);
    await expect(restoreMessage(app.ports, team.olga, at())).rejects.toMatchObject({ code: 'gone' });
    expect(await eraseDeletedMessages(app.ports)).toBeGreaterThan(0);
    const { rows } = await app.ports.db.execute(sql`select body from message where team_id = ${team.teamId}`);
    expect(rows).toEqual([{ body: '' }]);
  });
});

describe('reacting', () => {
  test('counts each person once per emoji', async () => {
    await startInChat();
    for (const who of [team.olga, ben, ben]) await reactToMessage(app.ports, who, { ...at(), emoji: '👍', on: true });
    const reacted = await reactToMessage(app.ports, ben, { ...at(), emoji: ':shipit:', on: true });
    expect(reacted.reactions.map(({ emoji, people }) => [emoji, people.map(({ name }) => name)])).toEqual([
      ['👍', ['Olga', 'Ben']],
      [':shipit:', ['Ben']],
    ]);
    const less = await reactToMessage(app.ports, ben, { ...at(), emoji: '👍', on: false });
    expect(less.reactions[0]?.people.map(({ name }) => name)).toEqual(['Olga']);
    expect((await effects()).slice(2)).toEqual(['react pending', 'react pending', 'react pending', 'unreact pending']);
  });

  test.each(['', 'thumbs up', '👍👍', '<b>', ':', 'a'.repeat(64)])('with %j is refused', async (emoji) => {
    await start();
    const react = reactToMessage(app.ports, ben, { ...at(), emoji, on: true });
    await expect(react).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test.each(['❤', '❤️', '👩🏽‍💻', '🇦🇹', '1️⃣', ':party-parrot:'])('with %s is taken', async (emoji) => {
    await start();
    expect((await reactToMessage(app.ports, ben, { ...at(), emoji, on: true })).reactions).toHaveLength(1);
  });
});

describe('retrying', () => {
  test('sends again what failed, with the card where it is missing, and nothing else', async () => {
    await connectTestChat(app.ports.db, team.olga, [{ id: 'C1', name: 'support' }]);
    await start();
    await settle('failed', 'Invite Sidethread.');
    expect((await newest())?.receipt).toMatchObject({ state: 'failed', reason: 'Invite Sidethread.' });
    const retried = await retryMessage(app.ports, ben, at());
    expect(retried.receipt).toMatchObject({ state: 'pending', reason: null });
    expect(await effects()).toEqual(['card pending', 'post pending']);
    await expect(retryMessage(app.ports, ben, at())).rejects.toMatchObject({ code: 'conflict' });
    await settle('unknown', 'Nobody knows.');
    await retryMessage(app.ports, ben, at());
    await settle('delivered');
    await expect(retryMessage(app.ports, ben, at())).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the channel', () => {
  test('can be changed: a card and every message so far go there, and the old link ends', async () => {
    await startInChat();
    await postMessage(app.ports, ben, { ...draftOf('second'), discussionId: discussion.id });
    const moved = await setChannel(app.ports, ben, { discussionId: discussion.id, channelId: 'C2' });
    expect(moved.link).toMatchObject({ channelId: 'C2', channelName: 'sales' });
    expect((await effects()).slice(2)).toEqual(['post cancelled', 'card pending', 'post pending', 'post pending']);
    expect(moved.messages.map(({ receipt }) => receipt?.linkId)).toEqual([moved.link?.id, moved.link?.id]);
    const same = await setChannel(app.ports, ben, { discussionId: discussion.id, channelId: 'C2' });
    expect(same.link).toEqual(moved.link);
  });

  test('is refused when it can’t be used, and the discussion stays where it was', async () => {
    await startInChat();
    const toOld = setChannel(app.ports, ben, { discussionId: discussion.id, channelId: 'C3' });
    await expect(toOld).rejects.toThrow(/#old is archived/);
    expect((await getDiscussion(app.ports, ben, discussion.id)).link?.channelId).toBe('C1');
  });

  test('needs a connected workspace', async () => {
    await start();
    const set = setChannel(app.ports, ben, { discussionId: discussion.id, channelId: 'C1' });
    await expect(set).rejects.toMatchObject({ code: 'unavailable' });
  });
});

test('deleting a discussion and undoing it is told on its card', async () => {
  await startInChat();
  await removeDiscussion(app.ports, team.olga, discussion.id);
  await restoreDiscussion(app.ports, await team.add('Adam', 'admin'), discussion.id);
  const { rows } = await app.ports.db.execute<{ payload: string }>(sql`
    select payload from chat_outbox where team_id = ${team.teamId} and kind = 'edit' and message_id is null
    order by position`);
  expect(rows.map(({ payload }) => JSON.parse(payload))).toEqual([
    { card: 'deleted', by: 'Olga' },
    { card: 'restored', by: 'Adam' },
  ]);
});

test('every change of a message is written down', async () => {
  await start();
  await editMessage(app.ports, team.olga, { ...at(), body: 'second' });
  await reactToMessage(app.ports, ben, { ...at(), emoji: '👍', on: true });
  await deleteMessage(app.ports, team.olga, at());
  await restoreMessage(app.ports, team.olga, at());
  const { rows } = await app.ports.db.execute<{ action: string; text: string }>(sql`
    select action, detail::text as text from audit_entry
    where team_id = ${team.teamId} and action not like 'team.%' order by id`);
  expect(rows.map(({ action }) => action)).toEqual([
    'correspondence.claim',
    'discussion.start',
    'message.post',
    'message.edit',
    'message.react',
    'message.delete',
    'message.restore',
  ]);
  expect(rows.map(({ text }) => text).join()).not.toMatch(/first|second|garden/);
});
