import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { ALL_BOT_SCOPES, createTestClient, outcomeOf, post } from '#tests/support/slack/test-client.ts';

const section = (text: string) => [{ type: 'section', text: { type: 'mrkdwn', text } }] as const;

let slack: SlackStandIn;
let client: ReturnType<typeof createTestClient>;
let channel: string;

beforeEach(async () => {
  slack = await createSlackStandIn();
  client = createTestClient(slack, slack.install(ALL_BOT_SCOPES, ['customers']).botToken);
  channel = slack.workspace.getChannel('customers').id;
});
afterEach(() => slack.close());

describe('messages', () => {
  test('a thread is posted, edited, read and deleted', async () => {
    const metadata = { event_type: 'discussion_message', event_payload: { message_id: 'm1' } };
    const root = await post(client, { channel, text: 'Root', metadata });
    const reply = await post(client, { channel, text: 'Reply', thread_ts: root });
    await client.chat.update({ channel, ts: reply, text: 'Changed' });

    const replies = await client.conversations.replies({ channel, ts: root, include_all_metadata: true });
    expect(replies.messages?.map(({ text }) => text)).toEqual(['Root', 'Changed']);
    expect(replies.messages?.[0]).toMatchObject({ reply_count: 1, metadata });
    expect(replies.messages?.[1]).toMatchObject({
      thread_ts: root,
      edited: { user: slack.workspace.installation?.botUserId },
    });

    await client.chat.delete({ channel, ts: reply });
    const history = await client.conversations.history({ channel });
    expect(history.messages?.map(({ ts }) => ts)).toEqual([root]);
    expect(history.messages?.[0]?.metadata).toBeUndefined();
    expect(history.messages?.[0]).not.toHaveProperty('reply_count');
  });

  test('ids rise strictly, however fast messages come', async () => {
    const ids = await Promise.all(
      Array.from({ length: 50 }, (_, index) => post(client, { channel, text: `${index}` })),
    );
    expect(new Set(ids).size).toBe(50);
    expect(slack.messages('customers').map(({ ts }) => ts)).toEqual(ids.toSorted());
    expect(ids[0]).toMatch(/^\d{10}\.\d{6}$/);
  });

  test('a name and picture of its own make a bot_message without user', async () => {
    const ts = await post(client, { channel, text: 'Hi', username: 'Ana', icon_url: 'https://example.com/a.png' });
    const { message } = slack.findPost({ channel, ts }) ?? {};
    expect(message).toMatchObject({
      subtype: 'bot_message',
      username: 'Ana',
      icons: { image_48: 'https://example.com/a.png' },
    });
    expect(message).toMatchObject({ bot_id: slack.workspace.botId, app_id: slack.app.id });
    expect(message).not.toHaveProperty('user');
  });

  test('posts are refused as Slack refuses them', async () => {
    slack.join('old-support', 'bot');
    const root = await post(client, { channel, text: 'Root' });
    const reply = await post(client, { channel, text: 'Reply', thread_ts: root });
    const bare = createTestClient(slack, slack.install([]).botToken);
    const outcomes = {
      noText: await outcomeOf(post(client, { channel, text: '' })),
      long: await outcomeOf(post(client, { channel, text: 'x'.repeat(40_001) })),
      longest: await outcomeOf(post(client, { channel, text: 'x'.repeat(40_000) })),
      longEdit: await outcomeOf(client.chat.update({ channel, ts: root, text: 'é'.repeat(2001) })),
      unknownChannel: await outcomeOf(post(client, { channel: 'C0UNKNOWN', text: 'x' })),
      privateChannel: await outcomeOf(post(client, { channel: slack.workspace.getChannel('deals').id, text: 'x' })),
      notIn: await outcomeOf(post(client, { channel: slack.workspace.getChannel('general').id, text: 'x' })),
      archived: await outcomeOf(post(client, { channel: slack.workspace.getChannel('old-support').id, text: 'x' })),
      noThread: await outcomeOf(post(client, { channel, text: 'x', thread_ts: '1700000000.000001' })),
      badThread: await outcomeOf(post(client, { channel, text: 'x', thread_ts: 'yesterday' })),
      underReply: await outcomeOf(post(client, { channel, text: 'x', thread_ts: reply })),
      noMessage: await outcomeOf(client.chat.update({ channel, ts: '1700000000.000001', text: 'x' })),
      bare: await outcomeOf(post(bare, { channel, text: 'x' })),
    };
    expect(outcomes).toEqual({
      noText: 'no_text',
      long: 'msg_too_long',
      longest: 'ok',
      longEdit: 'msg_too_long',
      unknownChannel: 'channel_not_found',
      privateChannel: 'channel_not_found',
      notIn: 'not_in_channel',
      archived: 'is_archived',
      noThread: 'thread_not_found',
      badThread: 'invalid_thread_ts',
      underReply: 'cannot_reply_to_message',
      noMessage: 'message_not_found',
      bare: 'ok',
    });
  });

  test('a bot changes and deletes only its own messages', async () => {
    const ts = slack.say({ channel: 'customers', user: 'ana', text: 'Mine' });
    expect(await outcomeOf(client.chat.update({ channel, ts, text: 'x' }))).toBe('cant_update_message');
    expect(await outcomeOf(client.chat.delete({ channel, ts }))).toBe('cant_delete_message');
    const ana = createTestClient(slack, slack.issueToken('user', ['chat:write'], 'ana'));
    expect(await outcomeOf(ana.chat.update({ channel, ts, text: 'x' }))).toBe('ok');
  });

  test('a deleted root with replies leaves a tombstone until its last reply goes', async () => {
    const root = await post(client, { channel, text: 'Root' });
    const reply = await post(client, { channel, text: 'Reply', thread_ts: root });
    await client.chat.delete({ channel, ts: root });
    expect(slack.thread('customers', root)[0]).toMatchObject({ subtype: 'tombstone' });
    await client.chat.delete({ channel, ts: reply });
    expect(slack.messages('customers')).toEqual([]);
  });

  test('blocks are checked', async () => {
    const many = Array.from({ length: 51 }, () => ({ type: 'divider' }) as const);
    const outcomes = [
      await outcomeOf(post(client, { channel, text: 'x', blocks: [...section('x'.repeat(3000))] })),
      await outcomeOf(post(client, { channel, text: 'x', blocks: [...section('x'.repeat(3001))] })),
      await outcomeOf(post(client, { channel, text: 'x', blocks: [...section('')] })),
      await outcomeOf(post(client, { channel, text: 'x', blocks: many })),
      await outcomeOf(
        post(client, { channel, text: 'x', blocks: Array.from({ length: 5 }, () => section('x'.repeat(2900))[0]) }),
      ),
    ];
    expect(outcomes).toEqual(['ok', 'invalid_blocks', 'invalid_blocks', 'invalid_blocks', 'msg_blocks_too_long']);
  });
});

describe('reading', () => {
  test('history turns pages from the newest to the oldest, without replies', async () => {
    const texts = Array.from({ length: 7 }, (_, index) => `m${index}`);
    for (const text of texts) await post(client, { channel, text });
    await post(client, { channel, text: 'reply', thread_ts: slack.messages('customers')[0]?.ts ?? '' });
    const found: string[] = [];
    for await (const page of client.paginate('conversations.history', { channel, limit: 3 })) {
      found.push(...textsOf(page));
    }
    expect(found).toEqual(texts.toReversed());
    expect(await outcomeOf(client.conversations.history({ channel, cursor: 'bm9uc2Vuc2U=' }))).toBe('invalid_cursor');
  });

  test('oldest and latest bound history, both left out unless asked for', async () => {
    const ids = [
      await post(client, { channel, text: 'a' }),
      await post(client, { channel, text: 'b' }),
      await post(client, { channel, text: 'c' }),
    ];
    const [first = '', , last = ''] = ids;
    const between = await client.conversations.history({ channel, oldest: first, latest: last });
    expect(between.messages?.map(({ text }) => text)).toEqual(['b']);
    const within = await client.conversations.history({ channel, oldest: first, latest: last, inclusive: true });
    expect(within.messages?.map(({ text }) => text)).toEqual(['c', 'b', 'a']);
  });

  test('every page of replies begins with the root', async () => {
    const root = await post(client, { channel, text: 'root' });
    for (let index = 0; index < 5; index++) await post(client, { channel, text: `r${index}`, thread_ts: root });
    const pages: string[][] = [];
    for await (const page of client.paginate('conversations.replies', { channel, ts: root, limit: 3 })) {
      pages.push(textsOf(page));
    }
    expect(pages).toEqual([
      ['root', 'r0', 'r1'],
      ['root', 'r2', 'r3'],
      ['root', 'r4'],
    ]);
    expect(await outcomeOf(client.conversations.replies({ channel, ts: '1700000000.000001' }))).toBe(
      'thread_not_found',
    );
  });

  test('people and channels show what the token may see', async () => {
    const { user } = await client.users.lookupByEmail({ email: 'BEN@northwind.example' });
    expect(user).toMatchObject({ name: 'ben', profile: { email: 'ben@northwind.example' } });
    expect(await outcomeOf(client.users.lookupByEmail({ email: 'lee@northwind.example' }))).toBe('users_not_found');
    const { members } = await client.users.list({});
    expect(members?.filter((each) => each.is_restricted).map(({ name }) => name)).toEqual(['gina']);
    const { channels } = await client.conversations.list({
      types: 'public_channel,private_channel',
      exclude_archived: true,
    });
    expect(channels?.map(({ name }) => name)).toEqual(['general', 'customers', 'logistics', 'with-acme']);
    const shared = await client.conversations.info({ channel: slack.workspace.getChannel('with-acme').id });
    expect(shared.channel).toMatchObject({ is_ext_shared: true, is_member: false });
  });

  test('a group message is opened once for the same people', async () => {
    const users = `${slack.workspace.getUser('ana').id},${slack.workspace.getUser('ben').id}`;
    const first = await client.conversations.open({ users });
    const again = await client.conversations.open({ users });
    expect(again.channel?.id).toBe(first.channel?.id);
    await post(client, { channel: first.channel?.id ?? '', text: 'Only us' });
    expect(slack.messages(first.channel?.id ?? '')).toHaveLength(1);
  });
});

function textsOf(page: object): string[] {
  const messages = 'messages' in page && Array.isArray(page.messages) ? page.messages : [];
  return messages.map((message: { text: string }) => message.text);
}
