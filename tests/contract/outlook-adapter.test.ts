import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SeenThread } from '#shared/contract/open-email.ts';
import { launchChromium } from '#tests/support/chromium.ts';
import { getThread, mara, outsiders, tom } from '#tests/support/mail-data.ts';
import { sharedMailbox } from '#tests/support/outlook/outlook-page.ts';
import { outlookHosts } from '#tests/support/outlook/page-options.ts';
import { serveOutlook, type OutlookStandIn } from '#tests/support/outlook/serve-outlook.ts';
import { openWatchedPage, type WatchedPage } from '#tests/support/watch-page.ts';
import { accounts, flow, invoice, spring } from './webmail/larkfield-mail.ts';
import { pushPath } from './webmail/subjects.ts';

const usual = {
  accounts,
  theme: 'light',
  language: 'en',
  readingPane: 'right',
  conversations: 'on',
  build: 'one',
  timeZone: 'Europe/Stockholm',
  faults: {},
} as const;

let context: BrowserContext;
let outlook: OutlookStandIn;
let watched: WatchedPage;

beforeAll(async () => {
  context = await launchChromium({ timezoneId: 'Europe/Stockholm' });
  outlook = await serveOutlook(context, usual);
});
afterAll(() => context.close());
beforeEach(async () => {
  outlook.change(usual);
  watched = await openWatchedPage(context, 'outlook');
});
afterEach(() => watched.page.close());

const idOf = (thread: typeof flow): string => outlook.conversationIdOf(thread);
const row = (thread: typeof flow) => watched.page.locator(`#MailList [data-key="${thread.id}"]`);
const opened = async (): Promise<SeenThread[]> => (await watched.told()).filter((email) => email.state === 'open');

describe('every place where a thread is open', () => {
  it.each(outlookHosts)('%s', async (host) => {
    await watched.page.goto(outlook.urlOf(flow, { host }));
    const email = await watched.waitFor('open', idOf(flow));
    expect(email).toMatchObject({ account: mara.address, subject: flow.subject });
    expect(new URL(email.url).host).toBe(host);
  });

  it.each(['right', 'bottom', 'off'] as const)('a reading pane that is %s', async (readingPane) => {
    outlook.change({ readingPane });
    await watched.page.goto(outlook.urlOfList());
    await watched.waitFor('none');
    await row(flow).click();
    await watched.waitFor('open', idOf(flow));
    await watched.page.goBack();
    await watched.waitFor('none');
    await row(spring).click();
    expect((await watched.waitFor('open', idOf(spring))).subject).toBe(spring.subject);
  });

  it('another folder and another account', async () => {
    const visit = getThread(mara.address, 'Your visit in Lisbon');
    await watched.page.goto(outlook.urlOf(visit, { folder: 'sent' }));
    await watched.waitFor('open', idOf(visit));
    const lunch = getThread(tom.address, 'Lunch on Friday?');
    await watched.page.goto(outlook.urlOf(lunch, { accountIndex: 1 }));
    const email = await watched.waitFor('open', outlook.conversationIdOf(lunch, 1));
    expect(email.account).toBe(tom.address);
  });

  it('conversation view switched off: the address names a message', async () => {
    outlook.change({ conversations: 'off' });
    await watched.page.goto(outlook.urlOf(flow));
    const email = await watched.waitFor('open', outlook.itemIdOf(flow));
    expect(email.thread.kind).toBe('outlook-item');
  });

  it('a window of its own, which names no account and only one message', async () => {
    await watched.page.goto(outlook.urlOfPopout(flow));
    const email = await watched.waitFor('open', outlook.itemIdOf(flow));
    expect(email).toMatchObject({ account: null, subject: flow.subject, thread: { kind: 'outlook-item' } });
    expect(email.messages).toMatchObject([{ id: outlook.itemIdOf(flow), from: outsiders.jack }]);
  });

  it('a window opened from the list', async () => {
    await watched.page.goto(outlook.urlOfList());
    await watched.waitFor('none');
    const popup = watched.page.waitForEvent('popup');
    await row(flow).dblclick();
    const url = (await popup).url();
    await (await popup).close();
    await watched.page.goto(url);
    await watched.waitFor('open', outlook.itemIdOf(flow));
  });

  it('a list so long that the open row is not in the document', async () => {
    outlook.change({ faults: { rowCount: 2 } });
    await watched.page.goto(outlook.urlOf(invoice));
    await watched.waitFor('open', idOf(invoice));
    expect(await row(invoice).count()).toBe(0);
    await row(spring).click();
    await watched.waitFor('open', idOf(spring));
  });
});

describe('nothing open', () => {
  it('while a row stays selected beside an empty pane', async () => {
    await watched.page.goto(outlook.urlOf(flow));
    await watched.waitFor('open', idOf(flow));
    await watched.page.locator('[data-do="close"]').click();
    await watched.page.evaluate((key) => {
      document.querySelector(`[data-key="${key}"]`)?.setAttribute('aria-selected', 'true');
    }, flow.id);
    await watched.waitFor('none');
    expect(await row(flow).getAttribute('aria-selected')).toBe('true');
  });

  it('while several rows are selected, though the address still names one', async () => {
    await watched.page.goto(outlook.urlOf(flow));
    await watched.waitFor('open', idOf(flow));
    await row(spring).click({ modifiers: ['ControlOrMeta'] });
    await watched.waitFor('none');
    expect(watched.page.url()).toBe(outlook.urlOf(flow));
  });

  it('before the pane of a cold load has come: rows are there first', async () => {
    outlook.change({ faults: { coldMs: 1500 } });
    await watched.page.goto(outlook.urlOf(flow));
    await watched.waitFor('loading');
    await watched.waitFor('open', idOf(flow));
    expect((await watched.told()).map(({ state }) => state)).toEqual(['loading', 'open']);
  });
});

describe('a pane that follows its address late', () => {
  it.each([
    ['with its row in the list', {}],
    ['without its row', { rowCount: 0 }],
  ])('is never told under the new address, %s', async (_what, faults) => {
    outlook.change({ faults: { ...faults, paneLagMs: 2000 } });
    await watched.page.goto(outlook.urlOf(flow));
    await watched.waitFor('open', idOf(flow));
    await pushPath(watched.page, outlook.urlOf(spring));
    await watched.waitFor('open', idOf(spring));
    expect((await opened()).map(({ thread, subject }) => [thread.id, subject])).toEqual([
      [idOf(flow), flow.subject],
      [idOf(spring), spring.subject],
    ]);
  });

  it('and that never follows is called unreadable', async () => {
    await watched.page.goto(outlook.urlOf(flow));
    await watched.waitFor('open', idOf(flow));
    await watched.page.evaluate((path) => history.pushState(null, '', path), new URL(outlook.urlOf(spring)).pathname);
    expect((await watched.waitFor('unreadable')).reason).toBe('address-and-page-disagree');
    expect((await opened()).map(({ thread }) => thread.id)).toEqual([idOf(flow)]);
  });

  it.each([
    ['', {}],
    [', and the row of the address is not in the document', { rowCount: 1 }],
  ])('is unreadable where list and address name different threads%s', async (_what, faults) => {
    outlook.change({ faults: { ...faults, selectedThreadId: spring.id } });
    await watched.page.goto(outlook.urlOf(flow));
    expect((await watched.waitFor('unreadable')).reason).toBe('address-and-page-disagree');
  });
});

it('tells the theme of the page, also when it changes inside the body', async () => {
  await watched.page.goto(outlook.urlOf(flow));
  await watched.waitFor('open', idOf(flow));
  await expect.poll(() => watched.themes()).toEqual([false]);
  await watched.page.evaluate(() => {
    for (const id of ['ReadingPaneContainerId', 'MailList']) {
      const box = document.getElementById(id);
      if (box !== null) box.style.backgroundColor = 'rgb(20, 20, 20)';
    }
  });
  await expect.poll(() => watched.themes()).toEqual([false, true]);
});

describe('accounts and people', () => {
  it('reads a consumer account from the folder tree', async () => {
    outlook.change({ faults: { account: 'consumer' } });
    await watched.page.goto(outlook.urlOf(flow, { host: 'outlook.live.com' }));
    expect((await watched.waitFor('open', idOf(flow))).account).toBe(mara.address);
  });

  it.each([
    ['its own folder is open', 'own', mara.address],
    ['a folder of the shared one is open', 'shared', sharedMailbox],
  ] as const)('knows the mailbox beside a shared one when %s', async (_when, openMailbox, address) => {
    outlook.change({ faults: { account: 'shared', openMailbox } });
    await watched.page.goto(outlook.urlOf(flow));
    expect((await watched.waitFor('open', idOf(flow))).account).toBe(address);
  });

  it('takes a mailbox that shows a name instead of an address for nobody’s, and one’s own beside it for one’s own', async () => {
    outlook.change({ faults: { account: 'shared-by-name', openMailbox: 'shared' } });
    await watched.page.goto(outlook.urlOf(flow));
    expect((await watched.waitFor('unreadable')).reason).toBe('several-mailboxes');
    expect(await opened()).toEqual([]);
    // A search opens no folder, and a favourite may be of either.
    outlook.change({ faults: { account: 'shared-by-name' } });
    await watched.page.reload();
    expect((await watched.waitFor('unreadable')).reason).toBe('several-mailboxes');
    const favourite = watched.page.locator('[role="treeitem"][aria-level="2"]').first();
    await favourite.evaluate((item) => item.setAttribute('aria-selected', 'true'));
    await row(spring).click();
    await expect.poll(async () => (await watched.told()).at(-1)).toMatchObject({ reason: 'several-mailboxes' });
    expect(await opened()).toEqual([]);
    outlook.change({ faults: { account: 'shared-by-name', openMailbox: 'own' } });
    await watched.page.reload();
    expect((await watched.waitFor('open', idOf(spring))).account).toBe(mara.address);
  });

  it('guesses nothing beside a shared mailbox when no folder, or one of the favourites, is open', async () => {
    outlook.change({ faults: { account: 'shared' } });
    await watched.page.goto(outlook.urlOf(flow));
    expect((await watched.waitFor('unreadable')).reason).toBe('several-mailboxes');
    const favourite = watched.page.locator('[role="treeitem"][aria-level="2"]').first();
    await favourite.evaluate((item) => item.setAttribute('aria-selected', 'true'));
    await row(spring).click();
    await expect.poll(async () => (await watched.told()).at(-1)).toMatchObject({ reason: 'several-mailboxes' });
    expect(await opened()).toEqual([]);
  });

  it('names no account where the page names none', async () => {
    outlook.change({ faults: { account: 'missing' } });
    await watched.page.goto(outlook.urlOf(flow));
    expect((await watched.waitFor('open', idOf(flow))).account).toBeNull();
  });

  it('shows names without addresses, and takes the reader for no customer', async () => {
    outlook.change({ faults: { people: 'names-only' } });
    await watched.page.goto(outlook.urlOf(flow));
    const email = await watched.waitFor('open', idOf(flow));
    expect(email.messages.map(({ from }) => from)).toEqual(
      flow.messages.map(({ from }) => ({ name: from.name, address: '' })),
    );
    expect(email.participants).toEqual([
      { name: outsiders.jack.name, address: '' },
      { name: outsiders.ines.name, address: '' },
    ]);
  });

  it('believes no mail that dresses up as a sender, a subject or an account', async () => {
    await watched.page.goto(outlook.urlOf(flow));
    const before = await watched.waitFor('open', idOf(flow));
    await watched.page.evaluate(() => {
      const body = document.querySelector('[id^="UniqueMessageBody"]');
      body?.insertAdjacentHTML(
        'afterbegin',
        `<div role="heading"><span id="evil_SUBJECT">Believe me</span></div><span aria-label="From: Evil">Evil</span>
        <div data-testid="RecipientWell">To: Evil</div><button id="O365_MainLink_Me" aria-label="For Evil, evil@attacker.example"></button>
        <div role="listitem"><span aria-label="From: Evil">Evil</span></div><div>Fri, Nov 20, 2026, 1:02 PM</div>`,
      );
    });
    await outlook.receive(watched.page, { ...flow.messages[0]!, from: outsiders.dana, sentAt: '2026-11-20T08:00:00Z' });
    const read = async () => watched.waitFor('open', idOf(flow));
    await expect.poll(async () => (await read()).messages.length).toBe(before.messages.length + 1);
    const after = await read();
    expect(after.messages.slice(0, -1)).toEqual(before.messages);
    expect(after).toMatchObject({ subject: flow.subject, account: mara.address });
  });
});
