import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { ALL_BOT_SCOPES, createTestClient, outcomeOf, post } from '#tests/support/slack/test-client.ts';

let slack: SlackStandIn;
let client: ReturnType<typeof createTestClient>;
let token: string;
let channel: string;

beforeEach(async () => {
  slack = await createSlackStandIn();
  token = slack.install(ALL_BOT_SCOPES, ['customers']).botToken;
  client = createTestClient(slack, token);
  channel = slack.workspace.getChannel('customers').id;
});
afterEach(() => slack.close());

function download(url: string, bearer = token): Promise<Response> {
  return fetch(url, { headers: { authorization: `Bearer ${bearer}` } });
}

async function control(action: string, body: object): Promise<{ status: number; answer: Record<string, unknown> }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${slack.url}/control/${action}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

describe('files', () => {
  test('a file is uploaded into a thread and read back, byte for byte', async () => {
    const root = await post(client, { channel, text: 'Root' });
    const bytes = Buffer.from([0, 1, 2, 255, 13, 10]);
    await client.filesUploadV2({
      channel_id: channel,
      thread_ts: root,
      file: bytes,
      filename: 'ümlaut.png',
      initial_comment: 'Look',
    });
    const [, shared] = slack.thread('customers', root);
    expect(shared).toMatchObject({ subtype: 'file_share', text: 'Look', thread_ts: root });
    const file = shared?.files?.[0] as { id: string; url_private_download: string };
    const answer = await download(file.url_private_download);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    expect(await client.files.info({ file: file.id })).toMatchObject({
      file: { name: 'ümlaut.png', size: 6, mimetype: 'image/png' },
    });
  });

  test('without a good token a download looks like Slack’s sign-in page', async () => {
    const ts = slack.say({ channel: 'customers', user: 'ana', text: '', files: [{ name: 'a.txt', data: 'secret' }] });
    const url = String(slack.findPost({ channel, ts })?.message.files?.[0]?.['url_private_download']);
    expect(await (await download(url)).text()).toBe('secret');
    const answer = await download(url, 'xoxb-nonsense');
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await answer.text()).not.toContain('secret');
  });

  test('an upload must have the size it was announced with, and be complete before it is shared', async () => {
    const { upload_url: url = '', file_id: id = '' } = await client.files.getUploadURLExternal({
      filename: 'a.txt',
      length: 3,
    });
    expect((await fetch(url, { method: 'POST', body: 'four' })).status).toBe(400);
    const complete = () => outcomeOf(client.files.completeUploadExternal({ files: [{ id }], channel_id: channel }));
    expect(await complete()).toBe('file_not_found');
    expect((await fetch(url, { method: 'POST', body: 'abc' })).status).toBe(200);
    expect(await complete()).toBe('ok');
    await client.files.delete({ file: id });
    expect(await outcomeOf(client.files.info({ file: id }))).toBe('file_deleted');
  });

  test('files of channels that the bot is not in stay hidden', async () => {
    slack.say({ channel: 'deals', user: 'ana', text: '', files: [{ name: 'a.txt', data: 'secret' }] });
    const [id = ''] = slack.workspace.files.keys();
    expect(await outcomeOf(client.files.info({ file: id }))).toBe('file_not_found');
  });
});

describe('reactions', () => {
  test('are one per person and emoji', async () => {
    const ts = slack.say({ channel: 'customers', user: 'ana', text: 'Hello' });
    const react = (name: string) => outcomeOf(client.reactions.add({ channel, timestamp: ts, name }));
    expect([await react('eyes'), await react('eyes'), await react(':eyes:')]).toEqual([
      'ok',
      'already_reacted',
      'invalid_name',
    ]);
    slack.react({ channel, ts, user: 'ben', name: 'eyes' });
    const { message } = (await client.reactions.get({ channel, timestamp: ts })) as {
      message?: { reactions?: { users: string[] }[] };
    };
    expect(message?.reactions?.[0]?.users).toEqual([
      slack.workspace.installation?.botUserId,
      slack.workspace.getUser('ben').id,
    ]);
    await client.reactions.remove({ channel, timestamp: ts, name: 'eyes' });
    expect(await outcomeOf(client.reactions.remove({ channel, timestamp: ts, name: 'eyes' }))).toBe('no_reaction');
  });
});

describe('the page and the control over HTTP', () => {
  test('a teammate’s words are escaped as Slack escapes them, and shown harmlessly', async () => {
    const { answer } = await control('say', {
      channel: 'customers',
      user: 'ana',
      text: '<img src=x> & @ben',
      isTyped: true,
    });
    const { id } = slack.workspace.getUser('ben');
    expect(slack.findPost({ channel, ts: String(answer['ts']) })?.message.text).toBe(
      `&lt;img src=x&gt; &amp; <@${id}>`,
    );
    const page = await (await fetch(`${slack.url}/?channel=${channel}`)).text();
    expect(page).toMatch(/&lt;img src=x&gt; &amp; <span class="mention"\s*>@ben</);
    expect(page).not.toContain('<img src=x>');
  });

  test('says what was wrong', async () => {
    expect(await control('nonsense', {})).toMatchObject({ status: 404 });
    expect(await control('say', { channel: 'customers', user: 'gina', text: 'x' })).toEqual({
      status: 400,
      answer: { error: 'gina is not in customers' },
    });
    expect(await control('faults/next', { kind: 'http5xx' })).toMatchObject({ status: 200 });
    expect(slack.faults.waiting()).toBe(1);
  });

  test('changes are streamed', async () => {
    const response = await fetch(`${slack.url}/control/changes`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    await reader?.read();
    slack.say({ channel: 'customers', user: 'ana', text: 'Streamed' });
    const { value } = (await reader?.read()) ?? {};
    expect(value).toContain('Streamed');
    await reader?.cancel();
  });
});
