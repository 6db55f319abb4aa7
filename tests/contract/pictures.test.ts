import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createChatScene, type ChatScene } from '#tests/support/chat-scene.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
let provider: Server;
let origin: string;
let asked: string[] = [];
let scene: ChatScene;

beforeAll(async () => {
  provider = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'image/png' }).end(png);
  });
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
  const address = provider.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  scene = await createChatScene({ PICTURE_HOSTS: origin });
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  await scene.close();
  provider.close();
});

async function giveAna(image: string | null): Promise<void> {
  await scene.app.ports.db.execute(sql`update auth."user" set image = ${image} where id = ${scene.team.ana.userId}`);
}

describe('people’s pictures', () => {
  test('come from our server wherever a person is shown, and are asked for once', async () => {
    await giveAna(`${origin}/ana.png`);
    const { discussion, messageId } = await scene.discuss('who is this?');
    await scene.ben.discussions.react.mutate({ discussionId: discussion.id, messageId, emoji: '👍', on: true });
    await scene.ana.discussions.react.mutate({ discussionId: discussion.id, messageId, emoji: '👍', on: true });
    await scene.ana.presence.beat.mutate({ discussionId: discussion.id, state: 'open' });
    const shown = [
      await scene.ben.discussions.get.query({ discussionId: discussion.id }),
      await scene.ben.teams.members.query(),
      await scene.ana.session.get.query(),
    ];
    const text = JSON.stringify(shown);
    expect(text).not.toContain(origin);
    const link = /"pictureUrl":"([^"]+)"/.exec(text)?.[1] ?? '';
    expect(link).toMatch(`${scene.app.url}/pictures/`);
    expect(text.match(/"pictureUrl":"/g)?.length).toBeGreaterThanOrEqual(4);
    expect(asked).toEqual([]);
    for (let time = 0; time < 2; time++) {
      const answer = await fetch(link);
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(png);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      });
    }
    expect(asked).toEqual(['/ana.png']);
  });

  test('on hosts that nobody named are not shown and never asked for', async () => {
    await giveAna('http://169.254.169.254/latest/meta-data');
    const members = await scene.ben.teams.members.query();
    expect(members.find(({ id }) => id === scene.team.ana.userId)?.pictureUrl).toBeNull();
  });

  test('are read by links of ours only', async () => {
    const body = Buffer.from(JSON.stringify([scene.team.teamId, `${origin}/other.png`])).toString('base64url');
    expect((await fetch(`${scene.app.url}/pictures/${body}.AAAA`)).status).toBe(404);
    expect((await fetch(`${scene.app.url}/pictures/nonsense`)).status).toBe(404);
    expect(asked).toEqual([]);
  });
});

test('the first post of somebody without a picture here goes out under the one they have in the chat', async () => {
  await giveAna(null);
  const lookUps = () => scene.slack.calls().filter(({ method }) => method === 'users.lookupByEmail').length;
  await scene.app.ports.db.execute(sql`delete from chat_person where team_id = ${scene.team.teamId}`);
  const before = lookUps();
  scene.slack.changeUser('ana', { image: 'https://avatars.slack-edge.com/ana_72.png' });
  await scene.discuss('with my face');
  await scene.discuss('and again');
  const sent = await scene.slack.waitForMessage(({ text }) => text === 'with my face', 5_000);
  expect(sent.message).toMatchObject({ icons: { image_48: 'https://avatars.slack-edge.com/ana_72.png' } });
  expect(lookUps() - before).toBe(1);
});
