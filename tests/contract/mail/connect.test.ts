import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { releaseLeavers, syncMailbox } from '#server/domain/mailboxes/index.ts';
import { addTestMember } from '#tests/support/people.ts';
import { providers, type Account, type Provider } from '#tests/support/mail-accounts.ts';
import { createMailTeam, extensionPage, readAnswer, type MailTeam } from '#tests/support/mail-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

const clockScale = 50;

describe.each(Object.entries(providers))('connecting %s', (name, createProvider) => {
  let provider: Provider;
  let app: TestApp;
  let team: MailTeam;
  let count = 0;

  beforeAll(async () => {
    provider = await createProvider({ clockScale });
    app = await startTestApp({ env: { ...provider.settings, CLOCK_SCALE: String(clockScale) } });
    provider.notify(app.url);
    team = await createMailTeam(app);
    provider.authority.redirectUris = [`${app.url}/email/callback`];
  });
  afterAll(async () => {
    await team.close();
    await app.close();
    await provider.close();
  });

  function addAccount(): Account {
    count += 1;
    const account = provider.add(`box${count}@${name}.example`);
    account.deliver({ ageMs: 60_000 });
    return account;
  }

  function begin(person = team.olga, more: { mailboxId?: Mailbox['id']; features?: ('read' | 'send')[] } = {}) {
    return team.as(person).mailboxes.begin.mutate({ provider: provider.id, redirectUri: extensionPage, ...more });
  }

  async function connect(account: Account): Promise<Mailbox> {
    const { authority } = provider;
    const mailbox = await team.connect(team.olga, provider.id, { authority, address: account.address });
    return until(mailbox, ({ sync }) => sync.phase === 'following');
  }

  function until({ id }: Mailbox, isMeant: (mailbox: Mailbox) => boolean): Promise<Mailbox> {
    return team.until(team.olga, id, isMeant);
  }

  test('asks for what reading needs and no more, for lasting access, with a choice of account', async () => {
    const asked = new URL((await begin()).url).searchParams;
    const scopes = (asked.get('scope') ?? '').split(' ');
    expect(scopes).toContain(provider.readScope);
    expect(scopes.filter((scope) => /send|write|compose|modify/i.test(scope))).toEqual([]);
    expect(asked.get('prompt')).toContain('select_account');
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(name === 'gmail' ? asked.get('access_type') : scopes).toEqual(
      name === 'gmail' ? 'offline' : expect.arrayContaining(['offline_access']),
    );
  });

  test('asks for more of a connected mailbox without losing what it may', async () => {
    const account = addAccount();
    const { id } = await connect(account);
    const begun = await begin(team.olga, { mailboxId: id, features: ['send'] });
    expect(new URL(begun.url).searchParams.get('login_hint')).toBe(account.address);
    const more = await team
      .as(team.olga)
      .mailboxes.finish.mutate(readAnswer(provider.authority.consent(begun.url, account.address)));
    expect(more).toMatchObject({ id, features: ['read', 'send'] });
  });

  test('hands the answer to the extension of the browser that saw the page', async () => {
    const account = addAccount();
    const begun = await begin();
    const callback = provider.authority.consent(begun.url, account.address);
    const answer = await fetch(callback, { redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const to = new URL(answer.headers.get('location') ?? '');
    expect(`${to.origin}${to.pathname}`).toBe(extensionPage);
    const connected = await team.as(team.olga).mailboxes.finish.mutate(readAnswer(to.href));
    expect(connected).toMatchObject({ address: account.address, state: 'connected' });
  });

  test('a link sent to somebody else connects nothing', async () => {
    // Olga begins and sends Piet the link; he says yes with his own account.
    const account = addAccount();
    const begun = await begin(team.olga);
    const callback = provider.authority.consent(begun.url, account.address);
    const answer = await fetch(callback, { redirect: 'manual' });
    const landed = readAnswer(answer.headers.get('location') ?? '');
    // It ends in Piet's browser, whose extension began nothing.
    const tried = team.as(team.piet).mailboxes.finish.mutate(landed);
    await expect(tried).rejects.toMatchObject({ data: { problem: { code: 'gone' } } });
    // Olga knows the state, and never sees the code.
    const guessed = team.as(team.olga).mailboxes.finish.mutate({ state: begun.state, code: 'guessed' });
    await expect(guessed).rejects.toMatchObject({ data: { problem: { code: 'conflict' } } });
    for (const person of [team.olga, team.piet]) {
      const addresses = (await team.as(person).mailboxes.list.query()).map(({ address }) => address);
      expect(addresses).not.toContain(account.address);
    }
  });

  test('an answer works once', async () => {
    const account = addAccount();
    const begun = await begin();
    const answer = readAnswer(provider.authority.consent(begun.url, account.address));
    await team.as(team.olga).mailboxes.finish.mutate(answer);
    const again = team.as(team.olga).mailboxes.finish.mutate(answer);
    await expect(again).rejects.toMatchObject({ data: { problem: { code: 'gone' } } });
  });

  test('refuses a consent without reading, and the mailbox of a teammate', async () => {
    const account = addAccount();
    const begun = await begin();
    const unticked = provider.authority.consent(begun.url, account.address, { untick: [provider.readScope] });
    const tried = team.as(team.olga).mailboxes.finish.mutate(readAnswer(unticked));
    await expect(tried).rejects.toMatchObject({ data: { problem: { code: 'conflict' } } });
    await connect(account);
    const { url } = await begin(team.piet);
    const taken = team
      .as(team.piet)
      .mailboxes.finish.mutate(readAnswer(provider.authority.consent(url, account.address)));
    await expect(taken).rejects.toMatchObject({ data: { problem: { code: 'conflict' } } });
  });

  test('keeps tokens sealed, and out of every answer', async () => {
    const mailbox = await connect(addAccount());
    const { rows } = await app.ports.db.execute<{ row: string }>(sql`
      select m::text || coalesce((select string_agg(a::text, '') from mailbox_authorization a), '') as row
      from mailbox m where id = ${mailbox.id}`);
    expect(rows[0]?.row).toContain('v1.');
    expect(rows[0]?.row).not.toMatch(/ya29\.|EwB/);
    expect(JSON.stringify(await team.as(team.olga).mailboxes.list.query())).not.toMatch(/ya29|EwB|v1\./);
  });

  test('renews access that ran out, once, however many ask', async () => {
    const account = addAccount();
    const mailbox = await connect(account);
    const before = provider.authority.refreshes;
    provider.authority.expireAccess(account.address);
    await app.ports.db.execute(sql`update mailbox set token_expires_at = now() where id = ${mailbox.id}`);
    const fresh = account.deliver();
    const api = team.as(team.olga);
    await Promise.all(
      Array.from({ length: 6 }, () =>
        api.mailboxes.openThread.mutate({ provider: provider.id, address: account.address, threadId: `t-${fresh}` }),
      ),
    );
    await api.mailboxes.check.mutate({ mailboxId: mailbox.id });
    await until(mailbox, ({ sync }) => sync.stored === 2);
    expect(provider.authority.refreshes).toBe(before + 1);
  });

  test('renews access that the provider no longer takes before its time', async () => {
    const account = addAccount();
    const mailbox = await connect(account);
    provider.authority.expireAccess(account.address);
    account.deliver();
    await team.as(team.olga).mailboxes.check.mutate({ mailboxId: mailbox.id });
    expect(await until(mailbox, ({ sync }) => sync.stored === 2)).toMatchObject({ state: 'connected', problem: null });
  });

  test.each<[string, (account: Account) => void]>([
    ['the consent was taken back', ({ address }) => provider.authority.revokeConsent(address)],
    ['reading was taken from it', ({ address }) => provider.authority.removeScope(address, provider.readScope)],
    ['the account was switched off', (account) => account.disable(true)],
  ])('asks its owner to connect again when %s, and then goes on where it was', async (_why, end) => {
    const account = addAccount();
    const mailbox = await connect(account);
    end(account);
    account.deliver();
    await team.as(team.olga).mailboxes.check.mutate({ mailboxId: mailbox.id });
    const ended = await until(mailbox, ({ state }) => state === 'reconnect');
    expect(ended.problem).toMatch(/connect/i);
    expect(ended.sync.stored).toBe(1);
    account.disable(false);
    const begun = await begin(team.olga, { mailboxId: mailbox.id });
    const answer = readAnswer(provider.authority.consent(begun.url, account.address));
    const again = await team.as(team.olga).mailboxes.finish.mutate(answer);
    expect(again).toMatchObject({ id: mailbox.id, state: 'connected', problem: null });
    await until(mailbox, ({ sync }) => sync.stored === 2);
  });

  test('connecting again takes no other account', async () => {
    const mailbox = await connect(addAccount());
    const other = addAccount();
    const begun = await begin(team.olga, { mailboxId: mailbox.id });
    const answer = readAnswer(provider.authority.consent(begun.url, other.address));
    const tried = team.as(team.olga).mailboxes.finish.mutate(answer);
    await expect(tried).rejects.toMatchObject({ data: { problem: { code: 'conflict' } } });
  });

  test('is disconnected: its consent is taken back where that can be, and its mail goes', async () => {
    const account = addAccount();
    const mailbox = await connect(account);
    await team.as(team.olga).mailboxes.disconnect.mutate({ mailboxId: mailbox.id });
    expect((await team.as(team.olga).mailboxes.list.query()).map(({ id }) => id)).not.toContain(mailbox.id);
    const left = async () => {
      const { rows } = await app.ports.db.execute<{ n: number }>(sql`
        select (select count(*) from mailbox where id = ${mailbox.id})::int
          + (select count(*) from mailbox_item where mailbox_id = ${mailbox.id})::int
          + (select count(*) from email_copy where mailbox_id = ${mailbox.id})::int as n`);
      return rows[0]?.n;
    };
    await expect.poll(left).toBe(0);
    if (name === 'gmail') expect(provider.authority.isConnected(account.address)).toBe(false);
    const fresh = account.deliver();
    await team.untilQuiet(mailbox.id);
    expect(provider.reads).not.toContain(fresh);
  });

  test('goes with its owner, whose consent is taken back', async () => {
    const account = addAccount();
    const leaver = await addTestMember(app.ports.db, team.teamId, {
      name: 'Lena',
      email: `lena-${name}@larkfield.example`,
      role: 'member',
    });
    const { authority } = provider;
    const mailbox = await team.connect(leaver, provider.id, { authority, address: account.address });
    await team.until(leaver, mailbox.id, ({ sync }) => sync.phase === 'following');
    await team.as(leaver).teams.leave.mutate();
    const fresh = account.deliver();
    // Not its calls: taking the consent back is some too.
    const key = { teamId: team.teamId, mailboxId: mailbox.id };
    expect(await syncMailbox(app.ports, key, AbortSignal.timeout(30_000))).toBe(undefined);
    expect(provider.reads).not.toContain(fresh);
    // Nothing is left for the round that looks for such mailboxes.
    expect(await releaseLeavers(app.ports)).toBe(0);
    const left = async () =>
      (await app.ports.db.execute(sql`select from mailbox where id = ${mailbox.id}`)).rows.length;
    await expect.poll(left).toBe(0);
    if (name === 'gmail') expect(authority.isConnected(account.address)).toBe(false);
  });

  test('refuses settings that make no sense', async () => {
    const mailbox = await connect(addAccount());
    const change = (settings: object) =>
      team.as(team.olga).mailboxes.change.mutate({ mailboxId: mailbox.id, settings });
    for (const wrong of [{ syncIntervalMinutes: 0 }, { maxBatchSize: 501 }, { loggingLevel: 'loud' }])
      await expect(change(wrong)).rejects.toMatchObject({ data: { problem: { code: 'invalid-input' } } });
    const settings = { syncIntervalMinutes: 30, maxBatchSize: 10, notificationEnabled: false, loggingLevel: 'debug' };
    expect((await change(settings)).settings).toEqual(settings);
  });
});
