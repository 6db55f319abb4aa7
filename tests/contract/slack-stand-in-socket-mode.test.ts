import { SocketModeClient } from '@slack/socket-mode';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { ALL_BOT_SCOPES, SILENT, createTestClient } from '#tests/support/slack/test-client.ts';

/** Slack's three retries take six seconds: so long may a client be away. */
const CLOCK_SCALE = 60;

let slack: SlackStandIn;

beforeEach(async () => {
  slack = await createSlackStandIn({ clockScale: CLOCK_SCALE });
  slack.install(ALL_BOT_SCOPES, ['customers']);
});
afterEach(() => slack.close());

describe('Socket Mode', () => {
  const clients: SocketModeClient[] = [];

  afterEach(async () => {
    await Promise.all(clients.splice(0).map((each) => each.disconnect()));
  });

  /** `patienceMs`: how soon the client comes back, and how long it waits for a pong. */
  async function connect(texts: string[], patienceMs = 5_000): Promise<SocketModeClient> {
    const appToken = slack.issueToken('app', ['connections:write']);
    const socket = new SocketModeClient({
      appToken,
      clientPingTimeout: patienceMs,
      logger: SILENT,
      clientOptions: { slackApiUrl: slack.apiUrl },
    });
    socket.on('message', async ({ event, ack }: { event: { text: string }; ack: () => Promise<void> }) => {
      texts.push(event.text);
      await ack();
    });
    clients.push(socket);
    await socket.start();
    return socket;
  }

  test('each event goes to one of several connections and is acknowledged', async () => {
    const first: string[] = [];
    const second: string[] = [];
    await connect(first);
    await connect(second);
    for (const text of ['a', 'b', 'c', 'd']) slack.say({ channel: 'customers', user: 'ana', text });
    await slack.waitUntilEventsSettled(30_000);
    expect([first, second]).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
    expect(slack.eventCounts()).toMatchObject({ raised: 4, acknowledged: 4, retried: 0 });
  });

  test('a recycled connection is replaced, and nothing is lost meanwhile', async () => {
    const texts: string[] = [];
    await connect(texts, 500);
    slack.sockets.recycle();
    expect(slack.sockets.count).toBe(0);
    slack.say({ channel: 'customers', user: 'ana', text: 'while away' });
    await slack.sockets.waitForConnections(1, 30_000);
    await slack.waitUntilEventsSettled(30_000);
    expect(texts).toEqual(['while away']);
  });

  test('long messages arrive whole', async () => {
    const texts: string[] = [];
    await connect(texts);
    const text = 'é'.repeat(39_000);
    slack.say({ channel: 'customers', user: 'ana', text });
    await slack.waitUntilEventsSettled(30_000);
    expect(texts).toEqual([text]);
  });

  test('an event that nobody acknowledged before the connection broke comes again', async () => {
    const { url = '' } = await createTestClient(
      slack,
      slack.issueToken('app', ['connections:write']),
    ).apps.connections.open({});
    const silent = new WebSocket(url);
    const received = new Promise((resolve) =>
      silent.addEventListener('message', ({ data }) => String(data).includes('Hello?') && resolve(data)),
    );
    await slack.sockets.waitForConnections(1, 30_000);
    slack.say({ channel: 'customers', user: 'ana', text: 'Hello?' });
    await received;
    slack.sockets.cut();
    const texts: string[] = [];
    await connect(texts);
    await slack.waitUntilEventsSettled(30_000);
    expect(texts).toEqual(['Hello?']);
  });

  test('an address opens one connection, once', async () => {
    const { url = '' } = await createTestClient(
      slack,
      slack.issueToken('app', ['connections:write']),
    ).apps.connections.open({});
    const opened = new WebSocket(url);
    await slack.sockets.waitForConnections(1, 30_000);
    const refused = new WebSocket(url);
    await new Promise((resolve) => refused.addEventListener('error', resolve, { once: true }));
    expect(slack.sockets.count).toBe(1);
    opened.close();
  });
});
