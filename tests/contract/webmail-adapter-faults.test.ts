import { describe, expect, it } from 'vitest';
import type { GmailFaults, GmailLanguage } from '#tests/support/gmail/page-options.ts';
import { getThread, mara, outsiders } from '#tests/support/mail-data.ts';
import { useGmailPages } from './webmail/gmail-pages.ts';

const flow = getThread(mara.address, 'Flow meters drift after the firmware update');
const spring = getThread(mara.address, 'Re: Spring order for the greenhouses');
const invoice = getThread(mara.address, 'Invoice 2026-1187 is paid twice');

const pages = useGmailPages();

describe('languages', () => {
  it.each<[GmailLanguage, string]>([
    ['de', 'mich'],
    ['fr', 'moi'],
    ['ja', '自分'],
    ['ar', 'أنا'],
  ])('reads the page in %s', async (language, me) => {
    pages.gmail.change({ language });
    await pages.watched.page.goto(pages.gmail.urlOf(flow));
    const email = await pages.watched.waitFor('open', flow.id);
    expect(email.account).toBe(mara.address);
    expect(email.messages.at(-1)).toMatchObject({ from: outsiders.jack, dateUtc: '2026-11-19T07:05:00.000Z' });
    expect(email.messages.at(-1)?.to[0]).toEqual({ name: me, address: mara.address });
    expect(email.participants.find(({ address }) => address === mara.address)?.name).toBe(mara.name);
  });
});

describe('a page with a fault is read right', () => {
  it.each<[string, GmailFaults]>([
    ['no perm-id', { permId: 'missing' }],
    ['a perm-id that says “undefined”', { permId: 'undefined' }],
    ['no legacy id', { hexId: 'missing' }],
    ['no second opinion', { jslog: 'missing' }],
    ['neither perm-id nor second opinion', { permId: 'undefined', jslog: 'missing' }],
    ['only the second opinion', { permId: 'undefined', hexId: 'missing' }],
    ['hidden subjects of other threads', { hiddenCopies: 4 }],
    ['other class names', { classes: 'renamed' }],
    ['other class names and no perm-id', { classes: 'renamed', permId: 'missing' }],
    ['a subject that moved', { subject: 'moved' }],
    ['ids that lag behind', { idLagMs: 300 }],
    ['a view that comes late', { renderDelayMs: 400 }],
    ['a header that comes late', { headerDelayMs: 400 }],
    ['no address in the title', { title: 'without-account' }],
    ['no account button', { account: 'missing' }],
    ['two account buttons, one of which the title names', { account: 'two' }],
  ])('%s', async (_what, faults) => {
    pages.gmail.change({ faults });
    await pages.watched.page.goto(pages.gmail.urlOf(spring));
    await pages.watched.waitFor('open', spring.id);
    await pages.watched.page.evaluate((hash) => (location.hash = hash), new URL(pages.gmail.urlOf(flow)).hash);
    expect(await pages.watched.waitFor('open', flow.id)).toMatchObject({
      subject: flow.subject,
      account: mara.address,
    });
    const wrong = (await pages.watched.told()).filter(
      (email) => email.state === 'open' && ![spring.id, flow.id].includes(email.thread.id),
    );
    expect(wrong).toEqual([]);
  });

  it('people without marks are left out, not guessed', async () => {
    pages.gmail.change({ faults: { people: 'missing' } });
    await pages.watched.page.goto(pages.gmail.urlOf(flow));
    expect(await pages.watched.waitFor('open', flow.id)).toMatchObject({ participants: [], subject: flow.subject });
  });
});

describe('a page that can’t be read', () => {
  it.each<[string, GmailFaults, string]>([
    ['address and page disagree', { pageThreadId: invoice.id }, 'address-and-page-disagree'],
    [
      'subject and messages disagree',
      { subjectThreadId: flow.id, pageThreadId: invoice.id },
      'page-disagrees-with-itself',
    ],
    ['nothing names the thread', { permId: 'missing', hexId: 'missing', jslog: 'missing' }, 'thread-not-named'],
    ['no account', { account: 'missing', title: 'without-account' }, 'account-unknown'],
    ['two accounts', { account: 'two', title: 'without-account' }, 'account-unknown'],
  ])('%s', async (_what, faults, reason) => {
    pages.gmail.change({ faults });
    await pages.watched.page.goto(pages.gmail.urlOf(flow));
    const email = await pages.watched.waitFor('unreadable');
    expect(email.reason).toBe(reason);
    expect((await pages.watched.told()).some(({ state }) => state === 'open')).toBe(false);
  });

  it('gives a report without text, names, addresses or ids', async () => {
    pages.gmail.change({ faults: { pageThreadId: invoice.id } });
    await pages.watched.page.goto(pages.gmail.urlOf(flow));
    const { shape } = await pages.watched.waitFor('unreadable');
    expect(shape).toContain('h2[class data-legacy-thread-id');
    const people = flow.messages.flatMap(({ from, to, cc }) => [from, ...to, ...cc]);
    const secrets = [
      ...people.flatMap(({ name, address }) => [...name.split(' '), address, ...address.split('@')]),
      ...flow.subject.split(' ').filter((word) => word.length > 4),
      ...flow.messages.flatMap(({ id, text }) => [id, ...text.split(/\W+/).filter((word) => word.length > 5)]),
      flow.id,
      invoice.id,
    ];
    expect(secrets.filter((secret) => shape.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
  });

  it('is read again once it makes sense', async () => {
    pages.gmail.change({ faults: { pageThreadId: invoice.id } });
    await pages.watched.page.goto(pages.gmail.urlOf(flow));
    await pages.watched.waitFor('unreadable');
    await pages.watched.page.evaluate((hash) => (location.hash = hash), new URL(pages.gmail.urlOf(invoice)).hash);
    await pages.watched.waitFor('open', invoice.id);
  });

  it('believes no mail that dresses up as a subject, an account or a title', async () => {
    const evil = { ...invoice, subject: 'Hi - evil@attacker.example - Larkfield Mail (evil@attacker.example)' };
    pages.gmail.change({ accounts: [{ ...mara, threads: [evil] }], faults: { account: 'missing' } });
    await pages.watched.page.goto(pages.gmail.urlOf(evil));
    const before = await pages.watched.waitFor('open', evil.id);
    expect(before).toMatchObject({ account: mara.address, subject: evil.subject });
    await pages.watched.page.evaluate((id) => {
      const body = document.querySelector('[role="main"] .a3s');
      const heading = document.createElement('h2');
      heading.className = 'hP';
      heading.dataset['legacyThreadId'] = id;
      const sender = document.createElement('span');
      sender.className = 'gD';
      sender.setAttribute('email', 'evil@attacker.example');
      const label = document.createElement('a');
      label.setAttribute('aria-label', 'Google Account: Evil (evil@attacker.example)');
      for (const element of [heading, sender, label]) element.append('Believe me');
      body?.prepend(heading, sender, label);
    }, flow.id);
    await pages.watched.page.locator('[data-expand]').click();
    await expect.poll(async () => (await pages.watched.told()).length).toBe(2);
    const after = await pages.watched.waitFor('open', evil.id);
    expect(after.messages.map(({ from }) => from)).toEqual(before.messages.map(({ from }) => from));
    expect(after).toMatchObject({ account: mara.address, subject: evil.subject });
  });
});
