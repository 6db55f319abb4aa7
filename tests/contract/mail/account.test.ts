import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { connectAccount } from '#server/domain/mailboxes/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { withMail } from '#server/ports/mail-ports.ts';
import type { MailGrant } from '#server/ports/mail-reader.ts';
import { startMailServers, type MailServers } from '#tests/support/mail-servers/index.ts';
import { createMailTeam, writeMail, type MailTeam } from '#tests/support/mail-team.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

let servers: MailServers;
let app: TestApp;
let team: MailTeam;
beforeAll(async () => {
  servers = await startMailServers();
  app = await startTestApp({ env: { ...servers.settings, MAIL_TIMEOUT_MS: '5000' } });
  team = await createMailTeam(app);
});
afterAll(async () => {
  await team.close();
  await app.close();
  await servers.close();
});

async function countMailboxes(): Promise<number> {
  const { rows } = await app.ports.db.execute<{ n: number }>(sql`select count(*)::int as n from mailbox`);
  return rows[0]?.n ?? 0;
}

const connect = (change: object = {}) =>
  team.as(team.olga).mailboxes.connectAccount.mutate({ ...servers.accountOf('refused@larkfield.example'), ...change });

describe('connecting an account by its mail servers', () => {
  test('says what is wrong, and stores nothing, unless both servers take the log-in', async () => {
    const { imap } = servers.accountOf('');
    const before = await countMailboxes();
    await expect(connect({ password: 'wrong' })).rejects.toThrow(/does not take the log-in name and password/);
    await expect(connect({ smtp: { ...imap, port: 1 } })).rejects.toThrow('127.0.0.1 did not answer.');
    await expect(connect({ imap: { ...imap, port: 1 } })).rejects.toThrow('127.0.0.1 did not answer.');
    expect(await countMailboxes()).toBe(before);
  });

  test('reaches nothing inside the server’s own network that was not allowed, by any name or port', async () => {
    const { imap } = servers.accountOf('');
    for (const host of ['localhost', '::1', '127.0.0.2', '10.0.0.1', '169.254.169.254', '::ffff:127.0.0.1'])
      await expect(connect({ imap: { ...imap, host, port: 993 } })).rejects.toThrow('not lie on the open internet');
    await expect(connect({ imap: { ...imap, host: '127.0.0.2' } })).rejects.toThrow('none that mail servers use');
  });

  test('trusts no certificate that nobody vouches for', async () => {
    const strict = await startTestApp({ env: { MAIL_PRIVATE_HOSTS: '127.0.0.1' } });
    const others = await createMailTeam(strict);
    const account = servers.accountOf('olga@larkfield.example');
    await expect(others.as(others.olga).mailboxes.connectAccount.mutate(account)).rejects.toThrow(
      /certificate that can't be trusted/,
    );
    await others.close();
    await strict.close();
  });

  test('at servers of one’s own changes nothing of a teammate’s mailbox, not even for one of its users', async () => {
    const account = servers.accountOf('sales@larkfield.example');
    const known = await team.as(team.olga).mailboxes.connectAccount.mutate(account);
    const ports = withMail(app.ports);
    const { imap } = ports.mail.providers;
    const elsewhere = { ...account, imap: { ...account.imap, host: 'imap.elsewhere.example' } };
    const tokens = {
      accessToken: JSON.stringify(elsewhere),
      refreshToken: '',
      scopes: [],
      expiresAt: new Date(Date.now() + 1e9),
    };
    const grant: MailGrant = { tokens, address: account.address, via: null, features: ['read', 'send'] };
    // Servers that one runs oneself confirm whatever one wants.
    const proving = {
      ...ports.mail,
      providers: { ...ports.mail.providers, ...(imap && { imap: { ...imap, prove: async () => grant } }) },
    };
    const asPiet: Context = {
      ...team.piet,
      teamId: team.teamId,
      userName: 'Piet',
      role: 'member',
      deviceId: 'test',
      requestId: 'test',
    };
    const take = () => connectAccount({ ...ports, mail: proving }, asPiet, elsewhere);
    await expect(take()).rejects.toThrow('already connected by a teammate, at other servers');
    expect(await team.as(team.piet).mailboxes.taken.query()).toEqual([]);
    await team.as(team.olga).mailboxes.addUser.mutate({ mailboxId: known.id, userId: team.piet.userId });
    await expect(take()).rejects.toThrow('already connected by a teammate, at other servers');
  });

  test('under another log-in name has to send itself a mail, which does not stay', async () => {
    const address = 'info@larkfield.example';
    await expect(connect({ address, user: 'other@larkfield.example' })).rejects.toThrow('did not come into its inbox');
    const alias = servers.accountOf('olga@larkfield.example');
    await connect({ ...alias, user: 'olga' });
    const program = await servers.openProgram('olga');
    expect(await program.status('INBOX', { messages: true })).toMatchObject({ messages: 0 });
  });
});

test('mail is there, follows, is read, moved and deleted, and never comes from spam, bin or drafts', async () => {
  const address = 'support@larkfield.example';
  const program = await servers.openProgram(address);
  for (const folder of ['INBOX', 'INBOX', 'Sent', 'Junk', 'Trash', 'Drafts'])
    await program.append(folder, writeMail(address));
  const mailbox = await team.as(team.olga).mailboxes.connectAccount.mutate(servers.accountOf(address));
  expect(mailbox).toMatchObject({ provider: 'imap', address, state: 'connected', features: ['read', 'send'] });
  expect(mailbox.settings.syncIntervalMinutes).toBe(2);
  const follow = async (stored: number) => {
    await team.as(team.olga).mailboxes.check.mutate({ mailboxId: mailbox.id });
    return team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === stored && sync.waiting === 0);
  };
  await follow(3);
  await program.append('INBOX', writeMail(address));
  await follow(4);
  const lock = await program.getMailboxLock('INBOX');
  await program.messageDelete('1');
  await program.messageMove('1', 'Trash');
  lock.release();
  expect((await follow(2)).sync.failed).toBe(0);
});
