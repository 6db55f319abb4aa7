import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { createGmailStandIn, type GmailStandIn } from '#tests/support/gmail-api/index.ts';
import { createMailTeam, writeMail, type MailTeam } from '#tests/support/mail-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

let gmail: GmailStandIn;
let app: TestApp;
let team: MailTeam;
let mailbox: Mailbox;
const address = 'support@larkfield.example';

beforeAll(async () => {
  gmail = await createGmailStandIn();
  app = await startTestApp({ env: { ...gmail.settings, ...gmail.pushSettings } });
  gmail.pushTo(app.url);
  team = await createMailTeam(app);
  gmail.addMailbox(address);
  const connected = await team.connect(team.olga, 'gmail', { authority: gmail.authority, address });
  mailbox = await team.until(team.olga, connected.id, ({ sync, isPushed }) => sync.phase === 'following' && isPushed);
});
afterAll(async () => {
  await team.close();
  await app.close();
  await gmail.close();
});

describe('Gmail’s notifications', () => {
  test('bring new mail at once', async () => {
    gmail.mailbox(address).deliver({ raw: writeMail(address) });
    await team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === 1);
    expect(gmail.push.delivered).toBeGreaterThan(0);
  });

  test('are taken from Google alone, for this server, from the one service account', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const past = Math.floor(Date.now() / 1000) - 3600;
    const forged = [
      await gmail.push.sign({}, privateKey),
      await gmail.push.sign({ iss: 'https://accounts.evil.example' }),
      await gmail.push.sign({ aud: 'https://another.example/webhooks/gmail' }),
      await gmail.push.sign({ exp: past }),
      await gmail.push.sign({ exp: undefined }),
      await gmail.push.sign({ email: 'other@project.iam.example' }),
      await gmail.push.sign({ email_verified: false }),
      'not.a.token',
    ];
    await gmail.push.settled();
    await team.untilQuiet(mailbox.id);
    const { calls } = gmail.metered(address);
    for (const token of forged) expect(await gmail.push.post(address, 1, token)).toBe(401);
    await team.untilQuiet(mailbox.id);
    expect(gmail.metered(address).calls).toBe(calls);
    expect(await gmail.push.post(address, 1)).toBe(202);
  });

  test('about nobody’s mailbox, or about nothing, change nothing', async () => {
    expect(await gmail.push.post('stranger@elsewhere.example', 1)).toBe(202);
    const answer = await fetch(`${app.url}/webhooks/gmail`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await gmail.push.sign()}` },
      body: 'no JSON',
    });
    expect(answer.status).toBe(202);
  });
});

test('a server without a service account has no address for notifications', async () => {
  const alone = await startTestApp({ env: gmail.settings });
  const answer = await fetch(`${alone.url}/webhooks/gmail`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(404);
  await alone.close();
});

let token: string;

function headers() {
  return { authorization: `Bearer ${token}` };
}

function makeToken(person: typeof team.olga): Promise<{ token: string }> {
  return team.as(person).apiTokens.create.mutate({ name: 'Script', scopes: ['mailboxes:read', 'mailboxes:write'] });
}

function connectPath(userId: string): string {
  return `${app.url}/auth/email?userId=${userId}&provider=Gmail`;
}

/** Begins with a token, says yes as `who`, and comes back with the cookie or without. */
async function walk(who: string, withCookie: boolean): Promise<{ status: number; landed: string; page: string }> {
  const begun = await fetch(connectPath(team.olga.userId), { headers: headers(), redirect: 'manual' });
  expect(begun.status).toBe(302);
  const cookie = begun.headers.getSetCookie()[0] ?? '';
  expect(cookie).toMatch(/HttpOnly.*SameSite=Lax/);
  const callback = gmail.authority.consent(begun.headers.get('location') ?? '', who);
  const sent: Record<string, string> = withCookie ? { cookie: cookie.split(';')[0] ?? '' } : {};
  const answer = await fetch(callback, { redirect: 'manual', headers: sent });
  const landed = new URL(answer.headers.get('location') ?? '', app.url);
  const page = await fetch(landed);
  return { status: page.status, landed: landed.search, page: await page.text() };
}

describe('over REST', () => {
  beforeAll(async () => {
    token = (await makeToken(team.olga)).token;
  });

  test('an account is connected in the browser that began, and listed', async () => {
    gmail.addMailbox('rest@larkfield.example');
    const { status, landed, page } = await walk('rest@larkfield.example', true);
    expect([status, landed]).toEqual([200, '?status=success']);
    expect(page).toContain('The mailbox is connected');
    const answer = await fetch(`${app.url}/email/accounts?userId=${team.olga.userId}`, { headers: headers() });
    const { accounts } = (await answer.json()) as { accounts: { id: string; email: string }[] };
    const account = accounts.find(({ email }) => email === 'rest@larkfield.example');
    expect(account).toMatchObject({ provider: 'gmail', connected: true });
    const path = `${app.url}/email/accounts/${account?.id}`;
    const renewed = await fetch(`${path}/refresh?userId=${team.olga.userId}`, { method: 'POST', headers: headers() });
    expect(await renewed.json()).toMatchObject({
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    const gone = await fetch(`${path}?userId=${team.olga.userId}`, { method: 'DELETE', headers: headers() });
    expect(await gone.json()).toEqual({ message: 'Account disconnected successfully', accountId: account?.id });
  });

  test('a link sent to somebody else connects nothing', async () => {
    gmail.addMailbox('victim@elsewhere.example');
    const { status, landed } = await walk('victim@elsewhere.example', false);
    expect([status, landed]).toEqual([410, '?status=expired']);
    const addresses = (await team.as(team.olga).mailboxes.list.query()).map((each) => each.address);
    expect(addresses).not.toContain('victim@elsewhere.example');
  });

  test('nobody acts for somebody else', async () => {
    const other = await fetch(connectPath(team.piet.userId), { headers: headers(), redirect: 'manual' });
    expect(other.status).toBe(403);
    const nobody = await fetch(connectPath(team.olga.userId), { redirect: 'manual' });
    expect(nobody.status).toBe(401);
    const reading = await team.as(team.olga).apiTokens.create.mutate({ name: 'Reads', scopes: ['mailboxes:read'] });
    const weak = { authorization: `Bearer ${reading.token}` };
    expect((await fetch(connectPath(team.olga.userId), { headers: weak, redirect: 'manual' })).status).toBe(403);
    const list = await fetch(`${app.url}/email/accounts?userId=${team.piet.userId}`, { headers: headers() });
    expect(list.status).toBe(403);
    expect(list.headers.get('content-type')).toContain('application/problem+json');
    const theirs = { authorization: `Bearer ${(await makeToken(team.piet)).token}` };
    const path = `${app.url}/email/accounts/${mailbox.id}?userId=${team.piet.userId}`;
    expect((await fetch(path, { method: 'DELETE', headers: theirs })).status).toBe(404);
  });
});

test('Several mailboxes together stay inside what Google allows the project', async () => {
  const [clockScale, projectUnits, mails] = [20, 700, 30];
  const google = await createGmailStandIn({ clockScale, projectUnits });
  const settings = { GMAIL_PROJECT_UNITS: String(projectUnits), CLOCK_SCALE: String(clockScale) };
  const other = await startTestApp({ env: { ...google.settings, ...settings } });
  const people = await createMailTeam(other);
  try {
    const addresses = ['sales@larkfield.example', 'desk@larkfield.example'];
    for (const each of addresses) {
      const box = google.addMailbox(each);
      for (let at = 0; at < mails; at += 1) box.deliver({ raw: writeMail(each) });
    }
    const connect = (each: string) =>
      people.connect(people.olga, 'gmail', { authority: google.authority, address: each });
    const boxes = await Promise.all(addresses.map(connect));
    await Promise.all(
      boxes.map(({ id }) => people.until(people.olga, id, ({ sync }) => sync.stored === mails, 30_000)),
    );
    const { units, refused } = google.project.total;
    expect(refused).toBe(0);
    expect(units).toBeGreaterThan(projectUnits);
  } finally {
    await people.close();
    await other.close();
    await google.close();
  }
}, 60_000);
