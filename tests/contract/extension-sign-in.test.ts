import { createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { extensionId } from '#shared/extension-id.ts';
import { authExtensionCode, authExtensionSession } from '#server/db/schema/index.ts';
import { forgetExpired } from '#server/domain/devices/index.ts';
import { prepareSetup } from '#server/domain/teams/index.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { createTestBrowser, type TestBrowser } from '#tests/support/test-browser.ts';

let app: TestApp;
let signedIn: TestBrowser;
const owner = { name: 'Ada Owner', email: 'ada@example.com', password: 'a long pass phrase', teamName: 'Acme' };
const redirectUri = `https://${extensionId}.chromiumapp.org/`;

beforeAll(async () => {
  app = await startTestApp({ env: { TRUSTED_PROXIES: '1' } });
  signedIn = createTestBrowser(app.url);
  await signedIn.post(`/setup/${await prepareSetup(app.ports)}`, owner);
});
afterAll(() => app.close());

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
  const answer = await signedIn.post('/extension/authorize', { ...attempt.params, answer: 'allow' });
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

  test.each([
    ['de-CH,de;q=0.9,en;q=0.5', 'de', 'Adresse oder Passwort ist falsch', 'Diese Anmeldung kann nicht weitergehen'],
    ['fr, en;q=0.8, de;q=0.3', 'en', 'The address or the password is wrong', 'This sign-in can&#39;t go on'],
    ['fr', 'en', 'The address or the password is wrong', 'This sign-in can&#39;t go on'],
  ])('speaks the browser’s language: %s', async (wanted, language, wrong, refused) => {
    const headers = { 'accept-language': wanted, origin: app.url };
    const body = new URLSearchParams({ email: `eve.${language}.${wanted.length}@example.com`, password: 'a guess' });
    const signIn = await (await fetch(`${app.url}/sign-in`, { method: 'POST', headers, body })).text();
    expect(signIn).toContain(`<html lang="${language}">`);
    expect(signIn).toContain(wrong);
    expect(await (await fetch(`${app.url}/extension/authorize`, { headers })).text()).toContain(refused);
  });

  test('says what is wrong in the window, which a browser closes at once on a status of failure', async () => {
    const next = `/extension/authorize?${new URLSearchParams(newAttempt().params)}`;
    const browser = createTestBrowser(app.url);
    const guess = () => browser.post('/sign-in', { email: 'eve@example.com', password: 'a guess', next });
    const first = await guess();
    expect([first.status, first.text.includes('the password is wrong')]).toEqual([200, true]);
    for (let round = 0; round < 20; round += 1) await guess();
    const last = await guess();
    expect([last.status, /Too many .* Wait \d+ /.test(last.text)]).toEqual([200, true]);
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

  test('what expired is forgotten, what did not is kept', async () => {
    const [ended, kept] = [newAttempt(), newAttempt()];
    const [endedToken, keptToken] = [
      (await redeem(await obtainCode(ended), ended.verifier)).token ?? '',
      (await redeem(await obtainCode(kept), kept.verifier)).token ?? '',
    ];
    const tokenHash = createHash('sha256').update(endedToken).digest('hex');
    const past = { expiresAt: new Date(Date.now() - 1) };
    const { db } = app.ports;
    await db.update(authExtensionSession).set(past).where(eq(authExtensionSession.tokenHash, tokenHash));
    expect((await ask(endedToken)).status).toBe(401);
    await forgetExpired(app.ports);
    expect(await db.select().from(authExtensionSession).where(eq(authExtensionSession.tokenHash, tokenHash))).toEqual(
      [],
    );
    expect((await ask(keptToken)).status).toBe(200);
    expect((await signedIn.get('/account')).status).toBe(200);
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
    const shown = await signedIn.get(`/extension/authorize?${new URLSearchParams(params)}`);
    const posted = await signedIn.post('/extension/authorize', { ...params, answer: 'allow' });
    expect([shown.status, shown.location, posted.status, posted.location]).toEqual([400, null, 400, null]);
  });

  test('lets in the Firefox build by the address that follows from its id', async () => {
    const id = 'sidethread@sidethread.app';
    const host = createHash('sha1').update(id).digest('hex');
    const { params } = newAttempt({ client_id: id, redirect_uri: `https://${host}.extensions.allizom.org/` });
    expect((await signedIn.get(`/extension/authorize?${new URLSearchParams(params)}`)).status).toBe(200);
  });

  test('cancel goes back with the state and without a code', async () => {
    const { params } = newAttempt();
    const answer = await signedIn.post('/extension/authorize', { ...params, answer: 'cancel' });
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
