import { expect, test } from '@playwright/test';
import type { Frame, Page } from 'playwright-core';
import type { MessageId } from '#shared/contract/ids.ts';
import { createId } from '#server/kernel/ids.ts';
import { owner } from '#tests/support/larkfield.ts';
import {
  cardsIn,
  composerIn,
  contactIn,
  extensionUrl,
  messageIn,
  messagesIn,
  titleIn,
  write,
} from '#tests/support/sidebar.ts';
import type { Api } from '#tests/support/team-over-http.ts';
import { expectAccessible } from './check-accessibility.ts';
import { createOffice, say, type Desk, type Office } from './office.ts';

/** Every page of settings. */
const sections = [
  'Account',
  'Mailboxes',
  'Sites',
  'What is shared',
  'Team',
  'Slack',
  'Presence',
  'Notifications',
  'Devices',
  'Appearance and language',
  'Shortcuts',
  'Diagnostics',
];

test.describe('everybody can use it', () => {
  test.describe.configure({ mode: 'serial' });
  let office: Office;
  let desk: Desk;
  let tom: Api;
  let page: Page;
  let sidebar: Frame;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    office = await createOffice({ slack: true });
    [desk, tom] = await Promise.all([office.seat(), office.as('Tom')]);
  });

  test.afterAll(() => office.close());

  const goTo = (start: string) => desk.goTo({ page, sidebar }, start);

  async function answer(body: string): Promise<void> {
    const [card] = (await office.api.discussions.list.query({})).cards;
    const target = { kind: 'discussion', discussionId: card!.id } as const;
    await tom.discussions.post.mutate({ messageId: createId<MessageId>(), target, body });
  }

  test('the question about an account, and the closed tab', async () => {
    ({ page, sidebar } = await desk.open(desk.gmail.urlOfList()));
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const open = sidebar.getByRole('button', { name: /^Open Sidethread/ });
    await expect(open).toBeVisible();
    await expectAccessible(sidebar, 'closed');
    await open.click();
    await expect(sidebar.getByRole('heading', { name: 'Use Sidethread with this account?' })).toBeVisible();
    await expectAccessible(sidebar, 'asked');
    await sidebar.getByRole('button', { name: 'Use with this account' }).click();
    await expect(sidebar.getByRole('heading', { name: 'No discussions yet' })).toBeVisible();
    await expectAccessible(sidebar, 'nothing yet');
  });

  test('a mail nobody talks about yet, and its people', async () => {
    await goTo('Flow');
    await expect(sidebar.getByRole('heading', { name: 'Talk about this mail with your team' })).toBeVisible();
    await contactIn(sidebar).locator('button[aria-expanded]').first().click();
    await expect(contactIn(sidebar)).toContainText('Seen on this page only.');
    await expectAccessible(sidebar, 'unsaved contact');
    await contactIn(sidebar).getByRole('button', { name: 'Save contact' }).click();
    await expect(contactIn(sidebar).getByRole('button', { name: 'Add field' })).toBeVisible();
    await expectAccessible(sidebar, 'saved contact, with the way back');
    await contactIn(sidebar)
      .getByRole('button', { name: /^Status: / })
      .click();
    await expectAccessible(sidebar, 'a choice');
    await page.keyboard.press('Escape');
    await contactIn(sidebar).locator('button[aria-expanded]').first().click();
  });

  test('a discussion with all that messages can hold', async () => {
    await write(sidebar, '**Bold**, `code`, [a link](https://larkfield.example)\n> quoted\n\n```\nlong code\n```');
    await expect.poll(async () => (await office.api.discussions.list.query({})).cards.length).toBe(1);
    await answer('An answer @Mara');
    await expect(messageIn(sidebar, 'An answer')).toBeVisible();
    await messageIn(sidebar, 'An answer').focus();
    await messageIn(sidebar, 'An answer').getByRole('button', { name: 'React' }).press('Enter');
    await expect(sidebar.getByRole('textbox', { name: 'Search emoji' })).toBeFocused();
    await expectAccessible(sidebar, 'emoji');
    await page.keyboard.press('Enter');
    await expect(messageIn(sidebar, 'An answer').getByRole('list', { name: 'Reactions' })).toBeVisible();
    await expectAccessible(sidebar, 'messages');
    await messageIn(sidebar, 'Bold').focus();
    await messageIn(sidebar, 'Bold').getByRole('button', { name: 'Edit' }).press('Enter');
    await expectAccessible(sidebar, 'editing');
    await page.keyboard.press('Escape');
    await composerIn(sidebar).fill('@');
    await composerIn(sidebar).press('End');
    await expect(sidebar.getByRole('option').first()).toBeVisible();
    await expectAccessible(sidebar, 'mentions');
    await composerIn(sidebar).fill('');
    await sidebar.getByRole('button', { name: 'Discussion menu' }).click();
    await expectAccessible(sidebar, 'menu');
    await sidebar.getByRole('menuitem', { name: 'Change the Slack channel' }).click();
    await expect(sidebar.getByRole('list', { name: 'Channels' })).toBeVisible();
    await expectAccessible(sidebar, 'channels');
    await page.keyboard.press('Escape');
  });

  test('trouble: a refused text, a failed receipt, a server that is away', async () => {
    await composerIn(sidebar).fill('x'.repeat(12_001));
    await expect(sidebar.getByText(/1 character too long/)).toBeVisible();
    await expectAccessible(sidebar, 'too long');
    await composerIn(sidebar).fill('');
    office.slack.archive('customers');
    await write(sidebar, 'Into the archive');
    await expect(messageIn(sidebar, 'Into the archive').getByRole('button', { name: 'Send again' })).toBeVisible();
    await expectAccessible(sidebar, 'failed');
    office.slack.unarchive('customers');
    office.relay.cut();
    await expect(sidebar.getByText(/^Offline since/)).toBeVisible();
    await write(sidebar, 'Later');
    await expect(messageIn(sidebar, 'Later')).toContainText('Saved here.');
    await expectAccessible(sidebar, 'offline');
    office.relay.mend();
    await expect(sidebar.getByText(/^Offline since/)).toHaveCount(0, { timeout: 20_000 });
  });

  test('the list, a search that finds nothing, and a page that can’t be read', async () => {
    await page.goto(desk.gmail.urlOfList());
    await expect(cardsIn(sidebar).first()).toBeVisible();
    await expectAccessible(sidebar, 'list');
    await sidebar.getByRole('textbox', { name: 'Search discussions' }).fill('zzz');
    await expect(sidebar.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
    await expectAccessible(sidebar, 'nothing found');
    desk.gmail.change({ faults: { permId: 'missing', hexId: 'missing', jslog: 'missing' } });
    const changed = await desk.open(desk.gmail.urlOf(desk.thread('Angebot')));
    desk.gmail.change({ faults: {} });
    await expect(changed.sidebar.getByRole('heading', { name: 'Can’t read this page' })).toBeVisible({
      timeout: 30_000,
    });
    await expectAccessible(changed.sidebar, 'unreadable');
    await changed.page.close();
  });

  test('popup and options', async () => {
    const popup = await desk.context.newPage();
    await popup.goto(extensionUrl('popup.html'));
    await expect(popup.getByRole('button', { name: 'Sign out' })).toBeVisible();
    await expectAccessible(popup.mainFrame(), 'popup');
    await popup.goto(extensionUrl('options.html'));
    for (const section of sections) {
      const link = popup.getByRole('navigation', { name: 'Options' }).getByRole('link', { name: section, exact: true });
      await link.click();
      await expect(link).toHaveAttribute('aria-current', 'page');
      await expectAccessible(popup.mainFrame(), `options, ${section}`);
    }
    await popup.goto(extensionUrl('welcome.html'));
    await expect(popup.getByRole('button', { name: 'Open Gmail' })).toBeVisible();
    await expectAccessible(popup.mainFrame(), 'first run');
    await popup.close();
  });

  test('everything is reached and done by keyboard alone', async () => {
    await goTo('Angebot');
    await page.bringToFront();
    await composerIn(sidebar).focus();
    await page.keyboard.type('Only keys');
    await page.keyboard.press('Control+Enter');
    await expect(messageIn(sidebar, 'Only keys')).toBeVisible();
    await expect(sidebar.getByRole('button', { name: 'Discussion menu' })).toBeVisible();
    await expect(composerIn(sidebar)).toBeFocused();
    const walked: string[] = [];
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Shift+Tab');
      const name = await sidebar.evaluate(() => {
        const element = document.activeElement;
        return element === null || element === document.body
          ? ''
          : (element.getAttribute('aria-label') ?? element.textContent ?? '');
      });
      if (name === '') break;
      walked.push(name);
    }
    for (const part of [
      /^Mara Lindqvist, /,
      /^Discussion menu/,
      /^Following/,
      /Nora Feldmann/,
      /^Save contact/,
      /^Collapse/,
      /^Discussions/,
    ])
      expect(
        walked.some((name) => part.test(name)),
        `${String(part)} among ${walked.join(' · ')}`,
      ).toBe(true);
    await messageIn(sidebar, 'Only keys').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await expect(sidebar.getByRole('button', { name: 'Edit' })).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.type('!');
    await page.keyboard.press('Control+Enter');
    await expect(messageIn(sidebar, 'Only keys!')).toContainText('edited');
  });

  test('new messages are said politely, old ones are not', async () => {
    await say(office.api, owner, desk.thread('Angebot'), 'so that it is the newest');
    await expect(messageIn(sidebar, 'the newest')).toBeVisible();
    const live = sidebar.locator('[aria-live=polite]').filter({ hasText: 'Tom Okafor' });
    await expect(live).toHaveCount(0);
    await answer('Said **aloud**');
    await expect(live).toHaveText('Tom Okafor: Said aloud');
    await goTo('Flow');
    await expect(messagesIn(sidebar)).toContainText('An answer');
    await expect(live).toHaveCount(0);
  });

  test('somebody whose device was signed out', async () => {
    const devices = await office.api.devices.list.query();
    for (const { id, current, kind } of devices)
      if (!current && kind === 'extension') await office.api.devices.revoke.mutate({ id });
    await expect(sidebar.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expectAccessible(sidebar, 'signed out');
    const popup = await desk.context.newPage();
    await popup.goto(extensionUrl('popup.html'));
    await expect(popup.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expectAccessible(popup.mainFrame(), 'popup, signed out');
    expect(await titleIn(sidebar).count()).toBe(1);
  });
});
