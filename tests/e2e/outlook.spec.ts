import { expect, test } from '@playwright/test';
import type { Frame, Page } from 'playwright-core';
import { findSidebar } from '#tests/support/extension.ts';
import { serveOutlook, type OutlookStandIn } from '#tests/support/outlook/serve-outlook.ts';
import { composerIn, contactIn, messageIn, messagesIn, titleIn, write } from '#tests/support/sidebar.ts';
import { accountOf, createOffice, say, type Desk, type Office } from './office.ts';
import { compareBeside, readBeside } from './look-beside.ts';
import { useAccount } from './use-account.ts';
import { owner } from '#tests/support/larkfield.ts';

const waitMs = 15_000;

test.describe('beside Outlook', () => {
  test.describe.configure({ mode: 'serial' });
  let office: Office;
  let desk: Desk;
  let outlook: OutlookStandIn;
  let page: Page;
  let sidebar: Frame;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    office = await createOffice({ slack: true });
    desk = await office.seat();
    outlook = await serveOutlook(desk.context, { accounts: [accountOf(owner)], timeZone: 'UTC' });
    ({ page, sidebar } = await desk.open(outlook.urlOf(desk.thread('Flow'))));
    await useAccount(sidebar);
  });

  test.afterAll(() => office.close());

  const row = (start: string) => page.locator(`#MailList [data-key="${desk.thread(start).id}"]`);

  test('a mail has its contact and its discussion, live with Slack', async () => {
    await expect(titleIn(sidebar)).toHaveText(desk.thread('Flow').subject);
    await expect(contactIn(sidebar)).toContainText('Jack Daniels');
    await contactIn(sidebar).getByRole('button', { name: 'Save contact' }).click();
    await expect(contactIn(sidebar)).toContainText('Brightwater');
    await write(sidebar, 'Seen from Outlook');
    const { message } = await office.slack.waitForMessage(({ text }) => text.includes('Seen from Outlook'), waitMs);
    await expect(messageIn(sidebar, 'Seen from').getByRole('link', { name: /In Slack/ })).toBeVisible();
    office.slack.say({
      channel: 'customers',
      user: 'tom',
      text: 'Answered in Slack',
      threadTs: message.thread_ts ?? '',
    });
    await expect(messageIn(sidebar, 'Answered in Slack')).toContainText('Tom Okafor');
  });

  test('the card in Slack leads back to that very mail', async () => {
    const [card] = office.slack.messages('customers');
    const text = JSON.stringify(card).replaceAll('&amp;', '&');
    expect(text).toContain('Open in Outlook');
    const link = /https:\/\/outlook\.office\.com[^"|>\\]+/.exec(text)?.[0] ?? '';
    const opened = await desk.open(link);
    await expect(messagesIn(opened.sidebar)).toContainText('Seen from Outlook');
    await opened.page.close();
  });

  test('it follows from one thread to the next, and back', async () => {
    await row('Re: Spring').click();
    await expect(titleIn(sidebar)).toHaveText(desk.thread('Re: Spring').subject);
    await expect(contactIn(sidebar)).toContainText('Grace Whitcombe');
    await expect(sidebar.getByText('Seen from Outlook')).toHaveCount(0);
    await page.goBack();
    await expect(titleIn(sidebar)).toHaveText(desk.thread('Flow').subject);
    await expect(messagesIn(sidebar)).toContainText('Seen from Outlook');
  });

  test('an empty pane beside a selected row, and several selected rows, are no mail', async () => {
    await page.locator('[data-do="close"]').click();
    await expect(titleIn(sidebar)).toHaveText('Discussions');
    await row('Flow').click();
    await expect(titleIn(sidebar)).toHaveText(desk.thread('Flow').subject);
    await row('Re: Spring').click({ modifiers: ['ControlOrMeta'] });
    await expect(titleIn(sidebar)).toHaveText('Discussions');
    await row('Flow').click();
  });

  test('a window of its own, which names no account, is known by its mailbox', async () => {
    const opened = page.waitForEvent('popup');
    await row('Flow').dblclick();
    const popout = await opened;
    const inside = await findSidebar(popout);
    await expect(titleIn(inside)).toHaveText(desk.thread('Flow').subject);
    await expect(contactIn(inside)).toContainText('Jack Daniels');
    await popout.close();
  });

  test('the panel stands beside the page, never over it', async () => {
    const frame = await sidebar.frameElement();
    await expect
      .poll(async () => {
        const box = await frame.boundingBox();
        const right = await page.evaluate(() =>
          Math.max(...[...document.querySelectorAll('#app, #app *')].map((each) => each.getBoundingClientRect().right)),
        );
        return right <= (box?.x ?? 0) + 1;
      })
      .toBe(true);
  });

  test('in Gmail’s page and in Outlook’s it looks as before, in light and in dark', async () => {
    await say(office.api, owner, desk.thread('Flow'), 'Seen from Gmail');
    const look = async (theme: 'light' | 'dark', webmail: 'gmail' | 'outlook') => {
      const host = { gmail: desk.gmail, outlook }[webmail];
      host.change({ theme });
      const opened = await desk.openThread('Flow', host);
      const seen = await readBeside(opened, theme, webmail === 'gmail' ? 'Seen from Gmail' : 'Seen from Outlook');
      await opened.page.screenshot({ path: `.artifacts/${webmail}-${theme}.png` });
      await opened.page.close();
      host.change({ theme: 'light' });
      return seen;
    };
    for (const webmail of ['gmail', 'outlook'] as const)
      expect
        .soft(compareBeside(webmail, await look('light', webmail), await look('dark', webmail)), webmail)
        .toEqual([]);
  });

  test('a person of whom the page names no address is shown by name, and not offered for saving', async () => {
    outlook.change({ faults: { people: 'names-only' } });
    const opened = await desk.open(outlook.urlOf(desk.thread('Invoice')));
    await expect(contactIn(opened.sidebar)).toContainText('Inês Carvalho');
    await expect(contactIn(opened.sidebar)).toContainText('Only the name is on this page');
    await expect(contactIn(opened.sidebar).getByRole('button', { name: 'Save contact' })).toHaveCount(0);
    await expect(composerIn(opened.sidebar)).toBeVisible();
    await opened.page.screenshot({ path: '.artifacts/outlook-names.png' });
    await opened.page.close();
    outlook.change({ faults: {} });
  });

  test('a page that shows another mail than its address says so', async () => {
    outlook.change({ faults: { paneThreadId: desk.thread('Invoice').id } });
    const opened = await desk.open(outlook.urlOf(desk.thread('Flow')));
    await expect(opened.sidebar.getByRole('heading', { name: 'Can’t read this page' })).toBeVisible({
      timeout: waitMs,
    });
    await expect(opened.sidebar.getByText('Seen from Outlook', { exact: true })).toHaveCount(0);
    await opened.page.close();
  });
});
