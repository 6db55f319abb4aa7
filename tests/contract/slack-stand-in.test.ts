import { LogLevel, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';

const SCOPES =
  'chat:write,chat:write.customize,channels:read,channels:history,groups:read,groups:history,users:read,users:read.email,reactions:write,reactions:read,files:write,files:read'.split(
    ',',
  );

let slack: SlackStandIn;

beforeEach(async () => {
  slack = await createSlackStandIn();
});
afterEach(() => slack.close());

function connect(token: string): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  });
}

describe('messages', () => {
  test('a thread is posted, edited, read and deleted', async () => {
    const { botToken } = slack.install(SCOPES, ['customers']);
    const client = connect(botToken);
    const channel = slack.workspace.getChannel('customers').id;
    const root = await client.apiCall('chat.postMessage', {
      channel,
      text: 'Root',
      metadata: { event_type: 'x', event_payload: { message_id: 'm1' } },
    });
    const reply = await client.apiCall('chat.postMessage', {
      channel,
      text: 'Reply',
      thread_ts: String(root['ts']),
      username: 'Ana',
      icon_url: 'https://example.com/a.png',
    });
    await client.chat.update({ channel, ts: String(reply['ts']), text: 'Changed' });
    const replies = await client.conversations.replies({ channel, ts: String(root['ts']), include_all_metadata: true });
    expect(replies.messages?.map(({ text }) => text)).toEqual(['Root', 'Changed']);
    expect(replies.messages?.[0]).toMatchObject({ reply_count: 1, metadata: { event_payload: { message_id: 'm1' } } });
    await client.chat.delete({ channel, ts: String(reply['ts']) });
    const history = await client.conversations.history({ channel });
    expect(history.messages).toHaveLength(1);
    expect(history.messages?.[0]?.metadata).toBeUndefined();
  });
});
