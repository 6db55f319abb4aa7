import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startEventReceiver, type EventReceiver } from '#tests/support/slack/event-receiver.ts';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { ALL_BOT_SCOPES, createTestClient, post } from '#tests/support/slack/test-client.ts';

const CLOCK_SCALE = 1000;

let slack: SlackStandIn;
let client: ReturnType<typeof createTestClient>;
let channel: string;

beforeEach(async () => {
  slack = await createSlackStandIn({ clockScale: CLOCK_SCALE });
  client = createTestClient(slack, slack.install(ALL_BOT_SCOPES, ['customers']).botToken);
  channel = slack.workspace.getChannel('customers').id;
});
afterEach(() => slack.close());

describe('events over HTTP', () => {
  let app: EventReceiver;

  beforeEach(async () => {
    app = await startEventReceiver(slack.app.signingSecret);
    await slack.setRequestUrls(app.url);
  });
  afterEach(() => app.close());

  test('everything that happens in the bot’s channels is told, signed', async () => {
    const root = await post(client, {
      channel,
      text: 'Card',
      metadata: { event_type: 'card', event_payload: { id: 'm1' } },
    });
    const ts = slack.say({ channel: 'customers', user: 'ana', text: 'Hello', threadTs: root, broadcast: true });
    slack.edit({ channel, ts }, 'Hello there');
    slack.react({ channel, ts, user: 'ben', name: 'eyes' });
    slack.unreact({ channel, ts, user: 'ben', name: 'eyes' });
    slack.remove({ channel, ts });
    slack.leave('customers', 'dmitri');
    slack.join('customers', 'dmitri');
    slack.shareExternally('customers');
    slack.archive('customers');
    slack.say({ channel: 'general', user: 'ana', text: 'The bot is not here' });
    await app.waitFor(10);
    await slack.waitUntilEventsSettled(30_000);
    const events = app.events.toSorted((a, b) =>
      String(a.envelope.event['event_ts']).localeCompare(String(b.envelope.event['event_ts'])),
    );
    expect(events.every(({ isSigned }) => isSigned)).toBe(true);
    expect(events.map(({ envelope: { event } }) => [event.type, event['subtype']].join('.'))).toEqual([
      'message.',
      'message.thread_broadcast',
      'message.message_changed',
      'reaction_added.',
      'reaction_removed.',
      'message.message_deleted',
      'member_left_channel.',
      'member_joined_channel.',
      'channel_shared.',
      'channel_archive.',
    ]);
    expect(events[0]?.envelope).toMatchObject({
      type: 'event_callback',
      team_id: slack.workspace.teamId,
      api_app_id: slack.app.id,
      authorizations: [{ user_id: slack.workspace.installation?.botUserId, is_bot: true }],
      event: {
        ts: root,
        bot_id: slack.workspace.botId,
        metadata: { event_payload: { id: 'm1' } },
        channel_type: 'channel',
      },
    });
    expect(events[1]?.envelope.event).toMatchObject({
      thread_ts: root,
      channel,
      user: slack.workspace.getUser('ana').id,
    });
  });

  test('an event that is not taken is repeated three times, with its reason', async () => {
    app.answer = () => 500;
    slack.say({ channel: 'customers', user: 'ana', text: 'Hello' });
    const events = await app.waitFor(4);
    await slack.waitUntilEventsSettled(30_000);
    expect(events.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
    expect(events.map(({ headers }) => headers['x-slack-retry-reason'])).toEqual([
      undefined,
      ...Array(3).fill('http_error'),
    ]);
    expect(new Set(events.map(({ envelope }) => envelope.event_id)).size).toBe(1);
    expect(slack.eventCounts()).toMatchObject({ raised: 1, attempts: 4, abandoned: 1, acknowledged: 0 });
  });

  test('a dead app gets the event when it is back', async () => {
    app.answer = () => (app.events.length === 0 ? 0 : 200);
    slack.say({ channel: 'customers', user: 'ana', text: 'Hello' });
    await app.waitFor(2);
    await slack.waitUntilEventsSettled(30_000);
    expect(slack.eventCounts()).toMatchObject({ attempts: 2, retried: 1, acknowledged: 1 });
  });

  test('an address that does not echo the challenge is refused', async () => {
    const stranger = await startEventReceiver('another secret');
    await expect(slack.setRequestUrls(stranger.url)).rejects.toThrow('did not echo');
    await stranger.close();
  });

  test('uninstalling and revoking are the last that the app hears', async () => {
    slack.uninstall();
    slack.say({ channel: 'customers', user: 'ana', text: 'Unheard' });
    const events = await app.waitFor(2);
    await slack.waitUntilEventsSettled(30_000);
    const types = events.map(({ envelope }) => envelope.event.type);
    expect(types.toSorted()).toEqual(['app_uninstalled', 'tokens_revoked']);
    expect(events[types.indexOf('tokens_revoked')]?.envelope.event['tokens']).toMatchObject({ oauth: [] });
  });

  test('deliveries go wrong as programmed', async () => {
    slack.faults.next({ kind: 'lost', method: 'message' });
    slack.faults.next({ kind: 'duplicate', method: 'message' });
    slack.faults.next({ kind: 'duplicate-fresh-id', method: 'message' });
    slack.faults.next({ kind: 'out-of-order', method: 'message', delayMs: 4_000 });
    slack.faults.next({ kind: 'late', method: 'reaction_added', delayMs: 1_000 });
    for (const text of ['lost', 'twice', 'afresh', 'second', 'first'])
      slack.say({ channel: 'customers', user: 'ana', text });
    const { ts = '' } = slack.messages('customers')[0] ?? {};
    slack.react({ channel, ts, user: 'ana', name: 'eyes' });
    slack.unreact({ channel, ts, user: 'ana', name: 'eyes' });
    await slack.waitUntilEventsSettled(30_000);
    const told = app.events.map(({ envelope: { event } }) => String(event['text'] ?? event.type));
    expect(told.toSorted()).toEqual([
      'afresh',
      'afresh',
      'first',
      'reaction_added',
      'reaction_removed',
      'second',
      'twice',
      'twice',
    ]);
    expect(told.indexOf('first')).toBeLessThan(told.indexOf('second'));
    expect(told.indexOf('reaction_removed')).toBeLessThan(told.indexOf('reaction_added'));
    const idsOf = (text: string) =>
      new Set(
        app.events.filter(({ envelope }) => envelope.event['text'] === text).map(({ envelope }) => envelope.event_id),
      );
    expect([idsOf('twice').size, idsOf('afresh').size]).toEqual([1, 2]);
    expect(slack.faults.counts()).toEqual({
      duplicate: 1,
      'duplicate-fresh-id': 1,
      late: 1,
      lost: 1,
      'out-of-order': 1,
    });
  });

  test('an event can arrive before the answer of the post that caused it', async () => {
    slack.faults.next({ kind: 'before-answer', method: 'message' });
    let isAnswered = false;
    let wasAnswered: boolean | undefined;
    app.answer = () => {
      wasAnswered ??= isAnswered;
      return 200;
    };
    await post(client, { channel, text: 'Early' });
    isAnswered = true;
    expect(wasAnswered).toBe(false);
  });
});
