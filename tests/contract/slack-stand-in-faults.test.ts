import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { ALL_BOT_SCOPES, createTestClient, outcomeOf, post } from '#tests/support/slack/test-client.ts';

let slack: SlackStandIn;
let client: ReturnType<typeof createTestClient>;
let token: string;
let channel: string;

beforeEach(() => begin(100));
afterEach(() => slack.close());

async function begin(clockScale: number): Promise<void> {
  slack = await createSlackStandIn({ clockScale });
  token = slack.install(ALL_BOT_SCOPES, ['customers', 'general']).botToken;
  client = createTestClient(slack, token);
  channel = slack.workspace.getChannel('customers').id;
}

function attempt(id: string, by = client): Promise<string> {
  return outcomeOf(
    post(by, { channel, text: id, metadata: { event_type: 'message', event_payload: { message_id: id } } }),
  );
}

async function run(seed: number): Promise<string[]> {
  slack.faults.seed(seed);
  slack.faults.rates({ 'error:fatal_error': 0.2, http5xx: 0.2, 'drop-answer': 0.1 }, { methods: ['chat.*'] });
  const outcomes: string[] = [];
  for (let index = 0; index < 40; index++) outcomes.push(await attempt(`${seed}-${index}`));
  return outcomes;
}

describe('calls go wrong as programmed', () => {
  test('refusals and broken servers leave nothing behind', async () => {
    slack.faults.next({ kind: 'error:internal_error', method: 'chat.postMessage' });
    slack.faults.next({ kind: 'ratelimited', retryAfterSeconds: 30 });
    slack.faults.next({ kind: 'http5xx', method: 'chat.*' });
    slack.faults.next({ kind: 'drop-request', channel });
    const outcomes = [await attempt('a'), await attempt('a'), await attempt('a'), await attempt('a')];
    expect(outcomes).toEqual([
      'internal_error',
      'slack_webapi_rate_limited_error',
      'slack_webapi_http_error',
      'slack_webapi_request_error',
    ]);
    expect(slack.messages('customers')).toEqual([]);
    expect(slack.calls().map(({ outcome, isPerformed }) => [outcome, isPerformed])).toEqual([
      ['error:internal_error', false],
      ['ratelimited', false],
      ['http5xx', false],
      ['drop-request', false],
    ]);
    expect(await attempt('a')).toBe('ok');
  });

  test('a lost answer and a late acceptance look alike to the client, and both took effect', async () => {
    slack.faults.next({ kind: 'drop-answer' });
    slack.faults.next({ kind: 'late-accept', delayMs: 2_500 });
    const hasty = createTestClient(slack, token, 500);
    expect(await attempt('dropped')).toBe('slack_webapi_request_error');
    expect(slack.audit().copies).toEqual(new Map([['dropped', 1]]));
    expect(await attempt('late', hasty)).toBe('slack_webapi_request_error');
    expect(slack.audit().copies.has('late')).toBe(false);
    await slack.waitForMessage(({ text }) => text === 'late', 5000);
    expect(await attempt('late')).toBe('ok');
    expect(slack.audit().repeated).toEqual(['late']);
    expect(slack.faults.counts()).toEqual({ 'drop-answer': 1, 'late-accept': 1 });
  });

  test('a slow answer outlasts the client, but the call is performed at once', async () => {
    slack.faults.next({ kind: 'slow', delayMs: 3_000 });
    const outcome = attempt('slow', createTestClient(slack, token, 1_000));
    await slack.waitForCall(({ method }) => method === 'chat.postMessage', 5000);
    expect(slack.messages('customers')).toHaveLength(1);
    expect(await outcome).toBe('slack_webapi_request_error');
  });

  test('a fault strikes only its method and channel', async () => {
    slack.faults.next({ kind: 'http5xx', method: 'chat.update' });
    slack.faults.next({ kind: 'http5xx', channel: slack.workspace.getChannel('general').id });
    expect(await attempt('a')).toBe('ok');
    expect(slack.faults.waiting()).toBe(2);
    slack.faults.clear();
    expect(await outcomeOf(post(client, { channel: slack.workspace.getChannel('general').id, text: 'x' }))).toBe('ok');
  });
});

describe('random faults', () => {
  test('the same seed gives the same faults, another one others', async () => {
    const first = await run(7);
    expect(await run(7)).toEqual(first);
    expect(await run(8)).not.toEqual(first);
    expect(new Set(first)).toEqual(
      new Set(['ok', 'fatal_error', 'slack_webapi_http_error', 'slack_webapi_request_error']),
    );
  });

  test('a seed’s faults in one channel do not depend on what happens in another', async () => {
    const alone = await run(7);
    const general = slack.workspace.getChannel('general').id;
    slack.faults.seed(7);
    const beside: string[] = [];
    for (let index = 0; index < 40; index++) {
      await outcomeOf(post(client, { channel: general, text: 'x' }));
      beside.push(await attempt(`beside-${index}`));
    }
    expect(beside).toEqual(alone);
  });

  test('rates are met, and the number of faults can be bounded', async () => {
    slack.faults.rates({ 'error:fatal_error': 0.25 });
    await Promise.all(Array.from({ length: 400 }, () => outcomeOf(post(client, { channel, text: 'x' }))));
    const struck = slack.faults.counts()['error:fatal_error'];
    expect(struck).toBeGreaterThan(60);
    expect(struck).toBeLessThan(140);
    slack.faults.rates({ 'error:fatal_error': 1 }, { most: 2 });
    expect([await attempt('x'), await attempt('y'), await attempt('z')]).toEqual(['fatal_error', 'fatal_error', 'ok']);
  });
});

describe('limits', () => {
  test('a channel takes a short burst, then one post a second of the scaled clock', async () => {
    slack.setLimits({ posts: { perSecond: 0.01, burst: 2 } });
    const outcomes = [await attempt('a'), await attempt('b'), await attempt('c')];
    expect(outcomes).toEqual(['ok', 'ok', 'slack_webapi_rate_limited_error']);
    expect(await outcomeOf(post(client, { channel: slack.workspace.getChannel('general').id, text: 'x' }))).toBe('ok');
    await expect.poll(() => attempt('c')).toBe('ok');
  });

  test('a commercial app reads 15 objects a minute', async () => {
    // Slower, so that the second call surely comes in the first one's minute.
    await slack.close();
    await begin(20);
    slack.setLimits({ commercial: true });
    for (let index = 0; index < 20; index++) slack.say({ channel: 'customers', user: 'ana', text: `m${index}` });
    const { messages } = await client.conversations.history({ channel, limit: 200 });
    expect(messages).toHaveLength(15);
    const refused = await fetch(`${slack.apiUrl}conversations.history?channel=${channel}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    await expect.poll(() => outcomeOf(client.conversations.history({ channel }))).toBe('ok');
  });

  test('tiers count calls a minute and method', async () => {
    const paced = await createSlackStandIn({ limits: { tiers: true } });
    const bot = createTestClient(paced, paced.install(ALL_BOT_SCOPES).botToken);
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => outcomeOf(bot.users.list({}))));
    const passed = outcomes.filter((outcome) => outcome === 'ok').length;
    expect(passed).toBeGreaterThanOrEqual(20);
    expect(passed).toBeLessThan(40);
    expect(await outcomeOf(bot.users.info({ user: paced.workspace.getUser('ana').id }))).toBe('ok');
    await paced.close();
  });
});

test('the audit tells copies and the order in each thread', async () => {
  const say = (id: string, threadTs?: string) =>
    post(client, {
      channel,
      text: id,
      metadata: { event_type: 'm', event_payload: { team: 't', id } },
      ...(threadTs ? { thread_ts: threadTs } : {}),
    });
  const root = await say('card');
  for (const id of ['one', 'two', 'two', 'three']) await say(id, root);
  await post(client, { channel, text: 'without metadata' });
  slack.say({ channel: 'customers', user: 'ana', text: 'a person' });
  const audit = slack.audit();
  expect(audit.repeated).toEqual(['two']);
  expect(audit.order.get(`${channel}/${root}`)).toEqual(['one', 'two', 'two', 'three']);
  expect(audit.order.get(`${channel}/`)).toEqual(['card']);
  expect(audit.anonymous).toBe(1);
});
