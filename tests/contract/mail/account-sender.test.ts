import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import type { OutgoingDraft, OutgoingMail, OutgoingState } from '#shared/contract/outgoing-mail.ts';
import { headersOf } from '#tests/support/mail-headers.ts';
import { startMailServers, type MailServers } from '#tests/support/mail-servers/index.ts';
import { createMailTeam, type MailTeam } from '#tests/support/mail-team.ts';
import { createOutgoingDraft } from '#tests/support/outgoing-draft.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';

const address = 'olga@larkfield.example';
const marta = { name: 'Marta Weiss', address: 'marta@weiss-tools.example' };

let servers: MailServers;
let app: TestApp;
let team: MailTeam;
let mailbox: Mailbox;
beforeAll(async () => {
  servers = await startMailServers();
  const impatience = { MAIL_TIMEOUT_MS: '5000', MAIL_CHECK_GRACE_MS: '150', CLOCK_SCALE: '50' };
  app = await startTestApp({ env: { ...servers.settings, ...impatience } });
  team = await createMailTeam(app);
  mailbox = await team.as(team.olga).mailboxes.connectAccount.mutate(servers.accountOf(address));
});
afterAll(async () => {
  await team.close();
  await app.close();
  await servers.close();
});

function draft(fields: Partial<OutgoingDraft> = {}): OutgoingDraft {
  return createOutgoingDraft({ kind: 'new', emailId: null, mailboxId: mailbox.id, to: [marta], ...fields });
}

async function until(id: OutgoingMail['id'], state: OutgoingState): Promise<OutgoingMail> {
  for (const deadline = Date.now() + 30_000; ; await wait(20)) {
    const mail = await team.as(team.olga).outgoingMail.get.query({ id });
    if (mail.state === state) return mail;
    if (Date.now() > deadline) throw new Error(`it is ${JSON.stringify(mail)}`);
  }
}

async function send(fields: Partial<OutgoingDraft> = {}): Promise<OutgoingDraft> {
  const mail = draft(fields);
  await team.as(team.olga).outgoingMail.send.mutate(mail);
  return mail;
}

const receivedOf = ({ id }: { id: string }) =>
  servers.submission.received.filter(({ raw }) => headersOf(raw).get('x-sidethread-id') === id);

describe('a mail from an account at mail servers of one’s own', () => {
  test('goes to everybody once, names nobody in Bcc, and lies in the Sent folder', async () => {
    const bcc = [{ name: 'Büro', address: 'office@bücher.example' }];
    const mail = await send({ bcc, subject: 'Größe der Bänke' });
    expect((await until(mail.id, 'sent')).problem).toBeNull();
    const [received, ...more] = receivedOf(mail);
    expect(more).toEqual([]);
    expect(received).toMatchObject({ from: address, to: [marta.address, 'office@bücher.example'] });
    expect(String(received?.raw)).not.toMatch(/bcc|xn--bcher/i);
    const program = await servers.openProgram(address);
    const lock = await program.getMailboxLock('Sent');
    const copies = await program.search({ header: { 'x-sidethread-id': mail.id }, seen: true });
    lock.release();
    expect(copies).toHaveLength(1);
  });

  test('says which recipients were not taken, whether some or all', async () => {
    servers.submission.faults.refused.set('gone@weiss-tools.example', [550, '5.1.1 No such user']);
    const gone = { name: '', address: 'gone@weiss-tools.example' };
    const some = await send({ to: [marta, gone] });
    expect((await until(some.id, 'sent')).problem).toBe(
      '127.0.0.1 takes no mail for gone@weiss-tools.example (550 5.1.1).',
    );
    const none = await send({ to: [gone] });
    expect((await until(none.id, 'failed')).problem).toMatch(
      /no mail for gone@weiss-tools\.example.*not sent and is kept/s,
    );
    servers.submission.faults.refused.set('gone@weiss-tools.example', [552, '5.2.2 Over quota']);
    const full = await send({ to: [gone] });
    expect((await until(full.id, 'failed')).problem).toMatch(/mailbox is full: gone@weiss-tools\.example/);
  });

  test('that is put off goes out later by itself, once, and one that is refused for good does not', async () => {
    servers.submission.faults.next.push([451, '4.7.1 Greylisted'], [554, '5.7.1 Spam']);
    const grey = await send();
    const refused = await send();
    await until(grey.id, 'sent');
    expect((await until(refused.id, 'failed')).problem).toContain('127.0.0.1 refused the mail (554 5.7.1).');
    expect([receivedOf(grey).length, receivedOf(refused).length]).toEqual([1, 0]);
  });

  test('whose answer was lost is never sent again: a copy in Sent proves that it went, nothing else does', async () => {
    servers.submission.faults.next.push('lose');
    const lost = await send();
    const unknown = await until(lost.id, 'unknown');
    expect(unknown.problem).toMatch(/no copy of it in the Sent folder.*check your Sent folder/s);
    expect(receivedOf(lost)).toHaveLength(1);
  });
});
