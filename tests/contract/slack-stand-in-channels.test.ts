import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SlackChange } from '#tests/support/slack/model.ts';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { ALL_BOT_SCOPES, createTestClient, outcomeOf, post } from '#tests/support/slack/test-client.ts';

let slack: SlackStandIn;
let client: ReturnType<typeof createTestClient>;
let channel: string;
let changes: SlackChange[];

beforeEach(async () => {
  slack = await createSlackStandIn();
  client = createTestClient(slack, slack.install(ALL_BOT_SCOPES, ['customers']).botToken);
  channel = slack.workspace.getChannel('customers').id;
  changes = [];
  slack.onChange((change) => changes.push(change));
});
afterEach(() => slack.close());

const idOf = (name: string): string => slack.workspace.getChannel(name).id;

describe('membership', () => {
  test('a bot joins open channels only, and is thrown out again', async () => {
    expect(await outcomeOf(client.conversations.join({ channel: idOf('general') }))).toBe('ok');
    expect(await outcomeOf(client.conversations.join({ channel: idOf('deals') }))).toBe('channel_not_found');
    expect(await outcomeOf(client.conversations.join({ channel: idOf('old-support') }))).toBe('is_archived');
    expect(await outcomeOf(post(client, { channel: idOf('general'), text: 'Here' }))).toBe('ok');
    slack.leave('general', 'bot');
    expect(await outcomeOf(post(client, { channel: idOf('general'), text: 'Gone' }))).toBe('not_in_channel');
    expect(await outcomeOf(client.conversations.history({ channel: idOf('general') }))).toBe('not_in_channel');
    expect(changes.map(({ event }) => event.type)).toEqual([
      'member_joined_channel',
      'message',
      'member_left_channel',
      'channel_left',
    ]);
  });

  test('a private channel shows once the bot is in, and members are listed page by page', async () => {
    slack.join('deals', 'bot');
    const { channels } = await client.conversations.list({ types: 'private_channel' });
    expect(channels?.map(({ name, is_member: isMember }) => [name, isMember])).toEqual([['deals', true]]);
    const first = await client.conversations.members({ channel: idOf('deals'), limit: 2 });
    const rest = await client.conversations.members({
      channel: idOf('deals'),
      limit: 2,
      cursor: first.response_metadata?.next_cursor ?? '',
    });
    expect([first.members?.length, rest.members]).toEqual([2, [slack.workspace.installation?.botUserId]]);
    expect(rest.response_metadata?.next_cursor).toBe('');
  });

  test('inviting names people who are not there yet', async () => {
    const gina = slack.workspace.getUser('gina').id;
    expect(await outcomeOf(client.conversations.invite({ channel, users: gina }))).toBe('ok');
    expect(await outcomeOf(client.conversations.invite({ channel, users: gina }))).toBe('already_in_channel');
    expect(await outcomeOf(client.conversations.invite({ channel, users: 'U0NOBODY' }))).toBe('user_not_found');
  });

  test('sharing with outsiders shows in the channel and is told', async () => {
    slack.shareExternally('customers', 'pending');
    expect((await client.conversations.info({ channel })).channel).toMatchObject({
      is_ext_shared: false,
      is_pending_ext_shared: true,
    });
    slack.shareExternally('customers');
    expect((await client.conversations.info({ channel })).channel).toMatchObject({
      is_ext_shared: true,
      is_pending_ext_shared: false,
    });
    slack.shareExternally('customers', 'off');
    slack.rename('customers', 'clients');
    expect(changes.map(({ event }) => event.type)).toEqual(['channel_shared', 'channel_unshared', 'channel_rename']);
  });
});

describe('messages under a person’s token', () => {
  test('carry the app’s ids beside the person’s', async () => {
    const ana = createTestClient(slack, slack.issueToken('user', ['chat:write', 'reactions:write'], 'ana'));
    const ts = await post(ana, { channel, text: 'As Ana', username: undefined });
    const { id } = slack.workspace.getUser('ana');
    expect(slack.findPost({ channel, ts })?.message).toMatchObject({
      user: id,
      app_id: slack.app.id,
      bot_id: slack.workspace.botId,
    });
    await ana.reactions.add({ channel, timestamp: ts, name: 'eyes' });
    expect(changes.at(-1)?.event).toMatchObject({
      type: 'reaction_added',
      user: id,
      item_user: id,
      item: { channel, ts },
    });
    await ana.auth.revoke();
    expect(await outcomeOf(ana.auth.test())).toBe('token_revoked');
    expect(changes.at(-1)?.event).toMatchObject({ type: 'tokens_revoked', tokens: { oauth: [id], bot: [] } });
    expect(await outcomeOf(client.auth.test())).toBe('ok');
  });
});

describe('what else a message can do', () => {
  test('a link is unfurled as a change without an edit, and what the app wanted is recorded', async () => {
    const ts = await post(client, {
      channel,
      text: 'See https://example.com',
      unfurl_links: false,
      unfurl_media: false,
    });
    expect(slack.findPost({ channel, ts })).toMatchObject({ unfurlLinks: false, unfurlMedia: false });
    slack.unfurl({ channel, ts }, 'https://example.com');
    expect(changes.at(-1)?.event).toMatchObject({
      subtype: 'message_changed',
      message: { text: 'See https://example.com' },
    });
    expect(slack.findPost({ channel, ts })?.message).not.toHaveProperty('edited');
  });

  test('a broadcast reply shows in the channel and in its thread', async () => {
    const root = await post(client, { channel, text: 'Root' });
    const ts = slack.say({ channel: 'customers', user: 'ben', text: 'Everybody!', threadTs: root, broadcast: true });
    const { messages } = await client.conversations.history({ channel });
    expect(messages?.map((message) => [message.ts, message.subtype])).toEqual([
      [ts, 'thread_broadcast'],
      [root, undefined],
    ]);
    const { permalink } = await client.chat.getPermalink({ channel, message_ts: ts });
    expect(permalink).toBe(
      `https://northwind-instruments.slack.com/archives/${channel}/p${ts.replace('.', '')}?thread_ts=${root}&cid=${channel}`,
    );
  });

  test('what people type comes with a rich text and a client id', () => {
    const { id } = slack.workspace.getUser('ben');
    slack.say({ channel: 'customers', user: 'ana', text: `A &amp; B <@${id}>` });
    const elements = [
      { type: 'text', text: 'A & B ' },
      { type: 'user', user_id: id },
    ];
    expect(changes[0]?.event).toMatchObject({
      client_msg_id: expect.any(String),
      blocks: [{ type: 'rich_text', elements: [{ elements }] }],
    });
  });

  test('a private note reaches members only and leaves no message', async () => {
    const ephemeral = (user: string) =>
      outcomeOf(client.chat.postEphemeral({ channel, user: slack.workspace.getUser(user).id, text: 'psst' }));
    expect([await ephemeral('ana'), await ephemeral('gina')]).toEqual(['ok', 'user_not_in_channel']);
    expect(slack.messages('customers')).toEqual([]);
  });

  test('a direct message goes to a person by id', async () => {
    const ben = slack.workspace.getUser('ben').id;
    await post(client, { channel: ben, text: 'Hi' });
    await post(client, { channel: ben, text: 'Hi again' });
    const direct = [...slack.workspace.channels.values()].filter(({ kind }) => kind === 'im');
    expect(direct.map(({ posts }) => posts.length)).toEqual([2]);
  });
});

test('waiting hears of what is there, what comes, and what never came', async () => {
  slack.say({ channel: 'customers', user: 'ana', text: 'early' });
  expect(await slack.waitForMessage(({ text }) => text === 'early', 1000)).toMatchObject({ channel });
  const later = slack.waitForMessage(({ text }) => text === 'edited later', 5000);
  const ts = slack.say({ channel: 'customers', user: 'ana', text: 'later' });
  slack.edit({ channel, ts }, 'edited later');
  expect((await later).message.ts).toBe(ts);
  const change = slack.waitForChange(({ event }) => event.type === 'user_change', 5000);
  slack.changeUser('ben', { deleted: true });
  expect((await change).event['user']).toMatchObject({ name: 'ben', deleted: true });
  await expect(slack.waitForMessage(({ text }) => text === 'never', 20)).rejects.toThrow('within 20 ms');
});
