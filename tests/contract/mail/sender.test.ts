import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OutgoingDraft, OutgoingFile, OutgoingMail, OutgoingState } from '#shared/contract/outgoing-mail.ts';
import type { Email } from '#shared/contract/email.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { readEmail } from '#server/domain/emails/mime/read-email.ts';
import { signatureBlock } from '#shared/email/signature-block.ts';
import { headersOf } from '#tests/support/mail-headers.ts';
import { createMailTeam, writeMail, type MailClient, type MailTeam } from '#tests/support/mail-team.ts';
import { providers, type Account, type Provider } from '#tests/support/mail-accounts.ts';
import { shareEverything } from '#tests/support/mail-source.ts';
import { createOutgoingDraft } from '#tests/support/outgoing-draft.ts';
import { startTestApp, type TestApp } from '#tests/support/test-app.ts';
import { checkNewMail } from './new-mail.ts';
import { checkBounces } from './bounces.ts';
import { checkSendingByProgram } from './sending-by-program.ts';

/** Ten seconds of undoing are a fifth of one. */
const clockScale = 50;
const address = 'support@larkfield.example';

const filesOf = (raw: Buffer | undefined) =>
  readEmail(raw ?? Buffer.alloc(0))
    .attachments.map(({ filename, sha256 }) => [filename, sha256])
    .toSorted();
const sendingTo = (to: string) => ({ to: [{ name: '', address: to }] });
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe.each(Object.entries(providers))('mail from %s', (_name, createProvider) => {
  let provider: Provider;
  let app: TestApp;
  let team: MailTeam;
  let account: Account;
  let mailbox: Mailbox;
  let api: MailClient;
  let asked: Email;

  beforeAll(async () => {
    provider = await createProvider({ clockScale });
    const impatience = { MAIL_TIMEOUT_MS: '1000', MAIL_CHECK_GRACE_MS: '150', CLOCK_SCALE: String(clockScale) };
    app = await startTestApp({ env: { ...provider.settings, ...impatience } });
    team = await createMailTeam(app);
    api = team.as(team.olga);
    account = provider.add(address);
    const features = ['read', 'send'] as const;
    mailbox = await team.connect(team.olga, provider.id, { ...provider, address, features: [...features] });
    await shareEverything(app.ports.db, { ...mailboxOf(), mailboxAddress: address });
    account.deliver({ raw: writeMail(address, { subject: 'Größe der Bänke' }), threadId: 'thread-of-benches' });
    await api.mailboxes.check.mutate({ mailboxId: mailbox.id });
    await team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === 1);
    asked = await firstMail();
  });
  afterAll(async () => {
    await team.close();
    await app.close();
    await provider.close();
  });

  function mailboxOf() {
    return { teamId: team.teamId, mailboxId: mailbox.id, ownerUserId: team.olga.userId };
  }

  /** The mail that is answered, once it is shared. */
  async function firstMail(): Promise<Email> {
    for (const deadline = Date.now() + 30_000; ; await wait(20)) {
      const [card] = (await api.correspondences.list.query({ view: 'all' })).cards;
      const found = card === undefined ? undefined : await api.correspondences.get.query({ id: card.id });
      const [first] = found?.emails ?? [];
      if (first !== undefined) return first;
      if (Date.now() > deadline) throw new Error('the mail was not shared');
    }
  }

  function answer(fields: Partial<OutgoingDraft> = {}): OutgoingDraft {
    return createOutgoingDraft({
      emailId: asked.id,
      correspondenceId: asked.correspondenceId,
      mailboxId: mailbox.id,
      subject: 'Re: Größe der Bänke',
      ...fields,
    });
  }

  async function until(id: OutgoingMail['id'], state: OutgoingState): Promise<OutgoingMail> {
    for (const deadline = Date.now() + 30_000; ; await wait(20)) {
      const mail = await api.outgoingMail.get.query({ id });
      if (mail.state === state) return mail;
      if (Date.now() > deadline) throw new Error(`it is ${JSON.stringify(mail)}`);
    }
  }

  const sentOf = ({ id }: { id: string }) =>
    provider.sent.filter(({ raw }) => headersOf(raw).get('x-sidethread-id') === id).map(({ raw }) => raw);

  test('goes out in its thread, as correct MIME, and comes back as mail of the correspondence', async () => {
    const prepared = await api.outgoingMail.prepare.query({ kind: 'reply', emailId: asked.id });
    expect(prepared).toMatchObject({ mailboxId: mailbox.id, subject: 'Re: Größe der Bänke' });
    expect(prepared.to).toEqual([{ name: 'Marta Weiss', address: 'marta@weiss-tools.example' }]);
    const draft = answer({
      to: prepared.to,
      bcc: [{ name: 'Büro', address: 'office@bücher.example' }],
      body: 'Liebe Marta,\n\n**180 cm**, siehe https://larkfield.example/bench\n- Eiche\n- Lärche <b>roh</b> ![](https://spy.example/x.png)',
    });
    expect((await api.outgoingMail.send.mutate(draft)).state).toBe('queued');
    const sent = await until(draft.id, 'sent');
    expect(sent.history.map(({ state, by }) => [state, by?.name])).toEqual([
      ['draft', 'Olga'],
      ['queued', 'Olga'],
      ['sent', undefined],
    ]);
    const [raw = Buffer.alloc(0), ...more] = sentOf(draft);
    expect(more).toEqual([]);
    const source = raw.toString('latin1');
    const original = /Message-ID: (<.+>)/.exec(writeOriginal())?.[1];
    expect(source).toContain('Content-Transfer-Encoding: quoted-printable');
    expect(source).toMatch(/^[\t\r\n -~]*$/);
    const mail = readEmail(raw);
    expect(mail.subject).toBe('Re: Größe der Bänke');
    expect(mail.from).toEqual([{ name: 'Olga', address }]);
    expect(mail.bcc.map((person) => person.address)).toEqual(['office@xn--bcher-kva.example']);
    expect(mail.text).toMatch(/^Liebe Marta,\s+180 cm, siehe https:\/\/larkfield.example\/bench\s+- Eiche/);
    expect(mail.text).toContain('> Hello, this is mail');
    expect(source.replace(/\r\n /g, ' ')).toMatch(new RegExp(`In-Reply-To: ${original ?? ''}`));
    expect(mail.html).toContain('<strong>180 cm</strong>');
    expect(mail.html).toContain('<a href="https://larkfield.example/bench">');
    expect(mail.html).toContain('<li>Eiche</li>');
    expect(mail.html).not.toMatch(/<b>|<img|<script/);

    await team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === 2);
    const { emails } = await api.correspondences.get.query({ id: asked.correspondenceId });
    expect(emails.map(({ direction }) => direction)).toEqual(['in', 'out']);
    const [listed] = await api.outgoingMail.list.query({ correspondenceId: asked.correspondenceId });
    expect(listed).toMatchObject({ state: 'sent', sentEmailId: emails[1]?.id, from: address });
  });

  /** The mail that is answered, as the account got it. */
  function writeOriginal(): string {
    return `Message-ID: <mail-${/mail (\d+)/.exec(asked.visibleText)?.[1] ?? ''}-${process.pid}@weiss-tools.example>`;
  }

  /** Runs `act` while no call can be made for the mailbox: the turn that its calls take is taken. */
  function beforeAnyCall(act: () => Promise<void>): Promise<void> {
    return app.ports.db.transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`mailbox-spending:${mailbox.id}`}, 0))`);
      await act();
    });
  }

  test('is signed below the answer and above the quote, and a signature alone is no text', async () => {
    await api.mailboxes.setSignature.mutate({ mailboxId: mailbox.id, body: 'Olga\n**Larkfield**' });
    const { mailboxes } = await api.outgoingMail.prepare.query({ kind: 'reply', emailId: asked.id });
    const block = signatureBlock(mailboxes[0]?.signature ?? '');
    await expect(api.outgoingMail.send.mutate(answer({ body: block }))).rejects.toThrow('no text yet');
    const draft = answer({ body: `Dear Marta,${block}` });
    await api.outgoingMail.send.mutate(draft);
    await until(draft.id, 'sent');
    const mail = readEmail(sentOf(draft)[0] ?? Buffer.alloc(0));
    expect(mail.text).toMatch(/^Dear Marta,\s+-- \nOlga\nLarkfield\s+On .* wrote:/);
    expect(mail.html).toMatch(/Dear Marta,.*--<br \/>\s*Olga<br \/>\s*<strong>Larkfield<\/strong>.*<blockquote/s);
    await api.mailboxes.setSignature.mutate({ mailboxId: mailbox.id, body: ' ' });
    expect((await api.mailboxes.signature.query({ mailboxId: mailbox.id })).body).toBe('');
  });

  test('is sent by a program once per key, as it wrote it, with files, and for its own person alone', () =>
    checkSendingByProgram({ app, team, mailboxId: mailbox.id, provider }));

  test('begins a correspondence when nothing is answered, and waits for its moment', () =>
    checkNewMail({ app, team, mailboxId: mailbox.id, provider }));

  test('that comes back is said to have failed by its own mailbox’s reports alone, and is not sent again as it is', () =>
    checkBounces({
      app,
      team,
      account,
      mailboxId: mailbox.id,
      draft: answer(),
      until,
      rawOf: (id) => sentOf({ id })[0],
    }));

  test('can be taken back before the provider has it, and never after', async () => {
    const draft = answer();
    await beforeAnyCall(async () => {
      await api.outgoingMail.send.mutate(draft);
      expect((await api.outgoingMail.undo.mutate({ id: draft.id })).state).toBe('draft');
    });
    await team.untilQuiet(mailbox.id);
    expect(sentOf(draft)).toEqual([]);
    await api.outgoingMail.send.mutate({ ...draft, body: 'Better words.' });
    await until(draft.id, 'sent');
    await expect(api.outgoingMail.undo.mutate({ id: draft.id })).rejects.toThrow('too late');
    await expect(api.outgoingMail.save.mutate(draft)).rejects.toThrow('on its way');
    expect(sentOf(draft)).toHaveLength(1);
    expect(sentOf(draft)[0]?.toString()).toContain('Better words.');
  });

  test('asked for twice goes out once', async () => {
    const draft = answer();
    await Promise.all([api.outgoingMail.send.mutate(draft), api.outgoingMail.send.mutate(draft)]);
    await until(draft.id, 'sent');
    expect((await api.outgoingMail.send.mutate(draft)).state).toBe('sent');
    expect(sentOf(draft)).toHaveLength(1);
  });

  test('goes out once when answers are lost, connections break, and the provider fails or is busy', async () => {
    const faults = [
      { status: 'lose' },
      { status: 'drop' },
      { status: 'late', lateMs: 100 },
      { status: 500 },
      { status: 429, retryAfterSeconds: 5 },
    ] as const;
    const drafts = faults.map(() => answer());
    for (const fault of faults) provider.faults.next(provider.methods.send, fault);
    await Promise.all(drafts.map((draft) => api.outgoingMail.send.mutate(draft)));
    await Promise.all(drafts.map(({ id }) => until(id, 'sent')));
    expect(drafts.map((draft) => sentOf(draft).length)).toEqual([1, 1, 1, 1, 1]);
  });

  /** Stores a file as the extension does. */
  async function upload(name: string, bytes: Buffer<ArrayBuffer>): Promise<OutgoingFile> {
    const headers = {
      authorization: `Bearer ${team.olga.token}`,
      'x-sidethread-team': team.teamId,
      'x-file-name': encodeURIComponent(name),
      'content-type': 'application/octet-stream',
    };
    const answered = await fetch(`${app.url}/files`, { method: 'POST', headers, body: bytes });
    const { fileId } = (await answered.json()) as { fileId: OutgoingFile['fileId'] };
    return { fileId, name, size: bytes.length };
  }

  test('takes its files along, large ones too, once, when laying them down is cut off', async () => {
    const small = randomBytes(20_000);
    const large = randomBytes(4_500_000);
    const files = [await upload('Maße.txt', small), await upload('plan.pdf', large)];
    const draft = answer({ files });
    provider.faults.next('attach', { status: 'drop' });
    await api.outgoingMail.send.mutate(draft);
    const sent = await until(draft.id, 'sent');
    expect(sent.files).toEqual(files);
    expect(sentOf(draft)).toHaveLength(1);
    expect(filesOf(sentOf(draft)[0])).toEqual([
      ['Maße.txt', sha256(small)],
      ['plan.pdf', sha256(large)],
    ]);
  });

  test('carries no file that its writer may not give away, and not more than a mail can', async () => {
    const theirs = await upload('theirs.txt', Buffer.from('x'));
    const piet = team.as(team.piet);
    await expect(piet.outgoingMail.save.mutate(answer({ mailboxId: null, files: [theirs] }))).rejects.toThrow(
      'no longer there',
    );
    const heavy = await Promise.all([1, 2].map((n) => upload(`${n}.bin`, Buffer.alloc(13 * 1024 * 1024, n))));
    await expect(api.outgoingMail.send.mutate(answer({ files: heavy }))).rejects.toThrow('25 MB in all');
  });

  test('says what is wrong when it can not be sent, and keeps the draft', async () => {
    const draft = answer();
    provider.faults.next(provider.methods.send, { status: 400 });
    await api.outgoingMail.send.mutate(draft);
    const failed = await until(draft.id, 'failed');
    expect(failed.problem).toMatch(/refused.*not sent and is kept/s);
    expect(failed.body).toBe(draft.body);
    // Nothing of it is left lying in the mailbox.
    await expect.poll(() => provider.countDrafts(address)).toBe(0);
    await api.outgoingMail.retry.mutate({ id: draft.id });
    await until(draft.id, 'sent');
    expect(sentOf(draft)).toHaveLength(1);
  });

  test('that was refused and is written anew goes out as it is now', async () => {
    const draft = answer();
    provider.faults.next(provider.methods.send, { status: 400 });
    await api.outgoingMail.send.mutate(draft);
    await until(draft.id, 'failed');
    const to = [{ name: 'Marta Weiss', address: 'office@weiss-tools.example' }];
    await api.outgoingMail.send.mutate({ ...draft, to, body: 'Other words.' });
    await until(draft.id, 'sent');
    const [raw = Buffer.alloc(0), ...more] = sentOf(draft);
    expect(more).toEqual([]);
    expect(readEmail(raw)).toMatchObject({ to, text: expect.stringContaining('Other words.') });
  });

  test('of which nobody knows whether it went out is not written anew, sent by a new wish, handed over or hidden', async () => {
    const draft = answer();
    await api.outgoingMail.save.mutate(draft);
    for (const state of ['queued', 'unknown'])
      await app.ports.db.execute(sql`
        update outgoing_mail set state = ${state}, message_id = ${`${draft.id}@larkfield.example`} where team_id = ${team.teamId} and id = ${draft.id}`);
    const tries = [
      () => api.outgoingMail.save.mutate({ ...draft, body: 'Other words.' }),
      () => api.outgoingMail.send.mutate({ ...draft, body: 'Other words.' }),
      () => api.outgoingMail.discard.mutate({ id: draft.id }),
      () => team.as(team.piet).outgoingMail.takeOver.mutate({ id: draft.id }),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toThrow('not known whether this e-mail went out');
    expect(await api.outgoingMail.get.query({ id: draft.id })).toMatchObject({ state: 'unknown', body: draft.body });
    await api.outgoingMail.retry.mutate({ id: draft.id });
    await until(draft.id, 'sent');
    expect(sentOf(draft)).toHaveLength(1);
  });

  test('with what can not be sent is refused by a sentence, and kept as it was written', async () => {
    const many = Array.from({ length: 200 }, (_, n) => ({ name: '', address: `person-${n}@weiss-tools.example` }));
    const bad: [Partial<OutgoingDraft>, string][] = [
      [{ to: many }, 'can have 100 recipients, and this has 200'],
      [{ to: many.slice(0, 60), bcc: many.slice(60, 120) }, 'can have 100 recipients, and this has 120'],
      [{ to: [] }, 'Say who gets this e-mail'],
      [sendingTo('marta@'), '“marta@” is not an e-mail address'],
      [sendingTo('jörg@weiss-tools.example'), 'letters before the @ that can’t be sent to'],
      [{ body: ' \n ' }, 'no text yet'],
    ];
    for (const [fields, sentence] of bad) {
      const draft = answer(fields);
      await api.outgoingMail.save.mutate(draft);
      await expect(api.outgoingMail.send.mutate(draft)).rejects.toThrow(sentence);
      expect(await api.outgoingMail.get.query({ id: draft.id })).toMatchObject({ ...fields, state: 'draft' });
      expect(sentOf(draft)).toEqual([]);
    }
  });

  test('whose consent ends in mid-send says so', async () => {
    const draft = answer();
    await beforeAnyCall(async () => {
      await api.outgoingMail.send.mutate(draft);
      provider.authority.removeScope(address, provider.sendScope);
    });
    const failed = await until(draft.id, 'failed');
    expect(failed.problem).toMatch(/Allow sending, then try again/);
    expect(sentOf(draft)).toEqual([]);
  });
});
