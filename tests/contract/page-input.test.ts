import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Invitation } from '#shared/contract/person.ts';
import { prepareSetup } from '#server/domain/teams/index.ts';
import { callProcedure } from '#tests/support/call-procedure.ts';
import { addTestTeam, type TestPerson } from '#tests/support/people.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { createTestBrowser } from '#tests/support/test-browser.ts';

let fresh: TestApp;
let app: TestApp;
let owner: TestPerson;
let teamId: string;
let setupPath: string;
let invitationPath: string;

beforeAll(async () => {
  const env = { TRUSTED_PROXIES: '1' };
  fresh = await startTestApp({ env });
  setupPath = `/setup/${await prepareSetup(fresh.ports)}`;
  app = await startTestApp({ env });
  const team = await addTestTeam(app.ports.db, { name: 'Acme', owner: { name: 'Olga', email: 'olga@example.com' } });
  ({ teamId, owner } = team);
  const input = { email: 'nina@example.com', role: 'member' };
  const answer = await callProcedure(app.url, { token: owner.token, teamId }, 'mutation', 'teams.invite', input);
  invitationPath = new URL(Invitation.parse(answer.data).link ?? '').pathname;
});
afterAll(async () => {
  await app.close();
  await fresh.close();
});

const script = '<script>alert(1)</script>"\'>';
const values = [
  ['nothing', ''],
  ['a null character', 'a\u0000b@example.com'],
  ['only control characters', '\u0001\u0002\u001b'],
  ['a right-to-left override', 'moc.elpmaxe@\u202eanin'],
  ['a script', script],
  ['half an emoji', '\ud83d'],
  ['20,000 characters', 'x'.repeat(20_000)],
  ['SQL', `' or 1=1 --`],
] as const;

describe.each(values)('%s in a form', (_what, value) => {
  test.each([
    ['/sign-in', ['email', 'password', 'next']],
    ['/sign-in/link', ['email', 'next']],
    ['/sign-in/mailed/x', ['next']],
    ['/sign-out', ['next']],
    ['/account/password', ['password']],
    ['/account/teams', ['name']],
    ['/extension/authorize', ['client_id', 'redirect_uri', 'state', 'code_challenge', 'device_name', 'answer']],
  ])('is answered with a page or a redirect of ours (%s)', async (path, fields) => {
    const form = Object.fromEntries(fields.map((field) => [field, value]));
    const answer = await createTestBrowser(app.url).post(path, form);
    // 503 is what a link by mail is answered with on a server that mails none.
    expect(answer.status).toSatisfy((status: number) => status < 500 || path === '/sign-in/link');
    expect(answer.text).not.toContain(script);
    expect(new URL(answer.location ?? '/', app.url).origin).toBe(app.url);
  });

  test('makes no account with it', async () => {
    const form = { name: value, email: value, password: value, teamName: value };
    const setup = await createTestBrowser(fresh.url).post(setupPath, form);
    expect([setup.status, setup.text.includes(script)]).toEqual([400, false]);
    const joined = await createTestBrowser(app.url).post(invitationPath, { name: value, password: 'short' });
    expect([joined.status, joined.text.includes(script)]).toEqual([400, false]);
  });

  test('is refused or harmless where an admin invites', async () => {
    const caller = { token: owner.token, teamId };
    const answer = await callProcedure(app.url, caller, 'mutation', 'teams.invite', { email: value, role: 'member' });
    expect(answer).toMatchObject({ status: 400, problem: { code: 'invalid-input' } });
    expect(answer.problem?.message.length).toBeLessThan(200);
  });
});

test.each([
  ['a form that is too large', 'application/x-www-form-urlencoded', `email=${'x'.repeat(200_000)}`, 413],
  ['a form that is none', 'multipart/form-data', 'not a form', 403],
  ['JSON', 'application/json', '{"email":"olga@example.com"}', 403],
])('%s is refused', async (_what, type, body, status) => {
  const headers = { origin: app.url, 'content-type': type, 'x-forwarded-for': '10.1.2.3' };
  const answer = await fetch(`${app.url}/sign-in`, { method: 'POST', headers, body });
  expect(answer.status).toBe(status);
});

test('a name is kept as one clean line', async () => {
  const name = '  Nina\u202e \u0000New\n\n<b>  ';
  const browser = createTestBrowser(app.url);
  const page = await browser.follow(await browser.post(invitationPath, { name, password: 'a long pass phrase' }));
  expect(page.text).toContain('Nina New &lt;b&gt; (nina@example.com)');
});

test.each(['/setup/%00', '/setup/%E0%A4%A', '/invitation/%00.%00', '/sign-in/with/%00', '/auth/callback/none?state=x'])(
  'a broken address is answered (%s)',
  async (path) => {
    expect((await createTestBrowser(app.url).get(path)).status).toSatisfy(
      (status: number) => status < 500 || path.includes('with'),
    );
  },
);
