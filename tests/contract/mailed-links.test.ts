import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TeamId } from '#shared/contract/ids.ts';
import { authExtensionSession, authSession, authUser } from '#server/db/schema/index.ts';
import { askForEmail } from '#server/domain/accounts/change-email.ts';
import { emailChangeLink } from '#server/domain/accounts/email-change-link.ts';
import { createAccountJobs } from '#server/jobs/create-account-jobs.ts';
import { createSendInvitation } from '#server/jobs/send-invitation.ts';
import { startWorker } from '#server/platform/queue/start-worker.ts';
import { callProcedure } from '#tests/support/call-procedure.ts';
import { addTestMember, addTestTeam, type TestPerson } from '#tests/support/people.ts';
import { startSmtpStandIn, type ReceivedMail, type SmtpStandIn } from '#tests/support/smtp-stand-in.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { createTestBrowser, type TestBrowser } from '#tests/support/test-browser.ts';

const run = promisify(execFile);
const command = fileURLToPath(new URL('../../server/sign-in-link.ts', import.meta.url));

let smtp: SmtpStandIn;
let app: TestApp;
let worker: Awaited<ReturnType<typeof startWorker>>;
let teamId: TeamId;
let owner: TestPerson;

beforeAll(async () => {
  smtp = await startSmtpStandIn();
  const env = { TRUSTED_PROXIES: '1', SMTP_URL: smtp.url, MAIL_FROM: 'Sidethread <hello@example.com>' };
  app = await startTestApp({ env });
  if (app.mailer === undefined) throw new Error('SMTP_URL made no mailer');
  const handlers = [createSendInvitation(app.ports, app.mailer), ...createAccountJobs(app.ports, app.mailer)];
  worker = await startWorker({ url: app.databaseUrl, handlers, logger: app.ports.logger, concurrency: 1 });
  const team = await addTestTeam(app.ports.db, { name: 'Acme', owner: { name: 'Olga', email: 'olga@example.com' } });
  teamId = team.teamId;
  owner = team.owner;
});
afterAll(async () => {
  await worker.stop(1000);
  await app.close();
  await smtp.close();
});

function linkIn(mail: ReceivedMail): string {
  const url = new URL(/http:\S+/.exec(mail.source.replaceAll('=3D', '='))?.[0] ?? '');
  expect(url.origin).toBe(app.url);
  return `${url.pathname}${url.search}`;
}

describe('a mailed sign-in link', () => {
  test('signs in once, only when a person presses the button, and goes on where they were going', async () => {
    const browser = createTestBrowser(app.url);
    const next = '/extension/authorize?client_id=x';
    const asked = await browser.post('/sign-in/link', { email: 'Olga@Example.com', next });
    expect(asked.text).toContain('Look into your mailbox');
    const mail = await smtp.nextMailTo('olga@example.com');
    expect(mail.from).toBe('hello@example.com');
    const path = linkIn(mail);
    // A mail scanner opens it first.
    expect((await createTestBrowser(app.url).get(path)).status).toBe(200);
    const form = { next: new URL(path, app.url).searchParams.get('next') ?? '' };
    const answer = await browser.post(path, form);
    expect([answer.status, answer.location]).toEqual([303, next]);
    expect((await browser.get('/account')).text).toContain('You are signed in');
    const late = createTestBrowser(app.url);
    expect((await late.post(path, form)).text).toContain('used already or is too old');
    expect((await late.get('/account')).text).not.toContain('You are signed in');
  });

  test('says the same to who has no account, and mails nobody', async () => {
    const asked = await createTestBrowser(app.url).post('/sign-in/link', { email: 'nobody@example.com' });
    expect(asked.text).toContain('If there is an account for <strong>nobody@example.com</strong>');
    const { rows } = await app.ports.db.$client.query(`select 1 from auth."user" where email = 'nobody@example.com'`);
    expect(rows).toEqual([]);
    // A mail asked for later has come, so one asked for before would be here.
    await createTestBrowser(app.url).post('/sign-in/link', { email: 'olga@example.com' });
    await smtp.nextMailTo('olga@example.com');
    expect(smtp.hasMailTo('nobody@example.com')).toBe(false);
  });

  test('ends what was opened before the address was proved, extensions too', async () => {
    const email = 'vera@example.com';
    const vera = await addTestMember(app.ports.db, teamId, {
      name: 'Vera',
      email,
      role: 'member',
      emailVerified: false,
    });
    const call = () => callProcedure(app.url, { token: vera.token, teamId }, 'query', 'session.get');
    expect((await call()).status).toBe(200);
    await createTestBrowser(app.url).post('/sign-in/link', { email });
    const browser = createTestBrowser(app.url);
    await browser.post(linkIn(await smtp.nextMailTo(email)), {});
    expect((await browser.get('/account')).text).toContain('You are signed in');
    expect((await call()).status).toBe(401);
  });

  test('is not kept in the database', async () => {
    await createTestBrowser(app.url).post('/sign-in/link', { email: 'olga@example.com' });
    const token = /mailed\/(\w+)/.exec(linkIn(await smtp.nextMailTo('olga@example.com')))?.[1] ?? '';
    const { rows } = await app.ports.db.$client.query<{ text: string }>(
      `select t::text as text from auth.verification t`,
    );
    expect(rows.map((row) => row.text).join('\n')).not.toContain(token);
  });
});

describe('a mailed invitation', () => {
  test('goes by mail alone, and confirms the address of who opens it', async () => {
    const input = { email: 'nina@example.com', role: 'member' };
    const caller = { token: owner.token, teamId };
    const invited = await callProcedure(app.url, caller, 'mutation', 'teams.invite', input);
    expect(invited.data).toMatchObject({ email: 'nina@example.com', link: null });
    const mail = await smtp.nextMailTo('nina@example.com');
    expect(mail.source).toContain('Olga invites you to the team Acme');
    const path = linkIn(mail);
    const answer = await createTestBrowser(app.url).post(path, { name: 'Nina', password: 'a long pass phrase' });
    expect(answer.location).toBe('/account');
    const [user] = await app.ports.db.select().from(authUser).where(eq(authUser.email, 'nina@example.com'));
    expect(user?.emailVerified).toBe(true);
  });

  test('is written in the language of who invites, and its page in that of the browser', async () => {
    const input = { email: 'greta@example.com', role: 'viewer', language: 'de' };
    await callProcedure(app.url, { token: owner.token, teamId }, 'mutation', 'teams.invite', input);
    const mail = await smtp.nextMailTo('greta@example.com');
    expect(mail.source).toContain('in das Team Acme');
    const open = async (language: string): Promise<string> =>
      (await fetch(new URL(linkIn(mail), app.url), { headers: { 'accept-language': language } })).text();
    expect(await open('de')).toContain('Olga lädt greta@example.com zum Mitlesen ein.');
    expect(await open('en')).toContain('Olga invites greta@example.com as a viewer.');
    const asking = { method: 'POST', headers: { 'accept-language': 'de', origin: app.url } };
    await fetch(`${app.url}/sign-in/link`, { ...asking, body: new URLSearchParams({ email: 'olga@example.com' }) });
    expect((await smtp.nextMailTo('olga@example.com')).source).toContain('um sich bei Sidethread anzumelden');
  });

  test('is not kept in the database with its link', async () => {
    const input = { email: 'otto@example.com', role: 'member' };
    await callProcedure(app.url, { token: owner.token, teamId }, 'mutation', 'teams.invite', input);
    const path = linkIn(await smtp.nextMailTo('otto@example.com'));
    const { rows } = await app.ports.db.$client.query<{ text: string }>(
      `select t::text as text from auth.invitation t where email = 'otto@example.com'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.text).not.toContain(path.split('.').at(-1));
  });
});

const newAddress = 'vic.new@example.com';
const now = (browser: TestBrowser) => browser.get('/account');

/** A browser in which somebody has just signed in by a mailed link. */
async function signInAs(email: string): Promise<TestBrowser> {
  const browser = createTestBrowser(app.url);
  await browser.post('/sign-in/link', { email });
  await browser.post(linkIn(await smtp.nextMailTo(email)), {});
  return browser;
}

describe('a person’s own name and address', () => {
  test('the name is theirs to change, and an address once its mailbox was proved by themselves', async () => {
    const person = { name: 'Vic', email: 'vic@example.com', role: 'member' } as const;
    const vic = await addTestMember(app.ports.db, teamId, person);
    const browser = await signInAs(person.email);
    await browser.post('/account/name', { name: 'Victor Hale' });
    expect((await now(browser)).text).toContain('Victor Hale (vic@example.com)');
    const session = () => callProcedure(app.url, { token: vic.token, teamId }, 'query', 'session.get');
    expect((await session()).data).toMatchObject({ user: { name: 'Victor Hale', email: person.email } });

    const asked = await browser.post('/account/email', { email: newAddress.toUpperCase() });
    expect(asked.text).toContain(`a link is on its way there`);
    expect((await browser.post('/account/email', { email: 'vic.other@example.com' })).text).toContain('Wait a minute');
    const path = linkIn(await smtp.nextMailTo(newAddress));
    // Opened by a scanner, by nobody, and by somebody else whom a slip has sent it to.
    expect((await browser.get(path)).text).toContain('Sign in with this address from now on?');
    expect((await createTestBrowser(app.url).post(path, {})).location).toContain('/sign-in?next=');
    expect((await (await signInAs('olga@example.com')).post(path, {})).text).toContain('This link was used, replaced');
    expect((await now(browser)).text).toContain('Victor Hale (vic@example.com)');

    expect((await browser.post(path, {})).location).toBe('/account');
    expect((await now(browser)).text).toContain(`Victor Hale (${newAddress})`);
    expect((await smtp.nextMailTo(person.email)).source).toContain(newAddress);
    expect((await session()).data).toMatchObject({ user: { email: newAddress } });
    expect((await browser.post(path, {})).text).toContain('This link was used, replaced');
    // From the extension's options page the same way, while the sign-in there is fresh as well.
    const askFromExtension = () =>
      callProcedure(app.url, { token: vic.token, teamId }, 'mutation', 'session.askForEmail', {
        email: 'vic.third@example.com',
        language: 'de',
      });
    expect((await askFromExtension()).status).toBe(200);
    expect((await smtp.nextMailTo('vic.third@example.com')).source).toContain('Best=C3=A4tigen');
    await app.ports.db.update(authExtensionSession).set({ createdAt: new Date(Date.now() - 16 * 60_000) });
    expect((await askFromExtension()).problem).toMatchObject({ code: 'not-allowed' });
    const [user] = await app.ports.db.select().from(authUser).where(eq(authUser.email, newAddress));
    expect(user?.emailVerified).toBe(true);
    expect((await now(await signInAs(newAddress))).text).toContain('Victor Hale');
  });

  test('an address that somebody has is asked for in vain, without a word about who has it', async () => {
    const person = { name: 'Wes', email: 'wes@example.com', role: 'member' } as const;
    await addTestMember(app.ports.db, teamId, person);
    const browser = await signInAs(person.email);
    expect((await browser.post('/account/email', { email: 'olga@example.com' })).text).toContain('If nobody has');
    const { rows } = await app.ports.db.$client.query<{ id: string }>(
      `select id from auth.verification where identifier like 'change-email:%' and value = 'olga@example.com'`,
    );
    const path = new URL(emailChangeLink(app.ports.config, rows[0]?.id ?? '')).pathname;
    expect((await browser.post(path, {})).text).toContain('Somebody has an account with this address already.');
    expect((await now(browser)).text).toContain(person.email);
  });

  test('an address that two people prove in the same moment is one’s, and the other is told so', async () => {
    const email = 'both@example.com';
    const browsers = [];
    for (const name of ['Una', 'Uwe']) {
      const person = { name, email: `${name.toLowerCase()}@example.com`, role: 'member' } as const;
      await addTestMember(app.ports.db, teamId, person);
      const browser = await signInAs(person.email);
      await browser.post('/account/email', { email });
      browsers.push({ browser, path: linkIn(await smtp.nextMailTo(email)) });
    }
    const answers = await Promise.all(browsers.map(({ browser, path }) => browser.post(path, {})));
    expect(answers.filter(({ location }) => location === '/account')).toHaveLength(1);
    const refused = answers.filter(({ text }) => text.includes('Somebody has an account with this address already.'));
    expect(refused).toHaveLength(1);
  });

  test('a server that sends no mail says so, and not that a link is coming', async () => {
    const { config } = app.ports;
    const ports = { ...app.ports, config: { ...config, mail: { ...config.mail, smtpUrl: undefined } } };
    const session = { sessionId: 's', userId: owner.userId, name: 'A', email: 'a@example.com', signedInAt: new Date() };
    await expect(askForEmail(ports, session, { email: 'b@example.com' }, 'en')).rejects.toThrow('sends no mail');
  });

  test('an address is not changed long after signing in', async () => {
    const browser = await signInAs('olga@example.com');
    await app.ports.db.update(authSession).set({ createdAt: new Date(Date.now() - 16 * 60_000) });
    expect((await now(browser)).text).toContain('sign out and sign in again');
    const refused = await browser.post('/account/email', { email: 'olga.other@example.com' });
    expect(refused.text).toContain('You signed in a while ago.');
  });
});

function printLink(email: string): Promise<{ stdout: string }> {
  const env = { DATABASE_URL: app.databaseUrl, SECRET: app.ports.config.secret, PUBLIC_URL: app.url };
  return run(process.execPath, [command, email], { env });
}

describe('a link that the operator prints', () => {
  test('signs that person in once', async () => {
    const { stdout } = await printLink('Olga@example.com');
    const path = linkIn({ from: '', to: [], source: stdout });
    const browser = createTestBrowser(app.url);
    expect((await browser.follow(await browser.post(path, {}))).text).toContain('Olga (olga@example.com)');
    expect((await createTestBrowser(app.url).post(path, {})).status).toBe(403);
  });

  test('is not made for an address without an account', async () => {
    await expect(printLink('nobody@example.com')).rejects.toMatchObject({
      code: 1,
      stderr: 'There is no account for nobody@example.com on this server.\n',
    });
  });
});
