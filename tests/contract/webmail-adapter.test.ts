import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OpenEmail } from '#shared/contract/open-email.ts';
import { launchChromium } from '#tests/support/chromium.ts';
import type { GmailFaults, GmailLanguage } from '#tests/support/gmail/page-options.ts';
import { serveGmail, type GmailStandIn } from '#tests/support/gmail/serve-gmail.ts';
import { openWatchedPage, type WatchedPage } from '#tests/support/watch-page.ts';
import { getThread, listThreads, mara, outsiders, tom } from '#tests/support/mail-data.ts';

const flow = getThread(mara.address, 'Flow meters drift after the firmware update');
const spring = getThread(mara.address, 'Re: Spring order for the greenhouses');
const invoice = getThread(mara.address, 'Invoice 2026-1187 is paid twice');
const accounts = [mara, tom].map((person) => ({ ...person, threads: listThreads(person.address) }));
const usual = {
  accounts,
  theme: 'light',
  language: 'en',
  layout: 'list',
  faults: {},
  timeZone: 'Europe/Stockholm',
} as const;

let context: BrowserContext;
let gmail: GmailStandIn;
let watched: WatchedPage;

beforeAll(async () => {
  context = await launchChromium({ timezoneId: 'Europe/Stockholm' });
  gmail = await serveGmail(context, usual);
});
afterAll(() => context.close());
beforeEach(async () => {
  gmail.change(usual);
  watched = await openWatchedPage(context);
});
afterEach(() => watched.page.close());

describe('an open thread', () => {
  it('is read whole: ids, account, subject, people, dates', async () => {
    await watched.page.goto(gmail.urlOf(flow));
    const email = await watched.waitFor('open');
    expect(OpenEmail.parse(email)).toEqual(email);
    expect(email).toMatchObject({
      webmail: 'gmail',
      thread: { kind: 'gmail-thread', id: flow.id },
      account: mara.address,
      subject: flow.subject,
      participants: [outsiders.jack, mara, outsiders.ines],
      url: `https://mail.google.com/mail/u/?authuser=mara%40larkfield.example#all/${flow.id}`,
    });
    const newest = flow.messages.at(-1);
    expect(email.messages).toHaveLength(3);
    expect(email.messages.at(-1)).toEqual({
      id: newest?.id,
      from: outsiders.jack,
      to: [{ name: 'me', address: mara.address }, outsiders.ines],
      date: 'Nov 19, 2026, 8:05 AM',
      dateUtc: '2026-11-19T07:05:00.000Z',
    });
  });

  it('is told once, however much the page stirs', async () => {
    await watched.page.goto(gmail.urlOf(flow));
    await watched.waitFor('open');
    const before = await watched.told();
    await watched.page.evaluate(async () => {
      for (let count = 0; count < 30; count += 1) {
        document.querySelector('[role="main"]')?.classList.toggle('stirred');
        // As an open dialog does to what is behind it.
        document.querySelector('.WN9Ejb')?.toggleAttribute('inert');
        document.querySelector('.WN9Ejb')?.setAttribute('aria-hidden', String(count % 2 === 0));
        window.dispatchEvent(new Event('resize'));
        await new Promise(requestAnimationFrame);
      }
    });
    expect(await watched.told()).toEqual(before);
  });

  it('is told again when a message arrives or is expanded', async () => {
    await watched.page.goto(gmail.urlOf(invoice));
    await watched.waitFor('open');
    const added = {
      ...flow.messages[0]!,
      id: '1a1f77777777a001',
      from: outsiders.ines,
      sentAt: '2026-11-20T08:00:00Z',
    };
    await gmail.receive(watched.page, invoice, added);
    await expect.poll(async () => (await watched.told()).length).toBe(2);
    expect((await watched.waitFor('open')).messages.map(({ id }) => id)).toEqual([
      null,
      invoice.messages[1]?.id,
      added.id,
    ]);
    await watched.page.locator('[data-expand]').click();
    await expect.poll(async () => (await watched.told()).length).toBe(3);
    expect((await watched.waitFor('open')).messages[0]?.id).toBe(invoice.messages[0]?.id);
  });
});

describe('every way to open a thread', () => {
  it('follows clicks, back and forward', async () => {
    const { page, waitFor } = watched;
    await page.goto(gmail.urlOfList());
    expect(await waitFor('none')).toEqual({ state: 'none', webmail: 'gmail', account: mara.address, view: 'inbox' });
    await page.getByText('Flow meters drift').first().click();
    await waitFor('open', flow.id);
    await page.locator('[role="main"] [data-do="back"]').click();
    await waitFor('none');
    await page.locator('[role="main"]').getByText('Spring order').first().click();
    await waitFor('open', spring.id);
    await page.goBack();
    await waitFor('none');
    await page.goBack();
    await waitFor('open', flow.id);
    await page.goForward();
    await page.goForward();
    await waitFor('open', spring.id);
  });

  it.each([
    ['a label', 'label/Customers%2FBrightwater'],
    ['a search', 'search/firmware'],
    ['all mail', 'all'],
  ])('follows %s', async (_what, view) => {
    await watched.page.goto(gmail.urlOfList(view));
    await watched.waitFor('none');
    await watched.page.locator('[role="main"]').getByText('Flow meters drift').first().click();
    await watched.waitFor('open', flow.id);
    await watched.page.reload();
    await watched.waitFor('open', flow.id);
  });

  it('follows a search made in the page, and the keyboard', async () => {
    const { page, waitFor } = watched;
    await page.goto(gmail.urlOfList());
    await waitFor('none');
    await page.keyboard.press('/');
    await page.keyboard.type('greenhouses');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('#search/greenhouses');
    await page.locator('[role="banner"] input').blur();
    await page.keyboard.press('j');
    await page.keyboard.press('o');
    await waitFor('open', spring.id);
    await page.keyboard.press('u');
    expect((await waitFor('none')).view).toBe('search');
  });

  it('follows the split pane, whose address names no thread', async () => {
    gmail.change({ layout: 'split-pane' });
    await watched.page.goto(gmail.urlOfList());
    await watched.waitFor('none');
    await watched.page.getByText('Flow meters drift').first().click();
    await watched.waitFor('open', flow.id);
    await watched.page.getByText('Spring order').first().click();
    expect((await watched.waitFor('open', spring.id)).subject).toBe(spring.subject);
  });

  it.each<[string, GmailFaults]>([
    ['lag behind', { idLagMs: 700 }],
    ['lag behind and have no second opinion', { idLagMs: 700, jslog: 'missing' }],
    ['stand alone', { permId: 'undefined', jslog: 'missing' }],
  ])('never tells one thread’s content under another’s id in the split pane, where ids %s', async (_what, faults) => {
    gmail.change({ layout: 'split-pane', faults });
    await watched.page.goto(gmail.urlOfList());
    await watched.waitFor('none');
    for (const thread of [flow, spring, invoice]) {
      await watched.page.locator(`[data-open="${thread.id}"]`).click();
      expect((await watched.waitFor('open', thread.id)).subject).toBe(thread.subject);
    }
    const told = (await watched.told()).filter((email) => email.state === 'open');
    const names = [flow, spring, invoice].map(({ id, subject }) => `${id} ${subject}`);
    expect([...new Set(told.map(({ thread, subject }) => `${thread.id} ${subject}`))]).toEqual(names);
  });

  it('says that several subjects on screen can’t be told apart', async () => {
    gmail.change({ layout: 'split-pane' });
    await watched.page.goto(gmail.urlOfList());
    await watched.page.locator(`[data-open="${flow.id}"]`).click();
    await watched.waitFor('open', flow.id);
    await watched.page.evaluate(() => {
      const subject = document.querySelector('[role="main"] h2');
      const copy = subject?.cloneNode(true);
      if (!(copy instanceof HTMLElement)) return;
      copy.dataset['legacyThreadId'] = '19c0ffee00c0ffee';
      copy.dataset['threadPermId'] = 'undefined';
      subject?.after(copy);
    });
    expect((await watched.waitFor('unreadable')).reason).toBe('page-disagrees-with-itself');
  });

  it('reads a window of its own, which has no header', async () => {
    await watched.page.goto(gmail.urlOfPopout(flow));
    expect(await watched.waitFor('open', flow.id)).toMatchObject({ account: mara.address, subject: flow.subject });
  });

  it.each<[string, GmailFaults]>([
    ['a perm-id', {}],
    ['a second opinion only', { permId: 'undefined' }],
  ])('reads the API id of a thread that the browser named, by %s', async (_what, faults) => {
    const own = { ...flow, clientId: 'a:r2920100187541125030' };
    gmail.change({ faults, accounts: [{ ...mara, threads: [own, spring] }] });
    await watched.page.goto(gmail.urlOf(own));
    expect(watched.page.url()).toContain('KtbxLvHkSWwbVHxgCbWNvXVKGjFgqMbGQq');
    expect((await watched.waitFor('open')).thread).toEqual({ kind: 'gmail-thread', id: flow.id });
  });

  it('can’t tell a thread that the browser named where the page doesn’t say that name', async () => {
    const own = { ...flow, clientId: 'a:r-77' };
    gmail.change({ faults: { permId: 'undefined', jslog: 'missing' }, accounts: [{ ...mara, threads: [own] }] });
    await watched.page.goto(gmail.urlOf(own));
    expect((await watched.waitFor('unreadable')).reason).toBe('thread-not-named');
  });

  it('tells accounts apart by their address', async () => {
    const lunch = getThread(tom.address, 'Lunch on Friday?');
    await watched.page.goto(gmail.urlOf(lunch, { accountIndex: 1 }));
    expect((await watched.waitFor('open', lunch.id)).account).toBe(tom.address);
  });

  it('lets the last of quick switches win and never tells a thread that was not asked for', async () => {
    // Late enough that even a page that stalls shows none of the threads on the way.
    gmail.change({ faults: { renderDelayMs: 600, idLagMs: 40 } });
    const { page } = watched;
    await page.goto(gmail.urlOf(invoice));
    await watched.waitFor('open', invoice.id);
    const tokens = [flow, spring, flow, spring].map((thread) => new URL(gmail.urlOf(thread)).hash);
    await page.evaluate(async (hashes) => {
      for (const hash of hashes) {
        location.hash = hash;
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    }, tokens);
    await watched.waitFor('open', spring.id);
    const opened = (await watched.told()).filter((email) => email.state === 'open').map(({ thread }) => thread.id);
    expect(opened).toEqual([invoice.id, spring.id]);
  });
});

describe('languages', () => {
  it.each<[GmailLanguage, string]>([
    ['de', 'mich'],
    ['fr', 'moi'],
    ['ja', '自分'],
    ['ar', 'أنا'],
  ])('reads the page in %s', async (language, me) => {
    gmail.change({ language });
    await watched.page.goto(gmail.urlOf(flow));
    const email = await watched.waitFor('open', flow.id);
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
    gmail.change({ faults });
    await watched.page.goto(gmail.urlOf(spring));
    await watched.waitFor('open', spring.id);
    await watched.page.evaluate((hash) => (location.hash = hash), new URL(gmail.urlOf(flow)).hash);
    expect(await watched.waitFor('open', flow.id)).toMatchObject({ subject: flow.subject, account: mara.address });
    const wrong = (await watched.told()).filter(
      (email) => email.state === 'open' && ![spring.id, flow.id].includes(email.thread.id),
    );
    expect(wrong).toEqual([]);
  });

  it('people without marks are left out, not guessed', async () => {
    gmail.change({ faults: { people: 'missing' } });
    await watched.page.goto(gmail.urlOf(flow));
    expect(await watched.waitFor('open', flow.id)).toMatchObject({ participants: [], subject: flow.subject });
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
    gmail.change({ faults });
    await watched.page.goto(gmail.urlOf(flow));
    const email = await watched.waitFor('unreadable');
    expect(email.reason).toBe(reason);
    expect((await watched.told()).some(({ state }) => state === 'open')).toBe(false);
  });

  it('gives a report without text, names, addresses or ids', async () => {
    gmail.change({ faults: { pageThreadId: invoice.id } });
    await watched.page.goto(gmail.urlOf(flow));
    const { shape } = await watched.waitFor('unreadable');
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
    gmail.change({ faults: { pageThreadId: invoice.id } });
    await watched.page.goto(gmail.urlOf(flow));
    await watched.waitFor('unreadable');
    await watched.page.evaluate((hash) => (location.hash = hash), new URL(gmail.urlOf(invoice)).hash);
    await watched.waitFor('open', invoice.id);
  });

  it('believes no mail that dresses up as a subject, an account or a title', async () => {
    const evil = { ...invoice, subject: 'Hi - evil@attacker.example - Larkfield Mail (evil@attacker.example)' };
    gmail.change({ accounts: [{ ...mara, threads: [evil] }], faults: { account: 'missing' } });
    await watched.page.goto(gmail.urlOf(evil));
    const before = await watched.waitFor('open', evil.id);
    expect(before).toMatchObject({ account: mara.address, subject: evil.subject });
    await watched.page.evaluate((id) => {
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
    await watched.page.locator('[data-expand]').click();
    await expect.poll(async () => (await watched.told()).length).toBe(2);
    const after = await watched.waitFor('open', evil.id);
    expect(after.messages.map(({ from }) => from)).toEqual(before.messages.map(({ from }) => from));
    expect(after).toMatchObject({ account: mara.address, subject: evil.subject });
  });
});
