import { createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { ALL_BOT_SCOPES, createTestClient, outcomeOf, post } from '#tests/support/slack/test-client.ts';

const REDIRECT = 'https://sidethread.example/slack/callback';

let slack: SlackStandIn;
let client: ReturnType<typeof createTestClient>;

beforeEach(async () => {
  slack = await createSlackStandIn({ tokenRotation: true });
  client = createTestClient(slack, undefined);
});
afterEach(() => slack.close());

function authorizeUrl(query: Record<string, string>, path = '/oauth/v2/authorize'): string {
  const all = { client_id: slack.app.clientId, redirect_uri: REDIRECT, state: 's1', ...query };
  return `${slack.url}${path}?${new URLSearchParams(all)}`;
}

function secrets(): { client_id: string; client_secret: string } {
  return { client_id: slack.app.clientId, client_secret: slack.app.clientSecret };
}

describe('installation', () => {
  test('a person allows the app on the page, and the code is good once', async () => {
    const url = authorizeUrl({ scope: 'chat:write,users:read', user_scope: 'reactions:write' });
    const page = await fetch(url);
    expect(await page.text()).toContain('Allow');
    const { teamId } = slack.workspace;
    const ana = slack.workspace.getUser('ana').id;
    const form = new URLSearchParams({ decision: 'allow', person: `${teamId}/${ana}` });
    const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
    const back = new URL(answer.headers.get('location') ?? '');
    expect(back.searchParams.get('state')).toBe('s1');

    const code = back.searchParams.get('code') ?? '';
    const access = await client.oauth.v2.access({ ...secrets(), code, redirect_uri: REDIRECT });
    expect(access).toMatchObject({
      token_type: 'bot',
      scope: 'chat:write,users:read',
      expires_in: 43_200,
      team: { id: teamId },
    });
    expect(access.authed_user).toMatchObject({ id: ana, token_type: 'user', scope: 'reactions:write' });
    const identity = await createTestClient(slack, access.access_token).auth.test();
    expect(identity).toMatchObject({
      team_id: teamId,
      user_id: access.bot_user_id,
      bot_id: slack.workspace.botId,
    });

    expect(await outcomeOf(client.oauth.v2.access({ ...secrets(), code, redirect_uri: REDIRECT }))).toBe(
      'code_already_used',
    );
  });

  test('a refusal comes back as an error, and wrong questions are not asked', async () => {
    expect(slack.authorize(authorizeUrl({ scope: 'chat:write' }), 'ana', false)).toBe(
      `${REDIRECT}?error=access_denied&state=s1`,
    );
    expect((await fetch(authorizeUrl({ scope: 'chat:write', client_id: 'wrong' }))).status).toBe(400);
    expect((await fetch(authorizeUrl({}))).status).toBe(400);
  });

  test('an exchange is refused with a wrong secret, code or address', async () => {
    const code = new URL(slack.authorize(authorizeUrl({ scope: 'chat:write' }), 'ana')).searchParams.get('code') ?? '';
    const exchange = (change: Record<string, string>) =>
      outcomeOf(client.oauth.v2.access({ ...secrets(), code, redirect_uri: REDIRECT, ...change }));
    expect(await exchange({ client_secret: 'wrong' })).toBe('bad_client_secret');
    expect(await exchange({ client_id: 'wrong' })).toBe('invalid_client_id');
    expect(await exchange({ code: 'wrong' })).toBe('invalid_code');
    expect(await exchange({ redirect_uri: 'https://elsewhere.example' })).toBe('bad_redirect_uri');
  });
});

describe('tokens', () => {
  test('an expired token is refreshed, each refresh token once', async () => {
    const { botToken, refreshToken = '' } = slack.install(ALL_BOT_SCOPES);
    expect(slack.expireTokens()).toBe(1);
    expect(await outcomeOf(createTestClient(slack, botToken).auth.test())).toBe('token_expired');
    const grant = { ...secrets(), grant_type: 'refresh_token' as const, refresh_token: refreshToken };
    const fresh = await client.oauth.v2.access(grant);
    expect(fresh.refresh_token).not.toBe(refreshToken);
    expect(await outcomeOf(createTestClient(slack, fresh.access_token).auth.test())).toBe('ok');
    expect(await outcomeOf(client.oauth.v2.access(grant))).toBe('invalid_refresh_token');
  });

  test('missing, unknown, revoked and orphaned tokens are told apart', async () => {
    const { botToken, refreshToken = '' } = slack.install(ALL_BOT_SCOPES);
    expect(await outcomeOf(client.auth.test())).toBe('not_authed');
    expect(await outcomeOf(createTestClient(slack, 'xoxb-nonsense').auth.test())).toBe('invalid_auth');
    slack.revokeTokens();
    expect(await outcomeOf(createTestClient(slack, botToken).auth.test())).toBe('token_revoked');
    expect(
      await outcomeOf(
        client.oauth.v2.access({ ...secrets(), grant_type: 'refresh_token' as const, refresh_token: refreshToken }),
      ),
    ).toBe('invalid_refresh_token');
    const second = slack.install(ALL_BOT_SCOPES).botToken;
    slack.uninstall();
    expect(await outcomeOf(createTestClient(slack, second).auth.test())).toBe('account_inactive');
    const third = createTestClient(slack, slack.install(ALL_BOT_SCOPES).botToken);
    await third.apps.uninstall(secrets());
    expect(slack.workspace.installation).toBeUndefined();
  });

  test('a missing scope is named, and an app token opens connections only', async () => {
    const { botToken } = slack.install(['chat:write', 'channels:read'], ['customers']);
    const bot = createTestClient(slack, botToken);
    const channel = slack.workspace.getChannel('customers').id;
    const refused = await fetch(`${slack.apiUrl}conversations.history?channel=${channel}`, {
      headers: { authorization: `Bearer ${botToken}` },
    });
    expect(await refused.json()).toEqual({
      ok: false,
      error: 'missing_scope',
      needed: 'channels:history',
      provided: 'chat:write,channels:read',
    });
    expect(await outcomeOf(post(bot, { channel, text: 'x', username: 'Ana' }))).toBe('missing_scope');
    expect(await outcomeOf(bot.apps.connections.open({}))).toBe('not_allowed_token_type');
    const app = createTestClient(slack, slack.issueToken('app', ['connections:write']));
    expect(await outcomeOf(app.auth.test())).toBe('not_allowed_token_type');
    expect((await app.apps.connections.open({})).url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/link\/\?ticket=/);
  });

  test('an e-mail shows only with its scope', async () => {
    const other = slack.addWorkspace({
      team: { name: 'Other' },
      users: [{ name: 'zoe', email: 'zoe@other.example' }],
      channels: [],
    });
    const bot = createTestClient(slack, slack.install(['users:read'], [], other).botToken);
    const { user } = await bot.users.info({ user: other.getUser('zoe').id });
    expect(user).toMatchObject({ name: 'zoe', team_id: other.teamId });
    expect(user?.profile).not.toHaveProperty('email');
    expect(await outcomeOf(bot.users.info({ user: slack.workspace.getUser('ana').id }))).toBe('user_not_found');
  });
});

test('signing in with Slack gives a signed id token and the person’s claims', async () => {
  const url = authorizeUrl(
    { scope: 'openid email profile', response_type: 'code', nonce: 'n1' },
    '/openid/connect/authorize',
  );
  const code = new URL(slack.authorize(url, 'ana')).searchParams.get('code') ?? '';
  const answer = await client.openid.connect.token({ ...secrets(), code, redirect_uri: REDIRECT });
  const [header = '', body = '', signature = ''] = (answer.id_token ?? '').split('.');
  const claims: unknown = JSON.parse(Buffer.from(body, 'base64url').toString());
  expect(claims).toMatchObject({
    iss: slack.url,
    aud: slack.app.clientId,
    nonce: 'n1',
    email: 'ana@northwind.example',
    email_verified: true,
  });
  const { keys } = (await (await fetch(`${slack.url}/openid/connect/keys`)).json()) as { keys: JsonWebKey[] };
  const key = createPublicKey({ key: { ...keys[0] }, format: 'jwk' });
  expect(verify('sha256', Buffer.from(`${header}.${body}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
  const info = await createTestClient(slack, answer.access_token).openid.connect.userInfo({});
  expect(info).toMatchObject({
    sub: slack.workspace.getUser('ana').id,
    'https://slack.com/team_id': slack.workspace.teamId,
  });
});
