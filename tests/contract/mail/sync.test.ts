import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { createHold } from '#server/platform/files/hold-bytes.ts';
import { providers, type Account, type Provider } from '#tests/support/mail-accounts.ts';
import { startMailOffice, type MailOffice } from '#tests/support/mail-office.ts';
import { writeMail, type MailTeam } from '#tests/support/mail-team.ts';
import type { TestApp } from '#tests/support/test-app.ts';

/** Waits pass so much faster, here and at the stand-ins. */
const clockScale = 50;
const hourMs = 60 * 60 * 1000;

interface CopyRow extends Record<string, unknown> {
  readonly id: string;
  readonly is_read: boolean;
  readonly is_gone: boolean;
}

/** Private mail that is gone leaves nothing behind, shared mail a copy that is known to be gone. */
function isGone(copy: CopyRow | undefined): boolean {
  return copy === undefined || copy.is_gone;
}

describe.each(Object.entries(providers))('syncing %s', (name, createProvider) => {
  let office: MailOffice;
  let provider: Provider;
  let app: TestApp;
  let team: MailTeam;
  let count = 0;

  beforeAll(async () => {
    office = await startMailOffice(createProvider, { clockScale });
    ({ provider, app, team } = office);
  });
  afterAll(() => office.close());

  function addAccount(): Account {
    count += 1;
    return provider.add(`box${count}@${name}.example`);
  }

  async function connect(account: Account): Promise<Mailbox> {
    const { authority } = provider;
    return team.connect(team.olga, provider.id, { authority, address: account.address });
  }

  async function connectAndSync(account: Account): Promise<Mailbox> {
    return synced(await connect(account));
  }

  function synced({ id }: Mailbox): Promise<Mailbox> {
    return team.until(team.olga, id, ({ sync }) => sync.phase === 'following' && sync.waiting === 0);
  }

  async function copies(mailbox: Mailbox): Promise<ReadonlyMap<string, CopyRow>> {
    const { rows } = await app.ports.db.execute<CopyRow>(sql`
      select provider_message_id as id, is_read, deleted_at is not null as is_gone from email_copy
      where team_id = ${team.teamId} and mailbox_id = ${mailbox.id}`);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** For whoever reads of a failure. */
  async function describeItem(mailbox: Mailbox, id: string): Promise<string> {
    const { rows } = await app.ports.db.execute(sql`
      select i.*, m.cursor, m.listing, m.list_round, m.held_until, m.trouble_count from mailbox_item i
      join mailbox m on m.team_id = i.team_id and m.id = i.mailbox_id
      where i.team_id = ${team.teamId} and i.mailbox_id = ${mailbox.id} and i.provider_id = ${id}`);
    return JSON.stringify(rows[0]);
  }

  /** Until the copy is as wished, as the team's side has it. */
  async function untilCopy(
    mailbox: Mailbox,
    id: string,
    isMeant: (copy: CopyRow | undefined) => boolean,
  ): Promise<void> {
    for (const deadline = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 25))) {
      const copy = (await copies(mailbox)).get(id);
      if (isMeant(copy)) return;
      if (Date.now() > deadline)
        throw new Error(`the copy is ${JSON.stringify(copy)}, ${await describeItem(mailbox, id)}`);
    }
  }

  test('stores the window’s mail once each, the newest first, and leaves spam where it is', async () => {
    const account = addAccount();
    const ids = Array.from({ length: 80 }, (_, age) => account.deliver({ ageMs: age * hourMs }));
    account.deliver({ ageMs: 400 * 24 * hourMs });
    account.deliver({ isSpam: true });
    const before = provider.reads.length;
    const mailbox = await connectAndSync(account);
    expect(mailbox.sync).toMatchObject({ known: 80, stored: 80, failed: 0, estimate: null });
    expect([...(await copies(mailbox)).keys()].toSorted()).toEqual(ids.toSorted());
    const reads = provider.reads.slice(before);
    expect(reads).toHaveLength(80);
    const firstReads = reads.slice(0, 10).map((id) => ids.indexOf(id));
    expect(Math.max(...firstReads)).toBeLessThan(20);
    expect(provider.metered(account.address).refused).toBe(0);
  });

  test('follows new mail, reading, the bin and back, and deletion', async () => {
    const account = addAccount();
    const [first = '', second = '', third = ''] = [1, 2, 3].map((age) => account.deliver({ ageMs: age * hourMs }));
    const mailbox = await connectAndSync(account);
    const fresh = account.deliver();
    await untilCopy(mailbox, fresh, (copy) => copy?.is_read === false);
    account.markRead(first);
    await untilCopy(mailbox, first, (copy) => copy?.is_read === true);
    account.moveToTrash(second);
    await untilCopy(mailbox, second, isGone);
    account.takeBack(second);
    await untilCopy(mailbox, second, (copy) => !isGone(copy));
    account.remove(third);
    await untilCopy(mailbox, third, isGone);
  });

  test('asks every so often where nobody tells', async () => {
    const account = addAccount();
    const mailbox = await connectAndSync(account);
    await team.as(team.olga).mailboxes.change.mutate({ mailboxId: mailbox.id, settings: { syncIntervalMinutes: 1 } });
    provider.weather({ lost: 1, repeated: 0, random: () => 0 });
    const fresh = account.deliver();
    await untilCopy(mailbox, fresh, (copy) => copy !== undefined);
    provider.weather({ lost: 0, repeated: 0, random: () => 0.5 });
  });

  test('refills what happened while changes were forgotten, and reads nothing again', async () => {
    const account = addAccount();
    const ids = Array.from({ length: 30 }, (_, age) => account.deliver({ ageMs: (age + 1) * hourMs }));
    const mailbox = await connectAndSync(account);
    const api = team.as(team.olga);
    await api.mailboxes.change.mutate({ mailboxId: mailbox.id, isPaused: true });
    const before = provider.reads.length;
    const { units } = provider.metered(account.address);
    const fresh = [account.deliver(), account.deliver()];
    const [gone = '', read = '', binned = ''] = ids;
    account.remove(gone);
    account.markRead(read);
    account.moveToTrash(binned);
    account.forgetChanges();
    await api.mailboxes.change.mutate({ mailboxId: mailbox.id, isPaused: false });
    await untilCopy(mailbox, gone, isGone);
    await untilCopy(mailbox, binned, isGone);
    await untilCopy(mailbox, read, (copy) => copy?.is_read === true);
    for (const id of fresh) await untilCopy(mailbox, id, (copy) => copy !== undefined);
    await synced(mailbox);
    expect(provider.reads.slice(before).toSorted()).toEqual(fresh.toSorted());
    // Two mails are read and three asked for, not all that are stored.
    expect(provider.metered(account.address).units - units).toBeLessThan(400);
  });

  test('reads further back when asked to, and what is stored no second time', async () => {
    const account = addAccount();
    const young = account.deliver({ ageMs: hourMs });
    const old = account.deliver({ ageMs: 300 * 24 * hourMs });
    const mailbox = await connectAndSync(account);
    expect([...(await copies(mailbox)).keys()]).toEqual([young]);
    const before = provider.reads.length;
    await team.as(team.olga).mailboxes.change.mutate({ mailboxId: mailbox.id, windowDays: 365 });
    await untilCopy(mailbox, old, (copy) => copy !== undefined);
    await synced(mailbox);
    expect(provider.reads.slice(before)).toEqual([old]);
  });

  test('parks a mail that fails, goes on with the others, then shows it with a retry', async () => {
    const account = addAccount();
    const ids = [1, 2, 3, 4].map((age) => account.deliver({ ageMs: age * hourMs }));
    const [bad = ''] = ids;
    provider.faults.next(provider.methods.read, { status: 500 }, { id: bad, times: 6 });
    const mailbox = await connect(account);
    const parked = await team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === 3);
    expect(parked.sync).toMatchObject({ waiting: 1, failed: 0 });
    const shown = await team.until(team.olga, mailbox.id, ({ sync }) => sync.failed === 1, 40_000);
    expect(shown.sync).toMatchObject({ stored: 3, waiting: 0 });
    const api = team.as(team.olga);
    const failed = await api.mailboxes.failed.query({ mailboxId: mailbox.id });
    expect(failed).toMatchObject([{ id: bad, attempts: 6, reason: expect.stringContaining('failed (500)') }]);
    await api.mailboxes.retryFailed.mutate({ mailboxId: mailbox.id });
    await team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === 4 && sync.failed === 0);
  }, 60_000);

  test('keeps a large mail from its file, and shows one that is too large at once', async () => {
    const account = addAccount();
    const usual = app.ports.files.hold;
    const drafts = join(app.ports.config.filesDir, 'drafts');
    const hold = createHold(drafts, { inMemory: 200_000, inAll: 900_000 });
    Object.assign(app.ports.files, { hold });
    const ids = [0, 500_000, 1_000_000].map((size) =>
      account.deliver({ raw: writeMail(account.address) + 'x'.repeat(size) }),
    );
    const mailbox = await connect(account);
    const shown = await team.until(team.olga, mailbox.id, ({ sync }) => sync.stored === 2 && sync.failed === 1);
    Object.assign(app.ports.files, { hold: usual });
    expect(shown.sync.waiting).toBe(0);
    const failed = await team.as(team.olga).mailboxes.failed.query({ mailboxId: mailbox.id });
    expect(failed).toMatchObject([{ id: ids[2], attempts: 1, reason: expect.stringContaining('This mail is larger') }]);
    expect(provider.reads.filter((id) => id === ids[2])).toHaveLength(1);
    expect(await readdir(drafts)).toEqual([]);
  });

  test('leaves the provider alone for as long as it asks', async () => {
    const account = addAccount();
    account.deliver();
    const mailbox = await connectAndSync(account);
    const { address } = account;
    const asked = Promise.withResolvers<{ at: number; calls: number }>();
    const onStruck = () => asked.resolve({ at: Date.now(), calls: provider.metered(address).calls });
    // This mailbox's own call: those of other tests look for changes now and then too.
    provider.faults.next(provider.methods.changes, { status: 429, retryAfterSeconds: 150, onStruck }, { address });
    await team.as(team.olga).mailboxes.check.mutate({ mailboxId: mailbox.id });
    const { at, calls } = await asked.promise;
    await expect.poll(() => provider.metered(account.address).calls).toBeGreaterThan(calls);
    expect(Date.now() - at).toBeGreaterThan((150_000 / clockScale) * 0.6);
  }, 60_000);

  test('is paused and resumed', async () => {
    const account = addAccount();
    const mailbox = await connectAndSync(account);
    const api = team.as(team.olga);
    const paused = await api.mailboxes.change.mutate({ mailboxId: mailbox.id, isPaused: true });
    expect(paused.isPaused).toBe(true);
    await team.untilQuiet(mailbox.id);
    const { calls } = provider.metered(account.address);
    const fresh = account.deliver();
    await api.mailboxes.check.mutate({ mailboxId: mailbox.id });
    await team.untilQuiet(mailbox.id);
    expect(provider.metered(account.address).calls).toBe(calls);
    await api.mailboxes.change.mutate({ mailboxId: mailbox.id, isPaused: false });
    await untilCopy(mailbox, fresh, (copy) => copy !== undefined);
  });

  test('takes an opened thread before all that waits', async () => {
    const account = addAccount();
    for (let age = 1; age <= 30; age += 1) account.deliver({ ageMs: age * hourMs });
    const threadId = name === 'gmail' ? '18cabc' : 'AAQkthread=';
    const old = account.deliver({ ageMs: 100 * hourMs, threadId });
    // The list is held back until the sync is paused: then all of it waits, and nothing is fetched.
    const isPaused = Promise.withResolvers<void>();
    provider.faults.next(
      provider.methods.list,
      { status: 'held', until: isPaused.promise },
      { address: account.address },
    );
    const mailbox = await connect(account);
    const api = team.as(team.olga);
    await api.mailboxes.change.mutate({ mailboxId: mailbox.id, isPaused: true });
    isPaused.resolve();
    await team.untilQuiet(mailbox.id);
    expect((await copies(mailbox)).has(old)).toBe(false);
    await app.ports.db.execute(sql`
      update mailbox set is_paused = false where team_id = ${team.teamId} and id = ${mailbox.id}`);
    const before = provider.reads.length;
    const opened = { provider: provider.id, address: account.address, threadId };
    expect(await api.mailboxes.openThread.mutate(opened)).toEqual({ waiting: 1 });
    await untilCopy(mailbox, old, (copy) => copy !== undefined);
    expect(provider.reads.slice(before).indexOf(old)).toBe(0);
  });
});
