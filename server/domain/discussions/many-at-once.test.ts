import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MessageId } from '#shared/contract/ids.ts';
import { postAboutMail } from '../correspondences/index.ts';
import { inTransaction } from '#server/db/client.ts';
import { connectTestChat, createDomainTeam, createMail, draftOf } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import {
  deleteMessage,
  editMessage,
  getDiscussion,
  markRead,
  noteReceipt,
  postMessage,
  reactToMessage,
  receiveChatMessage,
  restoreMessage,
  retryMessage,
} from './index.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

test('people, the chat and its receipts all at once change one discussion without failing or losing anything', async () => {
  const team = await createDomainTeam(app.ports.db);
  const ben = await team.add('Ben');
  await connectTestChat(app.ports.db, team.olga, [{ id: 'C1', name: 'support' }]);
  const target = { mail: createMail(), visibility: 'team' as const, channelId: null };
  const first = await postAboutMail(app.ports, team.olga, { ...draftOf('start'), target });
  const discussionId = first.discussion.id;
  const linkId = first.discussion.link?.id ?? '';
  const at = { discussionId, messageId: first.message.id };

  const settle = (messageId: MessageId) =>
    inTransaction(app.ports.db, async (tx) => {
      await tx.execute(sql`
        update chat_outbox set state = 'failed', error = 'no' where team_id = ${team.teamId}
          and message_id = ${messageId} and state = 'pending'`);
      await noteReceipt(app.ports, tx, { teamId: team.teamId, messageId });
    });
  const receive = (n: number) =>
    inTransaction(app.ports.db, (tx) =>
      receiveChatMessage(app.ports, tx, {
        teamId: team.teamId,
        linkId,
        channelId: 'C1',
        ts: `${1000 + n}.000001`,
        author: { kind: 'teammate', userId: ben.userId },
        body: `from the chat ${n}`,
        mentions: [],
        createdAt: new Date(),
        files: [],
      }),
    );
  const retry = () => retryMessage(app.ports, ben, at).catch((error: unknown) => error);
  const everythingAt = (n: number) => [
    postMessage(app.ports, team.olga, { ...draftOf(`posted ${n}`), discussionId }),
    receive(n),
    settle(first.message.id),
    editMessage(app.ports, team.olga, { ...at, body: `edited ${n}` }).catch((error: unknown) => error),
    reactToMessage(app.ports, ben, { ...at, emoji: '👍', on: n % 2 === 0 }).catch((error: unknown) => error),
    (n % 2 === 0 ? deleteMessage : restoreMessage)(app.ports, team.olga, at),
    markRead(app.ports, ben, { discussionId, seq: n }),
    retry(),
  ];
  // In waves of five rounds, forty at once: all two hundred would wait in one line longer than a connection is waited for.
  const results: unknown[] = [];
  for (let wave = 0; wave < 25; wave += 5)
    results.push(...(await Promise.all([0, 1, 2, 3, 4].flatMap((n) => everythingAt(wave + n)))));

  // What may fail is what a deleted message refuses, or a retry of nothing: each with its sentence.
  const failures = results.filter((result): result is Error => result instanceof Error);
  expect(failures.filter(({ name }) => name !== 'Problem')).toEqual([]);
  const { rows } = await app.ports.db.execute<{ seq: string }>(sql`
    select seq from message where team_id = ${team.teamId} and discussion_id = ${discussionId} order by seq`);
  expect(rows.map(({ seq }) => Number(seq))).toEqual(Array.from({ length: 51 }, (_, n) => n + 1));
  expect((await getDiscussion(app.ports, ben, discussionId)).lastSeq).toBe(51);
});
