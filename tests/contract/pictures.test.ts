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

/** The head of a PNG file of this size, which is all that the server unpacks. */
function pngOf(width: number, height: number): Buffer {
  const head = Buffer.from('89504e470d0a1a0a0000000d494844520000000000000000080600000000000000', 'hex');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return head;
}

function setOwn(bytes: Buffer | null): Promise<void> {
  return scene.ana.session.setPicture.mutate({ base64: bytes === null ? null : bytes.toString('base64') });
}

async function shownToBen(): Promise<string | null> {
  const members = await scene.ben.teams.members.query();
  return members.find(({ id }) => id === scene.team.ana.userId)?.pictureUrl ?? null;
}

describe('a picture that a person chose', () => {
  test('is what teammates see, until it is replaced or taken back', async () => {
    await giveAna(`${origin}/from-her-sign-in.png`);
    await setOwn(pngOf(256, 256));
    const { discussion } = await scene.discuss('my own face');
    const first = await shownToBen();
    expect(JSON.stringify(await scene.ben.discussions.get.query({ discussionId: discussion.id }))).toContain(first);
    const answer = await fetch(first ?? '');
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(pngOf(256, 256));
    await setOwn(pngOf(128, 128));
    expect(Buffer.from(await (await fetch((await shownToBen()) ?? '')).arrayBuffer())).toEqual(pngOf(128, 128));
    expect((await fetch(first ?? '')).status).toBe(404);
    const second = await shownToBen();
    await setOwn(null);
    expect(await shownToBen()).toBeNull();
    expect((await fetch(second ?? '')).status).toBe(404);
    expect(asked).toEqual([]);
  });

  test.each([
    [
      'a drawing that can run',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'PNG, JPEG',
    ],
    ['a film', Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00', 'latin1'), 'PNG, JPEG'],
    ['a head without a picture', pngOf(256, 256).subarray(0, 12), 'can’t be read'],
    ['one that unpacks to gigabytes', pngOf(40_000, 40_000), '1024 pixels'],
    ['a large file', Buffer.concat([pngOf(256, 256), Buffer.alloc(256 * 1024)]), '256 KB'],
  ])('is refused when it is %s, and nothing changes', async (_what, bytes, reason) => {
    await setOwn(pngOf(64, 64));
    const before = await shownToBen();
    await expect(setOwn(bytes)).rejects.toThrow(reason);
    expect(await shownToBen()).toBe(before);
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
