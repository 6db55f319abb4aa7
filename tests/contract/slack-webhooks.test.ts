import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createInbox } from '#server/domain/chat/index.ts';
import { createSlackWebhooks } from '#server/edges/webhooks/slack.ts';
import { createId } from '#server/kernel/ids.ts';
import { createSlackChat } from '#server/providers/slack/create-slack-chat.ts';
import { createSlackIntake } from '#server/providers/slack/read-event.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { connectTestChat, createDomainTeam } from '#tests/support/domain-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

const secret = 'the-signing-secret';
let app: TestApp;
let ports: ChatPorts;
let workspace: string;

beforeAll(async () => {
  app = await startTestApp({ env: { SLACK_SIGNING_SECRET: secret } });
  const { config } = app.ports;
  ports = {
    ...app.ports,
    chat: createSlackChat({ ...config.slack, apiUrl: 'http://127.0.0.1:9/', timeoutMs: 500 }),
    intake: createSlackIntake(secret),
  };
});
afterAll(() => app.close());
beforeEach(async () => {
  const team = await createDomainTeam(ports.db);
  const id = await connectTestChat(ports.db, team.olga, [{ id: 'C1', name: 'customers' }]);
  const { rows } = await ports.db.execute<{ external_team_id: string }>(sql`
    select external_team_id from chat_installation where id = ${id}`);
  workspace = rows[0]?.external_team_id ?? '';
});

async function send(
  body: string,
  headers: Record<string, string> = sign(body),
  using = ports,
  path = '/slack/events',
): Promise<Response> {
  const webhooks = createSlackWebhooks(using, createInbox(using));
  webhooks.onError((_, c) => c.body(null, 500));
  return webhooks.request(path, { method: 'POST', body, headers });
}

function sign(body: string, secondsAgo = 0, key = secret): Record<string, string> {
  const timestamp = String(Math.floor(Date.now() / 1000) - secondsAgo);
  const signature = createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${signature}` };
}

/** Something that is postponed when it is handled, so that it is found stored: nobody can be asked who wrote it. */
function event(): string {
  const message = {
    type: 'message',
    channel: 'C1',
    user: 'U2',
    text: 'hi',
    ts: '1700000001.000100',
    thread_ts: '1700000000.000100',
  };
  return JSON.stringify({ type: 'event_callback', team_id: workspace, event: message });
}

async function count(): Promise<number> {
  const { rows } = await ports.db.execute<{ count: number }>(sql`
    select count(*)::int as count from chat_event e join chat_installation i on i.id = e.installation_id
    where i.external_team_id = ${workspace}`);
  return rows[0]?.count ?? 0;
}

async function openThread(): Promise<void> {
  await ports.db.execute(sql`
    insert into chat_link (team_id, id, discussion_id, installation_id, channel_id, root_ts)
    select team_id, ${createId<string>()}, ${createId<string>()}, id, 'C1', '1700000000.000100'
    from chat_installation where external_team_id = ${workspace}`);
}

test('an event is stored before it is acknowledged', async () => {
  await openThread();
  expect((await send(event())).status).toBe(200);
  expect(await count()).toBe(1);
});

test('what can’t be stored is not acknowledged', async () => {
  const broken = { ...ports.db, $client: { query: () => Promise.reject(new Error('the database is away')) } };
  const answer = await send(event(), sign(event()), { ...ports, db: broken as unknown as ChatPorts['db'] });
  expect(answer.status).toBe(500);
});

test('a wrong, old or missing signature is refused and nothing is stored', async () => {
  await openThread();
  const body = event();
  for (const headers of [sign(body, 0, 'another'), sign(body, 301), sign(body, -301), sign(`${body} `), {}])
    expect((await send(body, headers)).status).toBe(401);
  expect(await count()).toBe(0);
});

test('what says that a button was pressed, and is not signed by Slack, is refused', async () => {
  const body = new URLSearchParams({ payload: '{}' }).toString();
  for (const headers of [sign(body, 0, 'another'), sign(body, 301), {}])
    expect((await send(body, headers, ports, '/slack/interactions')).status).toBe(401);
  for (const payload of ['{}', 'null', 'no json', '{"type":"block_actions"}']) {
    const signed = new URLSearchParams({ payload }).toString();
    expect((await send(signed, sign(signed), ports, '/slack/interactions')).status).toBe(200);
  }
});

test('Slack’s check of the address is answered', async () => {
  const body = JSON.stringify({ type: 'url_verification', challenge: 'are you there' });
  const answer = await send(body);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('are you there');
});

test('without a signing secret there is no such address', async () => {
  const { config } = ports;
  const without = { ...ports, config: { ...config, slack: { ...config.slack, signingSecret: undefined } } };
  expect((await send(event(), sign(event()), without)).status).toBe(404);
});

test('events of a workspace that nobody connected are taken and forgotten', async () => {
  const body = event().replace(workspace, 'T0NOBODY');
  expect((await send(body)).status).toBe(200);
  expect(await count()).toBe(0);
});

test('a body that is too large or no event does no harm', async () => {
  for (const body of ['', 'null', '[]', '{"type":"event_callback"}', 'not json'])
    expect((await send(body)).status).toBeLessThan(500);
  expect((await send(`{"pad":"${'x'.repeat(1_100_000)}"}`)).status).toBe(413);
});
