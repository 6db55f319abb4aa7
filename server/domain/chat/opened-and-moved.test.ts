import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createChatScene, type ChatScene } from '#tests/support/chat-scene.ts';
import { draftOf } from '#tests/support/domain-team.ts';

let scene: ChatScene;

beforeAll(async () => {
  // At the real pace, so that two openings lie close together.
  scene = await createChatScene({ CLOCK_SCALE: '1' });
});
afterAll(() => scene.close());

test('opening a discussion again and again asks for its thread once', async () => {
  const { discussion } = await scene.discuss('read me');
  const { db } = scene.app.ports;
  const forget = () =>
    db.execute(sql`
      update chat_link set reconcile_at = null, reconciled_at = null, created_at = now() - interval '1 day'`);
  const isDue = async () => {
    const { rows } = await db.execute(sql`select from chat_link where reconcile_at <= now()`);
    return rows.length > 0;
  };
  await forget();
  await scene.ana.discussions.get.query({ discussionId: discussion.id });
  await vi.waitFor(async () => expect(await isDue()).toBe(true), { timeout: 30_000 });
  await forget();
  const asked = vi.spyOn(db, 'execute');
  await scene.ana.discussions.get.query({ discussionId: discussion.id });
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
  expect(await isDue()).toBe(false);
});

test('another channel gets everything said so far, in order, from one statement', async () => {
  const { discussion } = await scene.discuss('first');
  const target = { kind: 'discussion', discussionId: discussion.id } as const;
  for (const text of ['second', 'third']) await scene.ben.discussions.post.mutate({ ...draftOf(text), target });
  scene.slack.join('general', 'bot');
  const channelId = scene.slack.workspace.getChannel('general').id;
  await scene.ana.discussions.setChannel.mutate({ discussionId: discussion.id, channelId });
  const { rows } = await scene.app.ports.db.execute<{ kind: string; body: string | null }>(sql`
    select o.kind, m.body from chat_outbox o join chat_link l on l.id = o.link_id
    left join message m on m.id = o.message_id where l.channel_id = ${channelId} order by o.position`);
  expect(rows.map(({ kind, body }) => body ?? kind)).toEqual(['card', 'first', 'second', 'third']);
});
