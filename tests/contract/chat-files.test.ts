import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { MessageFile } from '#shared/contract/discussion.ts';
import { copyFile } from '#server/domain/chat/index.ts';
import { createChatScene, type ChatScene, type Started } from '#tests/support/chat-scene.ts';

let scene: ChatScene;
let talk: Started;

beforeAll(async () => {
  scene = await createChatScene();
  talk = await scene.discuss('send me the list');
});
afterAll(() => scene.close());

/** Ben shares a file in Slack; resolves once the message is in the discussion. */
async function share(name: string, data: Uint8Array | string): Promise<string> {
  const files = [{ name, data }];
  scene.slack.say({ channel: 'customers', user: 'ben', threadTs: talk.threadTs, text: name, files });
  return vi.waitFor(async () => (await fileOf(name)).id, { timeout: 30_000 });
}

async function fileOf(name: string): Promise<MessageFile> {
  const { messages } = await scene.ana.discussions.get.query({ discussionId: talk.discussion.id });
  const found = messages.flatMap(({ files }) => files).find((file) => file.name === name);
  if (found === undefined) throw new Error('the file is not there');
  return found;
}

/** Does the job that copies the file, as it was asked for. */
async function copy(fileId: string, isLast = true): Promise<number | undefined> {
  const { rows } = await scene.app.ports.db.execute<{ key: string }>(sql`
    select key from graphile_worker.jobs where task_identifier = 'copy-chat-file' and key = ${`copy-file:${fileId}`}`);
  expect(rows).toHaveLength(1);
  const { rows: found } = await scene.app.ports.db.execute<{ id: string }>(sql`
    select id from chat_installation where team_id = ${scene.team.teamId}`);
  return copyFile(scene.app.ports, { teamId: scene.team.teamId, installationId: found[0]?.id ?? '', fileId }, isLast);
}

describe('a file from the chat', () => {
  test('is copied, and stays readable when it is gone there', async () => {
    const fileId = await share('list.csv', 'name,size\nbench,40\n');
    const before = await fileOf('list.csv');
    expect(before).toMatchObject({ url: null, note: null });
    expect(await copy(fileId)).toBeUndefined();
    scene.slack.workspace.files.clear();
    const { url, note } = await fileOf('list.csv');
    expect(note).toBeNull();
    const answer = await fetch(url ?? '');
    expect(await answer.text()).toBe('name,size\nbench,40\n');
    expect(answer.headers.get('content-disposition')).toContain('attachment');
  });

  test('that is gone before it was copied keeps its link and says so', async () => {
    const fileId = await share('gone.txt', 'soon gone');
    scene.slack.workspace.files.clear();
    expect(await copy(fileId)).toBeUndefined();
    const file = await fileOf('gone.txt');
    expect(file).toMatchObject({ url: null, note: 'was removed in Slack before it was kept here' });
    expect(file.chatUrl).toContain('gone.txt');
  });

  test('that is too large is not kept, whatever Slack said of its size', async () => {
    const fileId = await share('film.bin', new Uint8Array(26 * 1024 * 1024));
    await scene.app.ports.db.execute(sql`update file set size = 10 where id = ${fileId}`);
    expect(await copy(fileId)).toBeUndefined();
    expect(await fileOf('film.bin')).toMatchObject({ url: null, note: 'only in Slack: larger than 25 MB' });
  });

  test('that the chat does not let us read says so', async () => {
    const fileId = await share('secret.txt', 'secret');
    await scene.app.ports.db.execute(
      sql`update file set chat_url = 'https://drive.example/secret' where id = ${fileId}`,
    );
    expect(await copy(fileId)).toBeUndefined();
    expect((await fileOf('secret.txt')).note).toBe('only in Slack: Sidethread may not read it there');
  });
});
