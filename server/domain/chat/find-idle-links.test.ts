import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createChatScene, type ChatScene } from '#tests/support/chat-scene.ts';
import { createMail, draftOf } from '#tests/support/domain-team.ts';
import { requestDrains } from './find-idle-links.ts';

let scene: ChatScene;
let linkId: string;

beforeAll(async () => {
  scene = await createChatScene();
});
afterAll(() => scene.close());
beforeEach(async () => {
  await scene.app.ports.db.execute(sql`delete from chat_outbox`);
  const target = { kind: 'mail', mail: createMail(), visibility: 'team', channelId: null } as const;
  const { discussion } = await scene.ana.discussions.post.mutate({ ...draftOf('one'), target });
  await scene.ana.discussions.post.mutate({
    ...draftOf('two'),
    target: { kind: 'discussion', discussionId: discussion.id },
  });
  linkId = discussion.link?.id ?? '';
  await scene.app.ports.db.execute(sql`update chat_outbox set created_at = now() - interval '1 hour'`);
});

/** Changes the card, which is the link's first effect; two posts wait behind it. */
async function card(change: ReturnType<typeof sql>): Promise<void> {
  await scene.app.ports.db.execute(sql`update chat_outbox set ${change} where link_id = ${linkId} and kind = 'card'`);
}

test('a link whose first effect is due and left behind is taken up, once', async () => {
  expect(await requestDrains(scene.app.ports, 1500)).toBe(1);
});

test('what waits behind an effect that has a time of its own is not due', async () => {
  await card(sql`state = 'checking', not_before = now() + interval '1 minute'`);
  expect(await requestDrains(scene.app.ports, 1500)).toBe(0);
});

test('an effect that is being sent is left alone until its grace is over', async () => {
  await card(sql`state = 'sending', sent_at = now()`);
  expect(await requestDrains(scene.app.ports, 1500)).toBe(0);
  await card(sql`sent_at = now() - interval '1 hour'`);
  expect(await requestDrains(scene.app.ports, 1500)).toBe(1);
});
