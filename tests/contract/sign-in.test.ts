import { createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extensionId } from '#shared/extension-id.ts';
import { authExtensionCode, authSetupLink, authUser } from '#server/db/schema/index.ts';
import { isSetupOpen, prepareSetup } from '#server/domain/teams/index.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { createTestBrowser, type TestBrowser } from '#tests/support/test-browser.ts';

let app: TestApp;
const owner = { name: 'Ada Owner', email: 'ada@example.com', password: 'a long pass phrase', teamName: 'Acme' };
const redirectUri = `https://${extensionId}.chromiumapp.org/`;

beforeAll(async () => {
  app = await startTestApp({ env: { TRUSTED_PROXIES: '1' } });
});
afterAll(() => app.close());

describe('set-up link', () => {
  test('ends when the server makes a new one, and when it is too old', async () => {
    const first = await prepareSetup(app.ports);
    const second = await prepareSetup(app.ports);
    expect(await isSetupOpen(app.ports, first ?? '')).toBe(false);
    expect(await isSetupOpen(app.ports, second ?? '')).toBe(true);
    await app.ports.db.update(authSetupLink).set({ expiresAt: new Date(Date.now() - 1) });
    expect((await createTestBrowser(app.url).get(`/setup/${second}`)).status).toBe(410);
    expect((await createTestBrowser(app.url).post(`/setup/${second}`, owner)).status).toBe(410);
  });

  test('says what is missing and keeps what was typed', async () => {
    const token = await prepareSetup(app.ports);
    const answer = await createTestBrowser(app.url).post(`/setup/${token}`, { ...owner, password: 'short' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('at least 10 characters');
    expect(answer.text).toContain('value="Ada Owner"');
    expect(answer.text).not.toContain('value="short"');
  });

  test('makes the owner and the team once, and nothing after that', async () => {
    const token = await prepareSetup(app.ports);
    const browser = createTestBrowser(app.url);
    const answer = await browser.follow(await browser.post(`/setup/${token}`, owner));
    expect(answer.text).toContain('You are signed in');
    expect(answer.text).toContain('Acme');
    expect((await browser.post(`/setup/${token}`, owner)).status).toBe(410);
    expect(await prepareSetup(app.ports)).toBeUndefined();
    const [user] = await app.ports.db.select().from(authUser);
    expect(user).toMatchObject({ email: 'ada@example.com', emailVerified: true });
  });
});

async function signedInBrowser(): Promise<TestBrowser> {
  const browser = createTestBrowser(app.url);
  const answer = await browser.post('/sign-in', { email: 'Ada@Example.com', password: owner.password });
  expect(answer.status).toBe(303);
  return browser;
}

describe('sign-in page', () => {
  test('refuses a wrong password and an unknown address with the same words', async () => {
    const wrong = await createTestBrowser(app.url).post('/sign-in', { email: owner.email, password: 'not this one' });
    const unknown = await createTestBrowser(app.url).post('/sign-in', { email: 'x@example.com', password: 'not this' });
    expect([wrong.status, unknown.status]).toEqual([403, 403]);
    expect(wrong.text).toContain('address or the password is wrong');
    expect(unknown.text.replaceAll('x@example.com', owner.email).replace(/nonce="[^"]*"/, '')).toBe(
      wrong.text.replace(/nonce="[^"]*"/, ''),
    );
  });

  test('refuses a form from another site and one that does not say where it comes from', async () => {
    const form = { email: owner.email, password: owner.password };
    const browser = createTestBrowser(app.url);
    expect((await browser.post('/sign-in', form, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await browser.post('/sign-in', form, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const bare = await fetch(`${app.url}/sign-in`, { method: 'POST', body: new URLSearchParams(form) });
    expect(bare.status).toBe(403);
    expect(browser.cookies.size).toBe(0);
  });

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/auth/sign-out'])(
    'goes to no other place than its own after signing in (%s)',
    async (next) => {
      const answer = await createTestBrowser(app.url).post('/sign-in', { ...owner, next });
      expect(answer.location).toBe('/account');
    },
  );

  test('slows down who tries too many passwords, and only them', async () => {
    const browser = createTestBrowser(app.url, '10.9.9.9');
    const guess = () => browser.post('/sign-in', { email: owner.email, password: 'a guess' });
    const statuses: number[] = [];
    while (statuses.length < 25) statuses.push((await guess()).status);
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 403));
    expect(statuses.slice(20)).toEqual(Array.from({ length: 5 }, () => 429));
    expect((await guess()).text).toMatch(/Wait \d+ seconds/);
    const other = await createTestBrowser(app.url).post('/sign-in', owner);
    expect(other.status).toBe(303);
  });

  test('sets a cookie that scripts and other sites can not use, and forgets it on sign-out', async () => {
    const browser = createTestBrowser(app.url);
    const answer = await browser.post('/sign-in', owner);
    const cookie = answer.headers.getSetCookie().join('\n');
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Lax/i);
    await browser.post('/sign-out', {});
    expect((await browser.get('/account')).location).toBe('/sign-in');
  });

  test('runs no script, loads nothing and can not be framed', async () => {
    const { headers } = await createTestBrowser(app.url).get('/sign-in');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'nonce-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('offers no mailed link when the server sends no mail', async () => {
    expect((await createTestBrowser(app.url).get('/sign-in')).text).not.toContain('Mail me');
  });

  test.each(['/auth/sign-up/email', '/auth/organization/create', '/auth/get-session', '/auth/error'])(
    'leaves nothing else of the sign-in library open (%s)',
    async (path) => {
      const browser = await signedInBrowser();
      expect((await browser.get(path)).status).toBe(404);
      expect((await browser.post(path, {})).status).toBe(404);
    },
  );
});

interface Attempt {
  readonly verifier: string;
  readonly params: Record<string, string>;
}

function newAttempt(change: Record<string, string> = {}): Attempt {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const params = {
    client_id: extensionId,
    redirect_uri: redirectUri,
    state: randomBytes(16).toString('base64url'),
    code_challenge: challenge,
    code_challenge_method: 'S256',
    device_name: 'Chrome on Linux',
    ...change,
  };
  return { verifier, params };
}

async function obtainCode(attempt: Attempt): Promise<string> {
  const browser = await signedInBrowser();
  const answer = await browser.post('/extension/authorize', { ...attempt.params, answer: 'allow' });
  const url = new URL(answer.location ?? '');
  expect(`${url.origin}/`).toBe(redirectUri);
  expect(url.searchParams.get('state')).toBe(attempt.params['state']);
  return url.searchParams.get('code') ?? '';
}

async function redeem(code: string, verifier: string, redirect = redirectUri) {
  const answer = await fetch(`${app.url}/extension/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, code_verifier: verifier, redirect_uri: redirect }),
  });
  const body: unknown = await answer.json();
  const token = typeof body === 'object' && body !== null && 'token' in body ? String(body.token) : undefined;
  return { status: answer.status, token };
}

async function ask(token: string, path = 'session.get', init: RequestInit = {}) {
  return fetch(`${app.url}/trpc/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
}

describe('extension sign-in', () => {
  test('asks to sign in first, then goes on to the question', async () => {
    const { params } = newAttempt({ device_name: '<b>"Laptop"</b>' });
    const browser = createTestBrowser(app.url);
    const first = await browser.get(`/extension/authorize?${new URLSearchParams(params)}`);
    const signIn = await browser.follow(first);
    expect(signIn.text).toContain('Sign in');
    const next = new URL(first.location ?? '', app.url).searchParams.get('next') ?? '';
    const page = await browser.follow(await browser.post('/sign-in', { ...owner, next }));
    expect(page.text).toContain('Let the extension sign in?');
    expect(page.text).toContain('&lt;b&gt;&quot;Laptop&quot;&lt;/b&gt;');
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' https://${extensionId}.`);
  });

  test('gives a token that works, is listed as a device and ends when it signs out', async () => {
    const attempt = newAttempt();
    const { token } = await redeem(await obtainCode(attempt), attempt.verifier);
    const session = await ask(token ?? '');
    expect(await session.json()).toMatchObject({ result: { data: { user: { name: 'Ada Owner' } } } });
    const devices = await (await ask(token ?? '', 'devices.list')).json();
    expect(devices.result.data).toContainEqual(
      expect.objectContaining({ kind: 'extension', name: 'Chrome on Linux', current: true }),
    );
    expect((await ask(token ?? '', 'session.end', { method: 'POST' })).status).toBe(200);
    expect((await ask(token ?? '')).status).toBe(401);
  });

  test('keeps no token and no code in the database', async () => {
    const attempt = newAttempt();
    const code = await obtainCode(attempt);
    const { token } = await redeem(code, attempt.verifier);
    const { rows } = await app.ports.db.$client.query<{ text: string }>(
      `select t::text as text from auth.extension_session t union all select t::text from auth.extension_code t`,
    );
    const stored = rows.map((row) => row.text).join('\n');
    expect(stored).toContain(createHash('sha256').update(code).digest('hex'));
    expect(stored).not.toContain(code);
    expect(stored).not.toContain(token);
  });

  test('a code that comes twice ends the session that it opened', async () => {
    const attempt = newAttempt();
    const code = await obtainCode(attempt);
    const first = await redeem(code, attempt.verifier);
    expect((await ask(first.token ?? '')).status).toBe(200);
    expect((await redeem(code, attempt.verifier)).status).toBe(422);
    expect((await ask(first.token ?? '')).status).toBe(401);
  });

  test('a code redeemed twice at the same moment leaves nobody signed in', async () => {
    const attempt = newAttempt();
    const code = await obtainCode(attempt);
    const answers = await Promise.all([redeem(code, attempt.verifier), redeem(code, attempt.verifier)]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 422]);
    const token = answers.find((answer) => answer.token !== undefined)?.token ?? '';
    expect((await ask(token)).status).toBe(401);
  });

  test('a wrong verifier is refused and uses the code up', async () => {
    const attempt = newAttempt();
    const code = await obtainCode(attempt);
    expect((await redeem(code, randomBytes(32).toString('base64url'))).status).toBe(422);
    expect((await redeem(code, attempt.verifier)).status).toBe(422);
  });

  test('a code is only for the address it was sent to', async () => {
    const attempt = newAttempt();
    const code = await obtainCode(attempt);
    expect((await redeem(code, attempt.verifier, `${redirectUri}other`)).status).toBe(422);
  });

  test('a code ends after a minute', async () => {
    const attempt = newAttempt();
    const code = await obtainCode(attempt);
    const codeHash = createHash('sha256').update(code).digest('hex');
    const [row] = await app.ports.db.select().from(authExtensionCode).where(eq(authExtensionCode.codeHash, codeHash));
    expect((row?.expiresAt.getTime() ?? 0) - Date.now()).toBeLessThanOrEqual(60_000);
    const past = { expiresAt: new Date(Date.now() - 1) };
    await app.ports.db.update(authExtensionCode).set(past).where(eq(authExtensionCode.codeHash, codeHash));
    expect((await redeem(code, attempt.verifier)).status).toBe(422);
  });

  test.each<[string, Record<string, string>]>([
    ['another extension', { client_id: 'abcdefghijklmnopabcdefghijklmnop' }],
    ['another address', { redirect_uri: 'https://evil.example/' }],
    ['a look-alike address', { redirect_uri: `https://${extensionId}.chromiumapp.org.evil.example/` }],
    ['an address with a user', { redirect_uri: `https://${extensionId}.chromiumapp.org@evil.example/` }],
    ['an address over http', { redirect_uri: `http://${extensionId}.chromiumapp.org/` }],
    ['an address with a port', { redirect_uri: `https://${extensionId}.chromiumapp.org:444/` }],
    ['an address with a fragment', { redirect_uri: `${redirectUri}#x` }],
    ['no state', { state: '' }],
    ['no challenge', { code_challenge: '' }],
    ['a plain challenge', { code_challenge_method: 'plain' }],
  ])('is refused on our own page with %s', async (_what, change) => {
    const { params } = newAttempt(change);
    const browser = await signedInBrowser();
    const shown = await browser.get(`/extension/authorize?${new URLSearchParams(params)}`);
    const posted = await browser.post('/extension/authorize', { ...params, answer: 'allow' });
    expect([shown.status, shown.location, posted.status, posted.location]).toEqual([400, null, 400, null]);
  });

  test('lets in the Firefox build by the address that follows from its id', async () => {
    const id = 'sidethread@sidethread.app';
    const host = createHash('sha1').update(id).digest('hex');
    const { params } = newAttempt({ client_id: id, redirect_uri: `https://${host}.extensions.allizom.org/` });
    const browser = await signedInBrowser();
    expect((await browser.get(`/extension/authorize?${new URLSearchParams(params)}`)).status).toBe(200);
  });

  test('cancel goes back with the state and without a code', async () => {
    const { params } = newAttempt();
    const browser = await signedInBrowser();
    const answer = await browser.post('/extension/authorize', { ...params, answer: 'cancel' });
    const { searchParams } = new URL(answer.location ?? '');
    expect(Object.fromEntries(searchParams)).toEqual({ error: 'access_denied', state: params['state'] });
  });

  test('answers other origins without letting them read', async () => {
    const allowed = await fetch(`${app.url}/trpc/session.get`, {
      headers: { origin: `chrome-extension://${extensionId}` },
    });
    expect(allowed.headers.get('access-control-allow-origin')).toBe(`chrome-extension://${extensionId}`);
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
    for (const origin of ['https://mail.google.com', 'chrome-extension://abcdefghijklmnopabcdefghijklmnop', 'null']) {
      const answer = await fetch(`${app.url}/trpc/session.get`, { headers: { origin } });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });
});
