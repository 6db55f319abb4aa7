import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UserId } from '#shared/contract/ids.ts';
import { authRateLimit, authSession, authSetupLink, authUser } from '#server/db/schema/index.ts';
import { isSetupOpen, prepareSetup } from '#server/domain/teams/index.ts';
import { callProcedure } from '#tests/support/call-procedure.ts';
import { signInTestPerson } from '#tests/support/people.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { createTestBrowser, type TestBrowser } from '#tests/support/test-browser.ts';

let app: TestApp;
const owner = { name: 'Ada Owner', email: 'ada@example.com', password: 'a long pass phrase', teamName: 'Acme' };

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
    // Each address once, so that it is the browser that is slowed down.
    const guess = () =>
      browser.post('/sign-in', { email: `guess.${statuses.length}@example.com`, password: 'a guess' });
    const statuses: number[] = [];
    while (statuses.length < 25) statuses.push((await guess()).status);
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 403));
    expect(statuses.slice(20)).toEqual(Array.from({ length: 5 }, () => 429));
    expect((await guess()).text).toMatch(/Wait \d+ seconds/);
    const other = await createTestBrowser(app.url).post('/sign-in', owner);
    expect(other.status).toBe(303);
  });

  test('slows down many who try passwords for one account, and lets its owner in again after', async () => {
    const guess = (email: string) => createTestBrowser(app.url).post('/sign-in', { email, password: 'a guess' });
    const statuses: number[] = [];
    while (statuses.length < 12) statuses.push((await guess('Ada@example.com')).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 403), 429, 429]);
    const refused = await createTestBrowser(app.url).post('/sign-in', owner);
    expect(refused.status).toBe(429);
    expect(refused.text).toContain('Too many wrong passwords for this address. Wait 15 minutes');
    expect((await guess('somebody.else@example.com')).status).toBe(403);
    await app.ports.db.update(authRateLimit).set({ lastRequest: Date.now() - 15 * 60_000 });
    expect((await createTestBrowser(app.url).post('/sign-in', owner)).status).toBe(303);
    for (let n = 0; n < 2; n++) {
      for (let wrong = 0; wrong < 9; wrong++) expect((await guess(owner.email)).status).toBe(403);
      expect((await createTestBrowser(app.url).post('/sign-in', owner)).status).toBe(303);
    }
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

describe('a new password', () => {
  test('ends every other sign-in of the person', async () => {
    const [browser, other] = [await signedInBrowser(), await signedInBrowser()];
    const [user] = await app.ports.db.select().from(authUser);
    const { token } = await signInTestPerson(app.ports.db, user?.id as UserId);
    expect((await browser.get('/account')).text).toContain('Choose a new password');
    expect((await browser.post('/account/password', { password: 'short' })).status).toBe(400);
    const answer = await browser.post('/account/password', { password: 'quite another phrase' });
    expect(answer.text).toContain('Your password is changed');
    expect((await browser.get('/account')).status).toBe(200);
    expect((await other.get('/account')).location).toBe('/sign-in');
    expect((await callProcedure(app.url, { token }, 'query', 'session.get')).status).toBe(401);
    expect((await createTestBrowser(app.url).post('/sign-in', owner)).status).toBe(403);
    await browser.post('/account/password', { password: owner.password });
  });

  test('needs a person who signed in just now', async () => {
    const browser = await signedInBrowser();
    const longAgo = new Date(Date.now() - 60 * 60 * 1000);
    await app.ports.db.update(authSession).set({ createdAt: longAgo });
    const answer = await browser.post('/account/password', { password: 'quite another phrase' });
    expect([answer.status, answer.text.includes('You signed in a while ago')]).toEqual([400, true]);
    expect((await browser.get('/account')).text).not.toContain('Choose a new password');
    expect((await createTestBrowser(app.url).post('/sign-in', owner)).status).toBe(303);
  });
});

describe('behind TLS', () => {
  test('cookies are for encrypted connections only, and forms must come from the public address', async () => {
    const publicUrl = 'https://sidethread.example.com';
    const secure = await startTestApp({ env: { PUBLIC_URL: publicUrl } });
    const path = `/setup/${await prepareSetup(secure.ports)}`;
    const browser = createTestBrowser(secure.url);
    expect((await browser.post(path, owner)).status).toBe(403);
    const answer = await browser.post(path, owner, { origin: publicUrl });
    expect(answer.status).toBe(303);
    expect(answer.headers.getSetCookie().join('\n')).toMatch(/^__Secure-sidethread\.session_token=.*; Secure/m);
    await secure.close();
  });

  test('a client that makes up a proxy’s header is counted by its own address', async () => {
    const direct = await startTestApp();
    const statuses: number[] = [];
    while (statuses.length < 21) {
      const browser = createTestBrowser(direct.url);
      statuses.push((await browser.post('/sign-in', { email: owner.email, password: 'a guess' })).status);
    }
    expect(statuses.at(-1)).toBe(429);
    await direct.close();
  });
});
