import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { forgetGivenUpEvents } from '#server/domain/chat/index.ts';
import { createId } from '#server/kernel/ids.ts';
import { createChatScene, type ChatScene } from '#tests/support/chat-scene.ts';
import { consent } from '#tests/support/chat-team.ts';

let scene: ChatScene;

beforeAll(async () => {
  scene = await createChatScene();
});
afterAll(() => scene.close());

async function count(what: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await scene.app.ports.db.execute<{ count: number }>(sql`select count(*)::int as count from ${what}`);
  return rows[0]?.count ?? -1;
}

function callsOf(method: string): number {
  return scene.slack.calls().filter((call) => call.method === method).length;
}

describe('a personal link that was taken back in the chat', () => {
  const events = sql`chat_event`;
  const links = sql`chat_person_token`;

  test('ends; the late word of an older one leaves a newer link alone', async () => {
    await consent(scene.ben, scene.slack, 'link-person', 'ben');
    const ben = scene.slack.workspace.getUser('ben').id;
    const tested = callsOf('auth.test');
    scene.slack.workspace.emit({ type: 'tokens_revoked', tokens: { oauth: [ben], bot: [] } });
    await vi.waitFor(() => expect(callsOf('auth.test')).toBeGreaterThan(tested), { timeout: 30_000 });
    await vi.waitFor(async () => expect(await count(events)).toBe(0), { timeout: 30_000 });
    expect(await count(links)).toBe(1);
    scene.slack.revokeTokens('ben');
    await vi.waitFor(async () => expect(await count(links)).toBe(0), { timeout: 30_000 });
  });
});

test('events that were given up are kept for a month and no longer', async () => {
  for (const days of [29, 31])
    await scene.app.ports.db.execute(sql`
      insert into chat_event (team_id, id, installation_id, body, attempts, received_at)
      values (${scene.team.teamId}, ${createId<string>()}, ${createId<string>()}, ${`{"days":${days}}`}::jsonb, 20,
        now() - ${days} * interval '1 day')`);
  expect(await forgetGivenUpEvents(scene.app.ports)).toBe(1);
  expect(await count(sql`chat_event where (body ->> 'days')::int = 29`)).toBe(1);
});

describe('choosing a channel asks the chat nothing', () => {
  const channelId = 'C0ANYWHERE';

  test('for a discussion that is private', async () => {
    const { discussion } = await scene.discuss('between us', 'private');
    const before = callsOf('conversations.info');
    const chosen = scene.ana.discussions.setChannel.mutate({ discussionId: discussion.id, channelId });
    await expect(chosen).rejects.toThrow('A private discussion is for those invited');
    const foreign = scene.ben.discussions.setChannel.mutate({ discussionId: discussion.id, channelId });
    await expect(foreign).rejects.toThrow('does not exist, or it is not shared with you');
    expect(callsOf('conversations.info')).toBe(before);
  });
});

test('the tokens of a workspace that is replaced are given back', async () => {
  await consent(scene.ben, scene.slack, 'link-person', 'ben');
  const other = scene.slack.addWorkspace({
    team: { name: 'Northwind Labs' },
    users: [{ name: 'ana', realName: 'Ana Duarte', email: 'ana@northwind.example', isAdmin: true }],
    channels: [],
  });
  const before = callsOf('auth.revoke');
  await consent(scene.ana, scene.slack, 'install', 'ana', other.teamId);
  expect((await scene.ana.chat.status.query()).installation?.workspaceName).toBe('Northwind Labs');
  const given = scene.slack.calls().filter(({ method }) => method === 'auth.revoke');
  expect(given.slice(before).map(({ token, outcome }) => `${token} ${outcome}`)).toEqual(['user ok', 'bot ok']);
});
