import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createChatScene, type ChatScene } from '#tests/support/chat-scene.ts';
import { draftOf } from '#tests/support/domain-team.ts';
import { checkChannel } from './check-channel.ts';
import { findInstallation } from './installation.ts';

let scene: ChatScene;

beforeAll(async () => {
  scene = await createChatScene();
});
afterAll(() => scene.close());

async function isStale(): Promise<boolean | undefined> {
  const { rows } = await scene.app.ports.db.execute<{ is_stale: boolean }>(sql`
    select is_stale from chat_channel where channel_id = ${scene.channelId}`);
  return rows[0]?.is_stale;
}

const infoCalls = () => scene.slack.calls().filter(({ method }) => method === 'conversations.info').length;

test('while a channel is looked at because outsiders may have come, nothing is posted there', async () => {
  const { slack, app } = scene;
  const { discussion } = await scene.discuss('before they came');
  const workspace = await findInstallation(app.ports.db, scene.team.teamId);
  if (workspace === undefined) throw new Error('no workspace is connected');
  slack.shareExternally('customers');
  await vi.waitFor(async () => expect(await isStale()).toBe(true), { timeout: 30_000 });
  const before = infoCalls();
  slack.faults.next({ kind: 'slow', method: 'conversations.info', delayMs: 700 });
  const looking = checkChannel(app.ports, workspace, scene.channelId);
  await vi.waitFor(() => expect(infoCalls()).toBeGreaterThan(before), { timeout: 30_000 });
  const target = { kind: 'discussion', discussionId: discussion.id } as const;
  await scene.ana.discussions.post.mutate({ ...draftOf('among ourselves'), target });
  await scene.drain();
  await looking;
  expect(slack.messages('customers').map(({ text }) => text)).not.toContain('among ourselves');
  expect((await scene.ana.discussions.get.query({ discussionId: discussion.id })).link?.problem).toMatch(/outside/);
  expect(await isStale()).toBe(false);
});

test('what happens in a channel while it is looked at has it looked at again', async () => {
  const workspace = await findInstallation(scene.app.ports.db, scene.team.teamId);
  if (workspace === undefined) throw new Error('no workspace is connected');
  const before = infoCalls();
  scene.slack.faults.next({ kind: 'slow', method: 'conversations.info', delayMs: 700 });
  const looking = checkChannel(scene.app.ports, workspace, scene.channelId);
  await vi.waitFor(() => expect(infoCalls()).toBeGreaterThan(before), { timeout: 30_000 });
  scene.slack.leave('customers', 'ben');
  await vi.waitFor(async () => expect(await isStale()).toBe(true), { timeout: 30_000 });
  await looking;
  expect(await isStale()).toBe(true);
  await checkChannel(scene.app.ports, workspace, scene.channelId);
  expect(await isStale()).toBe(false);
});
