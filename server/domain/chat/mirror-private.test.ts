import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { TeamId } from '#shared/contract/ids.ts';
import { createChatScene, type ChatScene } from '#tests/support/chat-scene.ts';
import { addTestMember } from '#tests/support/people.ts';
import { draftOf } from '#tests/support/domain-team.ts';
import { checkChannel } from './check-channel.ts';
import { findInstallation } from './installation.ts';
import { mirrorPrivateDiscussions } from './mirror-private.ts';

let scene: ChatScene;

beforeAll(async () => {
  scene = await createChatScene();
});
afterAll(() => scene.close());

/** Whether mirroring has been asked for since the last time. */
async function wasAsked(): Promise<boolean> {
  const { rows } = await scene.app.ports.db.execute(sql`
    delete from graphile_worker._private_jobs where key = ${`mirror:${scene.team.teamId}`} returning id`);
  return rows.length > 0;
}

test('mirroring is asked for whenever the people of a private discussion can have changed, and not else', async () => {
  await wasAsked();
  await scene.discuss('for all');
  expect(await wasAsked()).toBe(false);
  const { discussion, messageId } = await scene.discuss('between us', 'private');
  const at = { discussionId: discussion.id };
  expect(await wasAsked()).toBe(true);
  await scene.ana.discussions.invite.mutate({ ...at, userIds: [scene.team.ben.userId] });
  expect(await wasAsked()).toBe(true);
  await scene.ana.discussions.markRead.mutate({ ...at, seq: 1 });
  await scene.ana.discussions.react.mutate({ ...at, messageId, emoji: '👍', on: true });
  expect(await wasAsked()).toBe(false);
  const target = { kind: 'discussion', ...at } as const;
  await scene.ana.discussions.post.mutate({ ...draftOf('more'), target });
  expect(await wasAsked()).toBe(true);
  await scene.ana.discussions.editMessage.mutate({
    ...at,
    messageId,
    body: `for @[Ben](user:${scene.team.ben.userId})`,
  });
  expect(await wasAsked()).toBe(true);
  const { teamId } = scene.team;
  const gone = await addTestMember(scene.app.ports.db, teamId as TeamId, {
    name: 'Cleo',
    email: 'cleo@northwind.example',
    role: 'member',
  });
  await scene.ana.teams.removeMember.mutate({ userId: gone.userId });
  expect(await wasAsked()).toBe(true);
});

test('a team’s private discussions are mirrored to those who are in the chat; other teams’ are left alone', async () => {
  const { discussion } = await scene.discuss('just the two of us', 'private');
  await scene.ana.discussions.invite.mutate({ discussionId: discussion.id, userIds: [scene.team.ben.userId] });
  const groups = () => [...scene.slack.workspace.channels.values()].filter(({ kind }) => kind === 'mpim').length;
  await mirrorPrivateDiscussions(scene.app.ports, '019abc00-0000-7000-8000-000000000001');
  expect(groups()).toBe(0);
  expect(await mirrorPrivateDiscussions(scene.app.ports, scene.team.teamId)).toBe(0);
  expect(groups()).toBe(1);
  await scene.drain();
  await scene.slack.waitForMessage(({ text }) => text === 'just the two of us', 5_000);
});

test('nothing more is sent to a group that somebody joined who was not invited, until they are gone', async () => {
  const { discussion } = await scene.discuss('only for two', 'private');
  await scene.ana.discussions.invite.mutate({ discussionId: discussion.id, userIds: [scene.team.ben.userId] });
  await mirrorPrivateDiscussions(scene.app.ports, scene.team.teamId);
  await scene.drain();
  const { channel } = await scene.slack.waitForMessage(({ text }) => text === 'only for two', 5_000);
  const { workspace } = scene.slack;
  const group = workspace.getChannel(channel);
  const chiara = workspace.getUser('chiara').id;
  const linkOf = async () => (await scene.ana.discussions.get.query({ discussionId: discussion.id })).link;
  workspace.join(group, chiara);
  await vi.waitFor(async () => expect(await isStale(group.id)).toBe(true), { timeout: 30_000 });
  const target = { kind: 'discussion', discussionId: discussion.id } as const;
  await scene.ana.discussions.post.mutate({ ...draftOf('not for Chiara'), target });
  await scene.drain();
  expect((await linkOf())?.problem).toMatch(/^Somebody who was not invited is in this discussion’s Slack group/);
  expect(group.posts.map(({ message }) => message.text)).not.toContain('not for Chiara');
  workspace.leave(group, chiara);
  await vi.waitFor(async () => expect(await isStale(group.id)).toBe(true), { timeout: 30_000 });
  const workspaceRow = await findInstallation(scene.app.ports.db, scene.team.teamId);
  if (workspaceRow !== undefined) await checkChannel(scene.app.ports, workspaceRow, group.id);
  await scene.drain();
  await scene.slack.waitForMessage(({ text }) => text === 'not for Chiara', 5_000);
  expect((await linkOf())?.problem).toBeNull();
});

async function isStale(channelId: string): Promise<boolean> {
  const { rows } = await scene.app.ports.db.execute<{ is_stale: boolean }>(sql`
    select is_stale from chat_channel where channel_id = ${channelId}`);
  return rows[0]?.is_stale === true;
}
