import { expect, test } from '@playwright/test';
import type { Page } from 'playwright-core';
import { owner } from '#tests/support/larkfield.ts';
import { extensionUrl } from '#tests/support/sidebar.ts';
import { createOffice, personNamed, type Desk, type Office } from './office.ts';

test.describe('a connected mailbox', () => {
  test.describe.configure({ mode: 'serial' });
  const start = 'Re: Spring order';
  let office: Office;
  let desk: Desk;
  let options: Page;
  let tom: Desk;

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    office = await createOffice({ gmailApi: true });
    desk = await office.seat();
    options = await desk.context.newPage();
    await options.goto(`${extensionUrl('options.html')}#mailboxes`);
  });

  test.afterAll(() => office.close());

  test('is connected by its provider’s consent page, and syncs', async () => {
    const opened = desk.context.waitForEvent('page');
    await options.getByRole('button', { name: 'Connect', exact: true }).first().click();
    const consent = await opened;
    await consent.getByRole('link', { name: `Continue as ${owner.email}` }).click();
    await expect(options.getByText(/^Up to date/)).toBeVisible({ timeout: 60_000 });
  });

  test('shows the team nothing before its owner has seen how much that is', async () => {
    expect((await office.api.correspondences.list.query({ view: 'all' })).cards).toEqual([]);
    await options.getByRole('button', { name: 'Sharing' }).click();
    const dialog = options.getByRole('dialog');
    await dialog.getByRole('radio', { name: /^Everything/ }).check();
    await dialog.getByRole('button', { name: /^Share \d+ e-mails$/ }).click();
    await expect(options.getByText(/e-mails of this mailbox are shared now/)).toBeVisible();
  });

  test('puts the correspondence beside its open mail, with its e-mails', async () => {
    const { sidebar } = await desk.openThread(start);
    const line = sidebar.getByRole('region', { name: 'Where this mail stands' });
    await line.getByRole('button', { name: '3 e-mails' }).click();
    const mails = sidebar.getByRole('main', { name: 'E-mails' });
    await expect(mails).toContainText('can delivery be split in two?');
    await expect(mails).toContainText('Your team sees this because you share everything.');
    await mails.getByRole('button', { name: 'Show as sent' }).click();
    const asSent = sidebar.frameLocator('iframe[title="The e-mail as it was sent"]');
    await expect(asSent.locator('div[dir=ltr]')).toContainText(/\w{3,}/);
    await expect(asSent.locator('div[dir=ltr]')).toBeVisible();
    expect(await asSent.locator('body').evaluate(() => window.origin)).toMatch(/^chrome-extension:/);
    await line.getByRole('button', { name: /^State: Open/ }).click();
    await sidebar.getByRole('menuitemradio', { name: /^Waiting/ }).click();
    await expect(line.getByRole('button', { name: /^State: Waiting/ })).toBeVisible();
  });

  test('shows a new mail to a teammate who has no mailbox connected, in the list and live', async () => {
    tom = await office.seat({ person: personNamed('Tom') });
    const page = await tom.context.newPage();
    await page.goto(extensionUrl('inbox.html'));
    await page.getByRole('button', { name: 'Mine' }).click();
    const rows = page.getByRole('list', { name: 'E-mail threads' }).getByRole('listitem');
    await expect(rows.filter({ hasText: desk.thread(start).subject })).toContainText('Waiting');
    const mailbox = office.gmailApi.mailbox(owner.email);
    mailbox.deliver({
      raw: [
        'From: Nadia Rahman <nadia@harbour-works.example>',
        `To: ${owner.email}`,
        'Subject: Eight pallets by Friday?',
        'Message-ID: <pallets@harbour-works.example>',
        `Date: ${new Date().toUTCString()}`,
        '',
        'Could you send eight pallets by Friday?',
        '',
      ].join('\r\n'),
    });
    const [known] = await office.api.mailboxes.list.query();
    if (known === undefined) throw new Error('There is no mailbox.');
    await office.api.mailboxes.check.mutate({ mailboxId: known.id });
    await expect(rows.first()).toContainText('Eight pallets by Friday?');
    await rows.first().getByRole('button').click();
    await expect(page.getByRole('main', { name: 'E-mails' })).toContainText('Could you send eight pallets by Friday?');
  });

  test('lets one ask why an e-mail is where it is, take it out by hand, and take that back', async () => {
    const { sidebar } = await desk.openThread(start);
    const line = sidebar.getByRole('region', { name: 'Where this mail stands' });
    await line.getByRole('button', { name: '3 e-mails' }).click();
    const mails = sidebar.getByRole('main', { name: 'E-mails' });
    await mails.getByRole('button', { name: 'E-mail menu' }).click();
    await sidebar.getByRole('menuitem', { name: 'Why is this here?' }).click();
    await expect(sidebar.getByRole('dialog').getByRole('listitem').first()).toContainText(/\w{3,}/);
    await sidebar.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await mails.getByRole('button', { name: 'E-mail menu' }).click();
    await sidebar.getByRole('menuitem', { name: 'Move to a thread of its own' }).click();
    await expect(line.getByRole('button', { name: '2 e-mails' })).toBeVisible();
    await sidebar.getByRole('button', { name: 'Undo' }).click();
    await expect(line.getByRole('button', { name: '3 e-mails' })).toBeVisible();
  });

  test('lets in a teammate who proved its address and asks, and is handed over by who leaves', async () => {
    const his = await tom.context.newPage();
    await his.goto(`${extensionUrl('options.html')}#mailboxes`);
    const connect = async (email: string): Promise<void> => {
      const opened = tom.context.waitForEvent('page');
      await his.getByRole('button', { name: 'Connect', exact: true }).first().click();
      await (await opened).getByRole('link', { name: `Continue as ${email}` }).click();
    };
    await connect(owner.email);
    await his.getByRole('button', { name: 'Ask for access' }).click();
    await expect(his.getByText('Asked', { exact: true })).toBeVisible();
    // A tab behind another one draws once a second, and each click waits for two pictures.
    await options.bringToFront();
    await options.getByRole('button', { name: 'Accept' }).click();
    await expect(options.getByText('Used with Tom')).toBeVisible();
    await expect(his.getByText(`Connected by ${owner.name}`)).toBeVisible();
    await expect(his.getByText('Asked', { exact: true })).toBeHidden();
    await options.getByRole('button', { name: 'People' }).click();
    const people = options.getByRole('dialog', { name: `Who uses ${owner.email}` });
    await expect(people.getByRole('switch', { name: /^Tom .* uses this mailbox/ })).toBeChecked();
    await people.getByRole('button', { name: 'Close' }).click();

    const { email } = tom.person;
    await connect(email);
    await expect(his.getByText(/^Up to date/)).toHaveCount(2, { timeout: 30_000 });
    await options.getByRole('button', { name: 'Propose a rule' }).click();
    const proposal = options.getByRole('dialog', { name: 'Propose a rule' });
    await proposal.getByLabel('Mail with').selectOption({ label: 'Everybody' });
    await proposal.getByRole('button', { name: 'Propose', exact: true }).click();
    await expect(options.getByText('Mailboxes: 0 accepted, 0 declined, 2 not answered yet')).toBeVisible();
    await his.reload();
    await his.getByRole('listitem').filter({ hasText: email }).getByRole('button', { name: 'Look at it' }).click();
    await his
      .getByRole('dialog')
      .getByRole('button', { name: /^Share \d+ e-mails$/ })
      .click();
    await expect(his.getByRole('button', { name: 'Take back' })).toBeVisible();

    await options.goto(`${extensionUrl('options.html')}#team`);
    const row = options.getByText(email, { exact: true }).locator('xpath=ancestor::div[.//button][1]');
    await row.getByRole('button', { name: 'Remove' }).click();
    const departure = options.getByRole('dialog', { name: /^Remove Tom/ });
    await departure.getByLabel(email).selectOption({ label: `Hand over to ${owner.name}` });
    await departure.getByRole('button', { name: 'Remove Tom?' }).click();
    await expect(departure).toBeHidden();
    await options.goto(`${extensionUrl('options.html')}#mailboxes`);
    await expect(options.getByText(email, { exact: true }).first()).toBeVisible();
    await his.close();
  });

  test('is described for other programs on a page that needs nothing from elsewhere', async () => {
    const page = await desk.context.newPage();
    const refused: string[] = [];
    page.on('console', (line) => line.type() === 'error' && refused.push(line.text()));
    await page.goto(`${office.relay.url}/api/docs`);
    await expect(page.getByText('/correspondences/{id}/notify')).toBeVisible();
    expect(refused.filter((text) => /Content Security Policy/.test(text))).toEqual([]);
    await page.close();
  });

  test('whose consent is revoked says so at once, and what to do', async () => {
    office.gmailApi.authority.revokeConsent(owner.email);
    const known = (await office.api.mailboxes.list.query()).find(({ address }) => address === owner.email);
    if (known === undefined) throw new Error('There is no mailbox.');
    await office.api.mailboxes.check.mutate({ mailboxId: known.id });
    await expect(options.getByRole('button', { name: 'Reconnect' })).toBeVisible();
    const { sidebar } = await desk.openThread(start);
    await expect(sidebar.getByRole('button', { name: `Reconnect ${owner.email}` })).toBeVisible();
  });

  test('is connected again, and disconnected, in the popup', async () => {
    const popup = await desk.context.newPage();
    await popup.goto(extensionUrl('popup.html'));
    const line = popup.getByRole('region', { name: owner.email });
    const opened = desk.context.waitForEvent('page');
    await line.getByRole('button', { name: 'Reconnect' }).click();
    await (await opened).getByRole('link', { name: `Continue as ${owner.email}` }).click();
    await expect(line.getByText(/^Up to date/)).toBeVisible({ timeout: 30_000 });
    await line.getByRole('button', { name: `Manage ${owner.email}` }).click();
    await popup.getByRole('menuitem', { name: 'Disconnect' }).click();
    await popup.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
    // Behind the dialog nothing counts as there; it goes once the mailbox has.
    await expect(popup.getByRole('dialog')).toHaveCount(0);
    await expect(line).toHaveCount(0);
    const left = await office.api.mailboxes.list.query();
    expect(left.map(({ address }) => address)).not.toContain(owner.email);
  });
});
