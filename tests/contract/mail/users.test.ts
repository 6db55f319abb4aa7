import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { renewAccesses } from '#server/domain/mailboxes/index.ts';
import { createVault } from '#server/platform/vault/create-vault.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CorrespondenceId } from '#shared/contract/ids.ts';
import { providers, type Account, type Provider } from '#tests/support/mail-accounts.ts';
import { extensionPage, readAnswer, type MailClient, type MailTeam } from '#tests/support/mail-team.ts';
import { addTestMember, type TestPerson } from '#tests/support/people.ts';
import { startMailOffice, type MailOffice } from '#tests/support/mail-office.ts';
import type { TestApp } from '#tests/support/test-app.ts';

const clockScale = 50;
let office: MailOffice;
let provider: Provider;
let app: TestApp;
let team: MailTeam;
let rita: MailClient;
let account: Account;

beforeAll(async () => {
  office = await startMailOffice(providers.gmail, { clockScale });
  ({ provider, app, team } = office);
  rita = team.as(
    await addTestMember(app.ports.db, team.teamId, {
      name: 'Rita',
      email: 'rita@larkfield.example',
      role: 'member',
    }),
  );
  account = provider.add('support@larkfield.example');
  account.deliver({ ageMs: 60_000 });
});
afterAll(() => office.close());

async function tryToConnect(person: TestPerson) {
  const api = team.as(person);
  const begun = await api.mailboxes.begin.mutate({ provider: 'gmail', redirectUri: extensionPage });
  return api.mailboxes.finish.mutate(readAnswer(provider.authority.consent(begun.url, account.address)));
}

const refused = (code: string) => ({ data: { problem: { code } } });

test('one mailbox has several users: asked for by who proves the address, let in and taken out by its owner', async () => {
  const [olga, piet] = [team.as(team.olga), team.as(team.piet)];
  const { id: mailboxId } = await tryToConnect(team.olga);
  await team.until(team.olga, mailboxId, ({ sync }) => sync.phase === 'following');
  const { rows } = await app.ports.db.execute<{ id: CorrespondenceId; thread: string }>(sql`
    select e.correspondence_id as id, c.provider_thread_id as thread from email e
    join email_copy c on c.team_id = e.team_id and c.email_id = e.id where c.mailbox_id = ${mailboxId}`);
  const { id = '' as CorrespondenceId, thread: threadId = '' } = rows[0] ?? {};
  const ask = { provider: 'gmail', address: account.address, threadId } as const;

  // Who did not prove the address can not even ask, nor learn that it is there.
  await expect(piet.mailboxes.ask.mutate({ mailboxId })).rejects.toMatchObject(refused('not-found'));
  await expect(piet.correspondences.get.query({ id })).rejects.toMatchObject(refused('not-found'));
  await expect(tryToConnect(team.piet)).rejects.toMatchObject(refused('conflict'));
  expect(await rita.mailboxes.taken.query()).toEqual([]);
  expect(await piet.mailboxes.taken.query()).toMatchObject([
    { mailboxId, address: account.address, owner: { name: 'Olga' }, isAsked: false },
  ]);
  await piet.mailboxes.ask.mutate({ mailboxId });
  expect((await olga.mailboxes.list.query())[0]?.requests).toMatchObject([{ name: 'Piet' }]);
  expect(await piet.mailboxes.list.query()).toEqual([]);

  await olga.mailboxes.addUser.mutate({ mailboxId, userId: team.piet.userId });
  expect(await piet.mailboxes.list.query()).toMatchObject([
    { id: mailboxId, owner: { name: 'Olga' }, users: [{ name: 'Piet' }], requests: [] },
  ]);
  expect(await piet.mailboxes.taken.query()).toEqual([]);
  // He sees that there is private mail, as its owner does; somebody else does not.
  expect(await piet.correspondences.get.query({ id })).toMatchObject({
    privateEmailCount: 1,
    emails: [],
    mailUrl: expect.stringMatching(new RegExp(`authuser=support%40larkfield.example#all/${threadId}$`)),
  });
  await expect(rita.correspondences.get.query({ id })).rejects.toMatchObject(refused('not-found'));
  await piet.mailboxes.check.mutate({ mailboxId });
  expect(await piet.mailboxes.openThread.mutate(ask)).toEqual({ waiting: 0 });
  // What the team sees by rule, who uses it and its end are the owner's.
  await expect(piet.mailboxes.disconnect.mutate({ mailboxId })).rejects.toMatchObject(refused('not-found'));
  await expect(piet.sharing.get.query({ mailboxId })).rejects.toMatchObject(refused('not-found'));
  const adding = piet.mailboxes.addUser.mutate({ mailboxId, userId: team.piet.userId });
  await expect(adding).rejects.toMatchObject(refused('not-found'));
  // Connecting it again is a user's to do, and changes nothing about whose it is.
  expect(await tryToConnect(team.piet)).toMatchObject({ id: mailboxId, owner: { name: 'Olga' } });

  await olga.mailboxes.removeUser.mutate({ mailboxId, userId: team.piet.userId });
  expect(await piet.mailboxes.list.query()).toEqual([]);
  await expect(piet.correspondences.get.query({ id })).rejects.toMatchObject(refused('not-found'));
  await expect(piet.mailboxes.check.mutate({ mailboxId })).rejects.toMatchObject(refused('not-found'));

  // By hand a user shares what is there; then it is the team's.
  await olga.mailboxes.addUser.mutate({ mailboxId, userId: team.piet.userId });
  await piet.sharing.shareThread.mutate({ id, sharing: 'share' });
  const viewer = await addTestMember(app.ports.db, team.teamId, {
    name: 'Vera',
    email: 'vera@larkfield.example',
    role: 'viewer',
  });
  const letIn = olga.mailboxes.addUser.mutate({ mailboxId, userId: viewer.userId });
  await expect(letIn).rejects.toMatchObject(refused('conflict'));
});

test('what a mailbox shares is asked and said before its first mail came, by its owner alone', async () => {
  const { address } = provider.add('empty@larkfield.example');
  const { id: mailboxId } = await team.connect(team.olga, 'gmail', { authority: provider.authority, address });
  expect(await team.as(team.olga).sharing.preview.query({ mailboxId, rules: [{ kind: 'all' }] })).toMatchObject({
    mails: 0,
    mailsInMailbox: 0,
  });
  await expect(team.as(team.piet).sharing.get.query({ mailboxId })).rejects.toMatchObject(refused('not-found'));
});

test('a new vault key takes over every mailbox while the server runs, also those that wait to be connected again', async () => {
  const newer = { id: 'newer', key: randomBytes(32) };
  const { db, config } = app.ports;
  await db.execute(sql`update mailbox set state = 'reconnect' where address = ${account.address}`);
  await renewAccesses({ ...app.ports, vault: createVault([newer, ...config.vaultKeys]) });
  const { rows } = await db.execute<{ teamId: string; rowId: string; sealed: string }>(sql`
    select team_id as "teamId", id as "rowId", sealed_tokens as sealed from mailbox where address = ${account.address}`);
  expect(rows).toHaveLength(1);
  for (const { sealed, ...row } of rows) {
    const opened = createVault([newer]).unseal(sealed, { ...row, purpose: 'mailbox.sealed_tokens' });
    expect(JSON.parse(opened)).toMatchObject({ accessToken: expect.any(String), refreshToken: expect.any(String) });
  }
});
