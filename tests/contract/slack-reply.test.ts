import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { MailboxId, TeamId } from '#shared/contract/ids.ts';
import { readEmail } from '#server/domain/emails/mime/read-email.ts';
import { drainMailbox } from '#server/domain/outgoing-mail/index.ts';
import { createChatScene, type ChatScene } from '#tests/support/chat-scene.ts';
import { consent } from '#tests/support/chat-team.ts';
import { providers, type Provider } from '#tests/support/mail-accounts.ts';
import { createMailInChat, type DiscussedMail, type MailInChat } from '#tests/support/mail-in-chat.ts';
import { extensionPage, readAnswer } from '#tests/support/mail-team.ts';
import type { OpenModal } from '#tests/support/slack/modals.ts';

const address = 'ben@northwind.example';
const clockScale = 50;
let provider: Provider;
let scene: ChatScene;
let mails: MailInChat;
let mailboxId: MailboxId;

beforeAll(async () => {
  provider = await providers.gmail({ clockScale });
  const impatience = { MAIL_TIMEOUT_MS: '2000', MAIL_CHECK_GRACE_MS: '150' };
  scene = await createChatScene({ ...provider.settings, ...impatience });
  const { app, team, ben, slack } = scene;
  provider.authority.redirectUris = [`${app.url}/email/callback`];
  provider.add(address);
  const begun = await ben.mailboxes.begin.mutate({
    provider: provider.id,
    features: ['read', 'send'],
    redirectUri: extensionPage,
  });
  const connected = await ben.mailboxes.finish.mutate(readAnswer(provider.authority.consent(begun.url, address)));
  mailboxId = connected.id;
  const teamId = team.teamId as TeamId;
  const bens = { teamId, mailboxId, ownerUserId: team.ben.userId, mailboxAddress: address };
  mails = await createMailInChat(scene, { bens });
  await consent(ben, slack, 'link-person', 'ben');
});
afterAll(async () => {
  await scene.close();
  await provider.close();
});

interface Mail extends DiscussedMail {
  readonly ts: string;
  /** The line under it that says what became of the answer. */
  line(): string;
}

async function getMail(more: object = {}): Promise<Mail> {
  const discussed = await mails.discuss();
  await mails.receive(mails.anas, { ...discussed.answer, ...more }, { thread: discussed.thread });
  await scene.drain();
  const [mail] = discussed.said();
  return { ...discussed, ts: mail?.ts ?? '', line: () => JSON.stringify(discussed.said().slice(1)) };
}

async function openForm(mail: Mail, more: object = {}): Promise<OpenModal> {
  const press = { channel: mail.channelId, ts: mail.ts, user: 'ben', label: 'Reply to customer', ...more };
  expect(await scene.slack.press(press)).toEqual({ body: {} });
  return scene.slack.waitForModal('ben', 15_000);
}

const wordsOf = (form: OpenModal) => JSON.stringify(form.view.blocks);

async function until(assertion: () => void): Promise<void> {
  const check = async () => {
    await scene.drain();
    assertion();
  };
  await vi.waitFor(check, { timeout: 15_000, interval: 50 });
}

/** Sends what waits in Ben's mailbox, as its job does. */
async function sendAll(): Promise<void> {
  const signal = AbortSignal.timeout(20_000);
  const key = { teamId: scene.team.teamId, mailboxId };
  for (;;) {
    const { rows } = await scene.app.ports.db.execute<{ ms: number | null }>(sql`
      select extract(epoch from min(due_at) - now())::float8 * 1000 as ms from outgoing_mail where state = 'queued'`);
    const ms = rows[0]?.ms ?? null;
    if (ms === null) return;
    await wait(Math.max(0, ms), undefined, { signal });
    await drainMailbox(scene.app.ports, key, signal);
  }
}

async function countOutgoing(): Promise<number> {
  const { rows } = await scene.app.ports.db.execute<{ count: number }>(sql`
    select count(*)::int as count from outgoing_mail`);
  return rows[0]?.count ?? -1;
}

test('an answer goes to whom the form names, from the account it names, once, and the thread says what became of it', async () => {
  const mail = await getMail();
  await scene.ben.mailboxes.setSignature.mutate({ mailboxId, body: '**Ben** of Northwind' });
  const form = await openForm(mail);
  expect(wordsOf(form)).toContain('To: Marta Weiss <marta@weiss-tools.example>');
  expect(wordsOf(form)).toContain(`"text":"${address}"`);
  const [first, second] = [{ ...form, view: form.view }, form];
  const text = 'Dear Marta,\n\n1. it *left* today <today> & on time.\n\nBen';
  expect(await scene.slack.submit(first, { text })).toEqual({ body: { response_action: 'clear' } });
  expect(await scene.slack.submit(second, { text })).toEqual({ body: { response_action: 'clear' } });
  await until(() => expect(mail.line()).toContain(`Ben Okafor answers Marta Weiss from ${address}`));
  await sendAll();
  await until(() => expect(mail.line()).toContain('Ben Okafor answered the customer.'));
  expect(mail.said()).toHaveLength(2);
  const [sent, ...more] = provider.sent;
  expect(more).toEqual([]);
  const read = readEmail(sent?.raw ?? Buffer.alloc(0));
  expect([read.to, read.cc, read.bcc].flat().map((person) => person.address)).toEqual(['marta@weiss-tools.example']);
  expect(read.text).toContain('1. it *left* today <today> & on time.');
  expect(read.text).toMatch(/on time\.\s+Ben\s+-- \s*Ben of Northwind/);
  expect(read.text).toContain('> Could you send us a quote');
  expect(read.html).toContain('1. it *left* today &lt;today&gt; &amp; on time.');
  // The same mail, found in the mailbox, is no second line.
  await mails.receive(
    mails.bens,
    { ...mail.answer, id: read.messageId, from: `Ben <${address}>`, to: 'Marta <marta@weiss-tools.example>' },
    { labels: ['sent'] },
  );
  await scene.drain();
  expect(mail.said()).toHaveLength(2);
});

test('what was sent from the sidebar shows as the same line', async () => {
  const mail = await getMail();
  const { db } = scene.app.ports;
  const { rows } = await db.execute<{ id: string; place: string }>(sql`
    select e.id, e.correspondence_id as place from chat_mail m join email e on e.id = m.email_id
    order by m.created_at desc limit 1`);
  const [{ id, place } = { id: '', place: '' }] = rows;
  const prepared = await scene.ben.outgoingMail.prepare.query({ kind: 'reply', emailId: id as never });
  const { to, cc, subject } = prepared;
  await scene.ben.outgoingMail.send.mutate({
    id: crypto.randomUUID() as never,
    kind: 'reply',
    emailId: id as never,
    correspondenceId: place as never,
    mailboxId,
    to,
    cc,
    bcc: [],
    subject,
    body: 'From beside the mail.',
    withQuote: true,
  });
  await scene.drain();
  expect(mail.said()).toHaveLength(1);
  await sendAll();
  await until(() => expect(mail.line()).toContain('Ben Okafor answered the customer.'));
});

test('the form says first that newer mail came and that a file is missing, and keeps what was written', async () => {
  const mail = await getMail({ to: `${address}, Carl <carl@weiss-tools.example>` });
  const before = await countOutgoing();
  const form = await openForm(mail);
  expect(wordsOf(form)).toContain(
    'Everybody: Marta Weiss <marta@weiss-tools.example>, Carl <carl@weiss-tools.example>',
  );
  await mails.receive(mails.anas, { ...mail.answer, date: new Date(Date.now() + 60_000) }, { thread: mail.thread });
  const text = 'Please find the plan attached.';
  await scene.slack.submit(form, { text, kind: 'reply-all' });
  expect(wordsOf(form)).toContain('A newer e-mail from Marta Weiss has arrived.');
  expect(wordsOf(form)).toContain('The text speaks of a file.');
  expect(wordsOf(form)).toContain(text);
  expect(await countOutgoing()).toBe(before);
  expect(await scene.slack.submit(form, { kind: 'reply-all' })).toEqual({ body: { response_action: 'clear' } });
  // Taken back in time, it is a draft and goes nowhere.
  await until(() => expect(mail.line()).toContain('Undo'));
  const line = mail.said().find(({ blocks }) => JSON.stringify(blocks).includes('Undo'));
  await scene.slack.press({ channel: mail.channelId, ts: line?.ts ?? '', user: 'ben', label: 'Undo' });
  await until(() => expect(mail.line()).toContain('took the answer back: nothing was sent'));
  const sent = provider.sent.length;
  await sendAll();
  expect(provider.sent).toHaveLength(sent);
});

test('one that the provider refuses says so in the thread, and why', async () => {
  const mail = await getMail();
  const form = await openForm(mail);
  provider.faults.next(provider.methods.send, { status: 400 });
  await scene.slack.submit(form, { text: 'It left.' });
  await sendAll();
  await until(() => expect(mail.line()).toMatch(/Ben Okafor’s answer was not sent\. .*refused/));
});

test('a form opens for whoever may send alone, and only right after the press', async () => {
  const mail = await getMail();
  const press = { channel: mail.channelId, ts: mail.ts, label: 'Reply to customer' };
  const allow = (features: string) =>
    scene.app.ports.db.execute(sql`update mailbox set features = ${features}::text[] where id = ${mailboxId}`);
  await allow('{read}');
  await scene.slack.press({ ...press, user: 'ben' });
  await vi.waitFor(
    () => expect(scene.slack.whispersTo('ben').at(-1)).toContain('no mailbox here that may send'),
    15_000,
  );
  await scene.slack.press({ ...press, user: 'ana' });
  await vi.waitFor(() => expect(scene.slack.whispersTo('ana').at(-1)).toContain('Link your Slack account'), 15_000);
  await allow('{read,send}');
  await scene.slack.press({ ...press, user: 'ben', ageMs: 3_500 });
  await vi.waitFor(() => expect(scene.slack.whispersTo('ben').at(-1)).toContain('Slack did not open the form'), 15_000);
});

test('what is said in the thread never leaves, whatever it looks like', async () => {
  const mail = await getMail();
  const [before, sent] = [await countOutgoing(), provider.sent.length];
  const said = [
    '@customer reply: we agree',
    'Reply to customer',
    '/reply marta@weiss-tools.example yes',
    'To: marta@weiss-tools.example\n\nyes',
  ];
  for (const text of said) scene.slack.say({ channel: mail.channelId, user: 'ben', text, threadTs: mail.rootTs });
  await scene.slack.waitUntilEventsSettled(15_000);
  const read = async () => {
    const { rows } = await scene.app.ports.db.execute<{ body: string }>(sql`
      select body from message where discussion_id = ${mail.discussionId} and origin = 'chat'`);
    expect(rows).toHaveLength(said.length);
  };
  await vi.waitFor(read, 15_000);
  await scene.drain();
  await sendAll();
  expect([await countOutgoing(), provider.sent.length]).toEqual([before, sent]);
});
