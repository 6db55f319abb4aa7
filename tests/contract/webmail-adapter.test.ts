import { describe, expect, it } from 'vitest';
import { OpenEmail } from '#shared/contract/open-email.ts';
import type { GmailFaults } from '#tests/support/gmail/page-options.ts';
import { getThread, mara, outsiders, tom } from '#tests/support/mail-data.ts';
import { useGmailPages } from './webmail/gmail-pages.ts';

const flow = getThread(mara.address, 'Flow meters drift after the firmware update');
const spring = getThread(mara.address, 'Re: Spring order for the greenhouses');
const invoice = getThread(mara.address, 'Invoice 2026-1187 is paid twice');

const pages = useGmailPages();

describe('an open thread', () => {
  it('is read whole: ids, account, subject, people, dates', async () => {
    await pages.watched.page.goto(pages.gmail.urlOf(flow));
    const email = await pages.watched.waitFor('open');
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
    await pages.watched.page.goto(pages.gmail.urlOf(flow));
    await pages.watched.waitFor('open');
    const before = await pages.watched.told();
    await pages.watched.page.evaluate(async () => {
      for (let count = 0; count < 30; count += 1) {
        document.querySelector('[role="main"]')?.classList.toggle('stirred');
        // As an open dialog does to what is behind it.
        document.querySelector('.WN9Ejb')?.toggleAttribute('inert');
        document.querySelector('.WN9Ejb')?.setAttribute('aria-hidden', String(count % 2 === 0));
        window.dispatchEvent(new Event('resize'));
        await new Promise(requestAnimationFrame);
      }
    });
    expect(await pages.watched.told()).toEqual(before);
  });

  it('is told again when a message arrives or is expanded', async () => {
    await pages.watched.page.goto(pages.gmail.urlOf(invoice));
    await pages.watched.waitFor('open');
    const added = {
      ...flow.messages[0]!,
      id: '1a1f77777777a001',
      from: outsiders.ines,
      sentAt: '2026-11-20T08:00:00Z',
    };
    await pages.gmail.receive(pages.watched.page, invoice, added);
    await expect.poll(async () => (await pages.watched.told()).length).toBe(2);
    expect((await pages.watched.waitFor('open')).messages.map(({ id }) => id)).toEqual([
      null,
      invoice.messages[1]?.id,
      added.id,
    ]);
    await pages.watched.page.locator('[data-expand]').click();
    await expect.poll(async () => (await pages.watched.told()).length).toBe(3);
    expect((await pages.watched.waitFor('open')).messages[0]?.id).toBe(invoice.messages[0]?.id);
  });
});

describe('every way to open a thread', () => {
  it('follows clicks, back and forward', async () => {
    const { page, waitFor } = pages.watched;
    await page.goto(pages.gmail.urlOfList());
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
    await pages.watched.page.goto(pages.gmail.urlOfList(view));
    await pages.watched.waitFor('none');
    await pages.watched.page.locator('[role="main"]').getByText('Flow meters drift').first().click();
    await pages.watched.waitFor('open', flow.id);
    await pages.watched.page.reload();
    await pages.watched.waitFor('open', flow.id);
  });

  it('follows a search made in the page, and the keyboard', async () => {
    const { page, waitFor } = pages.watched;
    await page.goto(pages.gmail.urlOfList());
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
    pages.gmail.change({ layout: 'split-pane' });
    await pages.watched.page.goto(pages.gmail.urlOfList());
    await pages.watched.waitFor('none');
    await pages.watched.page.getByText('Flow meters drift').first().click();
    await pages.watched.waitFor('open', flow.id);
    await pages.watched.page.getByText('Spring order').first().click();
    expect((await pages.watched.waitFor('open', spring.id)).subject).toBe(spring.subject);
  });

  it.each<[string, GmailFaults]>([
    ['lag behind', { idLagMs: 700 }],
    ['lag behind and have no second opinion', { idLagMs: 700, jslog: 'missing' }],
    ['stand alone', { permId: 'undefined', jslog: 'missing' }],
  ])('never tells one thread’s content under another’s id in the split pane, where ids %s', async (_what, faults) => {
    pages.gmail.change({ layout: 'split-pane', faults });
    await pages.watched.page.goto(pages.gmail.urlOfList());
    await pages.watched.waitFor('none');
    for (const thread of [flow, spring, invoice]) {
      await pages.watched.page.locator(`[data-open="${thread.id}"]`).click();
      expect((await pages.watched.waitFor('open', thread.id)).subject).toBe(thread.subject);
    }
    const told = (await pages.watched.told()).filter((email) => email.state === 'open');
    const names = [flow, spring, invoice].map(({ id, subject }) => `${id} ${subject}`);
    expect([...new Set(told.map(({ thread, subject }) => `${thread.id} ${subject}`))]).toEqual(names);
  });

  it('says that several subjects on screen can’t be told apart', async () => {
    pages.gmail.change({ layout: 'split-pane' });
    await pages.watched.page.goto(pages.gmail.urlOfList());
    await pages.watched.page.locator(`[data-open="${flow.id}"]`).click();
    await pages.watched.waitFor('open', flow.id);
    await pages.watched.page.evaluate(() => {
      const subject = document.querySelector('[role="main"] h2');
      const copy = subject?.cloneNode(true);
      if (!(copy instanceof HTMLElement)) return;
      copy.dataset['legacyThreadId'] = '19c0ffee00c0ffee';
      copy.dataset['threadPermId'] = 'undefined';
      subject?.after(copy);
    });
    expect((await pages.watched.waitFor('unreadable')).reason).toBe('page-disagrees-with-itself');
  });

  it('reads a window of its own, which has no header', async () => {
    await pages.watched.page.goto(pages.gmail.urlOfPopout(flow));
    expect(await pages.watched.waitFor('open', flow.id)).toMatchObject({
      account: mara.address,
      subject: flow.subject,
    });
  });

  it.each<[string, GmailFaults]>([
    ['a perm-id', {}],
    ['a second opinion only', { permId: 'undefined' }],
  ])('reads the API id of a thread that the browser named, by %s', async (_what, faults) => {
    const own = { ...flow, clientId: 'a:r2920100187541125030' };
    pages.gmail.change({ faults, accounts: [{ ...mara, threads: [own, spring] }] });
    await pages.watched.page.goto(pages.gmail.urlOf(own));
    expect(pages.watched.page.url()).toContain('KtbxLvHkSWwbVHxgCbWNvXVKGjFgqMbGQq');
    expect((await pages.watched.waitFor('open')).thread).toEqual({ kind: 'gmail-thread', id: flow.id });
  });

  it('can’t tell a thread that the browser named where the page doesn’t say that name', async () => {
    const own = { ...flow, clientId: 'a:r-77' };
    pages.gmail.change({ faults: { permId: 'undefined', jslog: 'missing' }, accounts: [{ ...mara, threads: [own] }] });
    await pages.watched.page.goto(pages.gmail.urlOf(own));
    expect((await pages.watched.waitFor('unreadable')).reason).toBe('thread-not-named');
  });

  it('tells accounts apart by their address', async () => {
    const lunch = getThread(tom.address, 'Lunch on Friday?');
    await pages.watched.page.goto(pages.gmail.urlOf(lunch, { accountIndex: 1 }));
    expect((await pages.watched.waitFor('open', lunch.id)).account).toBe(tom.address);
  });

  it('lets the last of quick switches win and never tells a thread that was not asked for', async () => {
    // Late enough that even a page that stalls shows none of the threads on the way.
    pages.gmail.change({ faults: { renderDelayMs: 600, idLagMs: 40 } });
    const { page } = pages.watched;
    await page.goto(pages.gmail.urlOf(invoice));
    await pages.watched.waitFor('open', invoice.id);
    const tokens = [flow, spring, flow, spring].map((thread) => new URL(pages.gmail.urlOf(thread)).hash);
    await page.evaluate(async (hashes) => {
      for (const hash of hashes) {
        location.hash = hash;
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    }, tokens);
    await pages.watched.waitFor('open', spring.id);
    const opened = (await pages.watched.told())
      .filter((email) => email.state === 'open')
      .map(({ thread }) => thread.id);
    expect(opened).toEqual([invoice.id, spring.id]);
  });
});
