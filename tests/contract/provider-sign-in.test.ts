import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Invitation } from '#shared/contract/person.ts';
import { authAccount, authUser } from '#server/db/schema/index.ts';
import { callProcedure } from '#tests/support/call-procedure.ts';
import { startOidcStandIn, type OidcStandIn } from '#tests/support/oidc/start-oidc-stand-in.ts';
import { addTestMember, addTestTeam } from '#tests/support/people.ts';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { createTestBrowser, type PageAnswer, type TestBrowser } from '#tests/support/test-browser.ts';

let port: number;
let google: OidcStandIn;
let microsoft: OidcStandIn;
let slack: SlackStandIn;
let app: TestApp;
let team: Awaited<ReturnType<typeof addTestTeam>>;
let email: string;

beforeAll(async () => {
  port = await freePort();
  const callback = (id: string) => [`http://127.0.0.1:${port}/auth/callback/${id}`];
  google = await startOidcStandIn({ redirectUris: callback('google') });
  microsoft = await startOidcStandIn({ redirectUris: callback('microsoft'), microsoftTenant: randomUUID() });
  slack = await createSlackStandIn();
  app = await startTestApp({
    port,
    env: {
      TRUSTED_PROXIES: '1',
      GOOGLE_CLIENT_ID: google.clientId,
      GOOGLE_CLIENT_SECRET: google.clientSecret,
      GOOGLE_ISSUER: google.issuer,
      MICROSOFT_CLIENT_ID: microsoft.clientId,
      MICROSOFT_CLIENT_SECRET: microsoft.clientSecret,
      MICROSOFT_ISSUER: microsoft.issuer,
      SLACK_CLIENT_ID: slack.app.clientId,
      SLACK_CLIENT_SECRET: slack.app.clientSecret,
      SLACK_API_URL: slack.apiUrl,
      SLACK_ISSUER: slack.url,
    },
  });
  team = await addTestTeam(app.ports.db, { name: 'Acme', owner: { name: 'Olga', email: 'olga@acme.example' } });
});
afterAll(async () => {
  await app.close();
  await Promise.all([google.close(), microsoft.close(), slack.close()]);
});
beforeEach(() => {
  email = `${randomUUID()}@acme.example`;
});

/** A port that was free a moment ago: providers must know the address to come back to before the server starts. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Goes to a provider and through its redirects, and comes back with its answer. */
async function goThrough(browser: TestBrowser, provider: string, next = '/account'): Promise<PageAnswer> {
  const start = await browser.get(`/sign-in/with/${provider}?next=${encodeURIComponent(next)}`);
  expect(start.status).toBe(303);
  const there = createTestBrowser(new URL(start.location ?? '').origin);
  let at = start.location ?? '';
  if (provider === 'slack') at = slack.authorize(at, 'ana');
  while (!at.startsWith(app.url)) at = new URL((await there.get(at)).location ?? '', at).href;
  return browser.follow(await browser.get(at));
}

function googlePerson(claims: Record<string, string | boolean> = {}): void {
  google.signInAs({ sub: randomUUID(), name: 'Gina Google', email, email_verified: true, ...claims });
}

function microsoftPerson(claims: Record<string, string | boolean>): void {
  microsoft.signInAs({ sub: randomUUID(), oid: randomUUID(), tid: randomUUID(), name: 'Max', email, ...claims });
}

async function invite(): Promise<string> {
  const caller = { token: team.owner.token, teamId: team.teamId };
  const answer = await callProcedure(app.url, caller, 'mutation', 'teams.invite', { email, role: 'member' });
  return new URL(Invitation.parse(answer.data).link ?? '').pathname;
}

async function findUser() {
  const [user] = await app.ports.db.select().from(authUser).where(eq(authUser.email, email));
  return user;
}

describe('signing in with a provider', () => {
  test('is offered for each that is configured', async () => {
    const { text } = await createTestBrowser(app.url).get('/sign-in');
    for (const name of ['Google', 'Microsoft', 'Slack']) expect(text).toContain(`Continue with ${name}`);
  });

  test('lets a person in whose address both sides confirmed, and keeps none of its tokens', async () => {
    const member = await addTestMember(app.ports.db, team.teamId, { name: 'Mia', email, role: 'member' });
    googlePerson();
    const page = await goThrough(createTestBrowser(app.url), 'google');
    expect(page.text).toContain('You are signed in');
    expect(page.text).toContain('Mia');
    const accounts = await app.ports.db.select().from(authAccount).where(eq(authAccount.userId, member.userId));
    expect(accounts).toEqual([
      expect.objectContaining({ providerId: 'google', accessToken: null, refreshToken: null, idToken: null }),
    ]);
  });

  test('knows a person again after their address changed there', async () => {
    await addTestMember(app.ports.db, team.teamId, { name: 'Mia', email, role: 'member' });
    const sub = randomUUID();
    googlePerson({ sub });
    await goThrough(createTestBrowser(app.url), 'google');
    googlePerson({ sub, email: `${randomUUID()}@new.example` });
    expect((await goThrough(createTestBrowser(app.url), 'google')).text).toContain(`Mia (${email})`);
  });

  test('lets nobody in by an address that the provider did not confirm', async () => {
    await addTestMember(app.ports.db, team.teamId, { name: 'Mia', email, role: 'member' });
    googlePerson({ email_verified: false });
    const browser = createTestBrowser(app.url);
    const page = await goThrough(browser, 'google');
    expect(page.text).toContain('is not confirmed');
    expect((await browser.get('/account')).location).toBe('/sign-in');
  });

  test('joins no account whose own address was never confirmed', async () => {
    const person = { name: 'Mia', email, role: 'member', emailVerified: false } as const;
    await addTestMember(app.ports.db, team.teamId, person);
    googlePerson();
    const browser = createTestBrowser(app.url);
    expect((await goThrough(browser, 'google')).text).toContain('is not confirmed');
    expect((await browser.get('/account')).location).toBe('/sign-in');
  });

  test('makes no account for somebody whom nobody invited', async () => {
    googlePerson();
    const page = await goThrough(createTestBrowser(app.url), 'google');
    expect(page.text).toContain('Ask an admin of your team to invite you');
    expect(await findUser()).toBeUndefined();
  });

  test('makes an account for somebody invited, who then joins', async () => {
    const path = await invite();
    googlePerson({ name: 'Gina <b>Google</b>' });
    const browser = createTestBrowser(app.url);
    const page = await goThrough(browser, 'google', path);
    expect(page.text).toContain('Join as Gina &lt;b&gt;Google&lt;/b&gt;');
    expect((await browser.follow(await browser.post(path, {}))).text).toContain('Acme');
    expect(await findUser()).toMatchObject({ emailVerified: true });
  });

  test('makes no account for an invited address that the provider did not confirm', async () => {
    const path = await invite();
    googlePerson({ email_verified: false });
    const page = await goThrough(createTestBrowser(app.url), 'google', path);
    expect(page.text).toContain('Ask an admin');
    expect(await findUser()).toBeUndefined();
  });

  test('is refused with a state that this browser did not begin with', async () => {
    await addTestMember(app.ports.db, team.teamId, { name: 'Mia', email, role: 'member' });
    googlePerson();
    const victim = createTestBrowser(app.url);
    const page = await goThroughAs(victim);
    expect(page.text).toContain('did not work');
    expect((await victim.get('/account')).location).toBe('/sign-in');
  });
});

/** Begins in one browser and hands the provider's answer to another. */
async function goThroughAs(victim: TestBrowser): Promise<PageAnswer> {
  const start = await createTestBrowser(app.url).get('/sign-in/with/google');
  const there = createTestBrowser(google.issuer);
  let at = start.location ?? '';
  while (!at.startsWith(app.url)) at = new URL((await there.get(at)).location ?? '', at).href;
  return victim.follow(await victim.get(at));
}

describe('Microsoft', () => {
  test('does not take the word of any tenant’s admin for an address', async () => {
    await addTestMember(app.ports.db, team.teamId, { name: 'Mia', email, role: 'member' });
    microsoftPerson({ email_verified: true });
    const browser = createTestBrowser(app.url);
    expect((await goThrough(browser, 'microsoft')).text).toContain('is not confirmed');
    expect((await browser.get('/account')).location).toBe('/sign-in');
  });

  test.each([
    ['whose domain Microsoft checked', { xms_edov: true }],
    ['that is a personal account', { tid: '9188040d-6c67-4c5b-b112-36a304b66dad' }],
  ])('lets in an address %s', async (_what, claims) => {
    await addTestMember(app.ports.db, team.teamId, { name: 'Mia', email, role: 'member' });
    microsoftPerson(claims);
    expect((await goThrough(createTestBrowser(app.url), 'microsoft')).text).toContain('Mia');
  });
});

describe('Slack', () => {
  test('lets in a teammate by the address that Slack confirmed', async () => {
    const ana = { name: 'Ana at Acme', email: 'ana@northwind.example', role: 'member' } as const;
    await addTestMember(app.ports.db, team.teamId, ana);
    expect((await goThrough(createTestBrowser(app.url), 'slack')).text).toContain('Ana at Acme');
  });
});

test.each(['refuses', 'is silent'])('a provider that %s is not offered, and the rest works', async (how) => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const used = typeof address === 'object' && address !== null ? address.port : 0;
  const issuer = `http://127.0.0.1:${how === 'refuses' ? await freePort() : used}`;
  const alone = await startTestApp({
    env: { GOOGLE_CLIENT_ID: 'x', GOOGLE_CLIENT_SECRET: 'x', GOOGLE_ISSUER: issuer },
  });
  const page = await createTestBrowser(alone.url).get('/sign-in');
  expect([page.status, page.text.includes('Google')]).toEqual([200, false]);
  expect((await createTestBrowser(alone.url).get('/sign-in/with/google')).status).toBe(503);
  await alone.close();
  silent.close();
});
