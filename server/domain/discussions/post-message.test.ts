import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PostMessage } from '#shared/contract/correspondence.ts';
import { MessageBody } from '#shared/contract/discussion.ts';
import type { MessageId } from '#shared/contract/ids.ts';
import { postAboutMail } from '../correspondences/index.ts';
import { createId } from '#server/kernel/ids.ts';
import { connectTestChat, createDomainTeam, createMail, draftOf, type DomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { getDiscussion, postMessage, readHistory } from './index.ts';

let app: TestApp;
let team: DomainTeam;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  team = await createDomainTeam(app.ports.db);
});

async function count(table: string): Promise<number> {
  const { rows } = await app.ports.db.execute<{ n: number }>(
    sql`select count(*)::int as n from ${sql.identifier(table)} where team_id = ${team.teamId}`,
  );
  return rows[0]?.n ?? -1;
}

function aboutMail(mail = createMail(), visibility: 'team' | 'private' = 'team') {
  return { kind: 'mail' as const, mail, visibility, channelId: null };
}

describe('the first message about a mail', () => {
  test('starts its discussion, and the same message id again changes nothing', async () => {
    const input = { ...draftOf('Who answers Marta?'), target: aboutMail() };
    const first = await postAboutMail(app.ports, team.olga, input);
    const again = await postAboutMail(app.ports, team.olga, input);
    expect(again).toEqual(first);
    expect(first.message).toMatchObject({ body: 'Who answers Marta?', seq: 1, receipt: null, origin: 'sidethread' });
    expect(first.message.author).toMatchObject({ kind: 'teammate', name: 'Olga' });
    expect(first.discussion).toMatchObject({ subject: 'Quote for 40 garden benches', lastReadSeq: 1, following: true });
    expect(await count('message')).toBe(1);
    expect(await count('discussion')).toBe(1);
  });

  test('of two people at once gives one discussion with both messages', async () => {
    const ben = await team.add('Ben');
    const mail = createMail();
    const posts = await Promise.all(
      [team.olga, ben, team.olga, ben].map((who, index) =>
        postAboutMail(app.ports, who, { ...draftOf(`message ${index}`), target: aboutMail(mail) }),
      ),
    );
    expect(new Set(posts.map(({ discussion }) => discussion.id)).size).toBe(1);
    expect(posts.map(({ message }) => message.seq).toSorted()).toEqual([1, 2, 3, 4]);
    expect(await count('discussion')).toBe(1);
    expect(await count('correspondence')).toBe(1);
    expect(await count('claim')).toBe(2);
  });

  test('sent ten times at once under one id is posted once', async () => {
    const input = { ...draftOf('only once'), target: aboutMail() };
    const posts = await Promise.all(Array.from({ length: 10 }, () => postAboutMail(app.ports, team.olga, input)));
    expect(new Set(posts.map(({ message }) => message.id)).size).toBe(1);
    expect(await count('message')).toBe(1);
  });

  test('meant to be private is refused when the team discusses the mail by now', async () => {
    const ben = await team.add('Ben');
    const mail = createMail();
    await postAboutMail(app.ports, team.olga, { ...draftOf('for all'), target: aboutMail(mail) });
    const secret = { ...draftOf('for few'), target: aboutMail(mail, 'private') };
    await expect(postAboutMail(app.ports, ben, secret)).rejects.toMatchObject({ code: 'conflict' });
    expect(await count('message')).toBe(1);
  });

  test('without the name of a mailbox or with a passing thread id is refused with a sentence', async () => {
    const noAccount = { ...draftOf('x'), target: aboutMail(createMail({ account: 'not an address' })) };
    await expect(postAboutMail(app.ports, team.olga, noAccount)).rejects.toMatchObject({ code: 'invalid-input' });
    const mail = { ...createMail(), thread: { kind: 'gmail-client-thread' as const, id: 'r-42' } };
    const passing = { ...draftOf('x'), target: aboutMail(mail) };
    await expect(postAboutMail(app.ports, team.olga, passing)).rejects.toMatchObject({ code: 'invalid-input' });
    expect(await count('correspondence')).toBe(0);
  });
});

describe('further messages', () => {
  test('of many people at once are numbered without gaps and kept in that order', async () => {
    const ben = await team.add('Ben');
    const first = await postAboutMail(app.ports, team.olga, { ...draftOf('start'), target: aboutMail() });
    const discussionId = first.discussion.id;
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        postMessage(app.ports, index % 2 === 0 ? team.olga : ben, { ...draftOf(`n${index}`), discussionId }),
      ),
    );
    const { messages, hasOlder, lastSeq } = await getDiscussion(app.ports, ben, discussionId);
    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 41 }, (_, index) => index + 1));
    expect({ hasOlder, lastSeq }).toEqual({ hasOlder: false, lastSeq: 41 });
  });

  test('come in pages, the newest with the discussion and older ones before them', async () => {
    const { discussion } = await postAboutMail(app.ports, team.olga, { ...draftOf('1'), target: aboutMail() });
    for (let n = 2; n <= 120; n++)
      await postMessage(app.ports, team.olga, { ...draftOf(String(n)), discussionId: discussion.id });
    const newest = await getDiscussion(app.ports, team.olga, discussion.id);
    expect([newest.messages.at(0)?.body, newest.messages.at(-1)?.body, newest.hasOlder]).toEqual(['71', '120', true]);
    const older = await readHistory(app.ports, team.olga, { discussionId: discussion.id, beforeSeq: 71 });
    expect([older.messages.at(0)?.body, older.messages.at(-1)?.body, older.hasOlder]).toEqual(['21', '70', true]);
    const oldest = await readHistory(app.ports, team.olga, { discussionId: discussion.id, beforeSeq: 21 });
    expect([oldest.messages.length, oldest.hasOlder]).toEqual([20, false]);
  });

  test('under an id that another message has are refused, and the other stays as it was', async () => {
    const ben = await team.add('Ben');
    const { discussion, message } = await postAboutMail(app.ports, team.olga, {
      ...draftOf('hers'),
      target: aboutMail(),
    });
    const stolen = { ...draftOf('his', { messageId: message.id }), discussionId: discussion.id };
    await expect(postMessage(app.ports, ben, stolen)).rejects.toMatchObject({ code: 'conflict' });
    const other = await createDomainTeam(app.ports.db);
    const elsewhere = { ...draftOf('another team', { messageId: message.id }), target: aboutMail() };
    expect((await postAboutMail(app.ports, other.olga, elsewhere)).message.body).toBe('another team');
    expect((await getDiscussion(app.ports, team.olga, discussion.id)).messages.map(({ body }) => body)).toEqual([
      'hers',
    ]);
  });

  test('name teammates, who follow from then on and find them unread', async () => {
    const ben = await team.add('Ben');
    const { discussion } = await postAboutMail(app.ports, team.olga, { ...draftOf('one'), target: aboutMail() });
    const stranger = createId<MessageId>();
    const body = `@[Ben](user:${ben.userId}) and @[Nobody](user:${stranger}), please`;
    await postMessage(app.ports, team.olga, { ...draftOf(body), discussionId: discussion.id });
    const forBen = await getDiscussion(app.ports, ben, discussion.id);
    expect(forBen).toMatchObject({ following: true, lastReadSeq: 1, lastSeq: 2 });
    const { rows } = await app.ports.db.execute(
      sql`select user_id from discussion_member where team_id = ${team.teamId} and user_id = ${stranger}`,
    );
    expect(rows).toEqual([]);
  });

  test('of viewers are refused', async () => {
    const vera = await team.add('Vera', 'viewer');
    const { discussion } = await postAboutMail(app.ports, team.olga, { ...draftOf('one'), target: aboutMail() });
    const hers = { ...draftOf('may I'), discussionId: discussion.id };
    await expect(postMessage(app.ports, vera, hers)).rejects.toMatchObject({ code: 'not-allowed' });
    expect((await getDiscussion(app.ports, vera, discussion.id)).messages).toHaveLength(1);
  });
});

describe('with a chat connected', () => {
  test('the first message sends a card and a post, the next ones a post each, all with their jobs', async () => {
    await connectTestChat(app.ports.db, team.olga, [{ id: 'C1', name: 'support' }]);
    const { discussion, message } = await postAboutMail(app.ports, team.olga, { ...draftOf('a'), target: aboutMail() });
    expect(discussion.link).toMatchObject({ channelId: 'C1', channelName: 'support', problem: null });
    expect(message.receipt).toMatchObject({ linkId: discussion.link?.id, state: 'pending', reason: null });
    await postMessage(app.ports, team.olga, { ...draftOf('b'), discussionId: discussion.id });
    const { rows } = await app.ports.db.execute(
      sql`select kind from chat_outbox where team_id = ${team.teamId} order by position`,
    );
    expect(rows.map((row) => row['kind'])).toEqual(['card', 'post', 'post']);
    const jobs = await app.ports.db.execute(
      sql`select key from graphile_worker.jobs where key = ${`drain:${discussion.link?.id}`}`,
    );
    expect(jobs.rows).toHaveLength(1);
  });

  test('a private discussion sends nothing to a channel', async () => {
    await connectTestChat(app.ports.db, team.olga, [{ id: 'C1', name: 'support' }]);
    const { discussion, message } = await postAboutMail(app.ports, team.olga, {
      ...draftOf('quietly'),
      target: aboutMail(createMail(), 'private'),
    });
    expect([discussion.link, message.receipt, await count('chat_outbox')]).toEqual([null, null, 0]);
  });

  test('a named channel with a problem refuses the post and nothing is stored', async () => {
    await connectTestChat(app.ports.db, team.olga, [
      { id: 'C1', name: 'support' },
      { id: 'C2', name: 'with-customer', problem: 'outsiders' },
    ]);
    const input = { ...draftOf('hello'), target: { ...aboutMail(), channelId: 'C2' } };
    await expect(postAboutMail(app.ports, team.olga, input)).rejects.toThrow(/outside your company/);
    expect([await count('message'), await count('discussion'), await count('claim')]).toEqual([0, 0, 0]);
  });
});

describe('what is written', () => {
  const target = aboutMail();

  test('is refused with a sentence when it is too long or empty, never cut', () => {
    const long = MessageBody.safeParse('x'.repeat(50_000));
    expect(long.error?.issues[0]?.message).toContain('12,000 characters');
    expect(MessageBody.safeParse(' \n\t ').error?.issues[0]?.message).toBe('Write something first.');
    expect(MessageBody.parse('x'.repeat(12_000))).toHaveLength(12_000);
  });

  test('loses control characters and direction overrides, in names and subjects too', () => {
    const mail = {
      ...target.mail,
      subject: `Invoice \u202Egpj.exe\u0000 ${'long '.repeat(2_000_000)}`,
      sender: { name: '<script>alert(1)</script>\u2066', address: 'a@b.example' },
    };
    const parsed = PostMessage.parse({ ...draftOf('a\u0000b\u202Ec'), target: { kind: 'mail', mail } });
    expect(parsed.body).toBe('abc');
    if (parsed.target.kind !== 'mail') throw new Error('not about a mail');
    expect(parsed.target.mail.subject.length).toBeLessThanOrEqual(500);
    expect(parsed.target.mail.subject.startsWith('Invoice gpj.exe long')).toBe(true);
    expect(parsed.target.mail.sender.name).toBe('<script>alert(1)</script>');
  });
});
