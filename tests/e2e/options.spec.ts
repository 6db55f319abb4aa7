import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import type { Page } from 'playwright-core';
import { createOffice, personNamed, type Desk, type Office } from './office.ts';

let office: Office;
let desk: Desk;
let page: Page;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.setTimeout(120_000);
  office = await createOffice();
  desk = await office.seat({ granted: { permissions: ['notifications'] } });
  page = await desk.context.newPage();
});
test.afterAll(() => office.close());

const open = (section: string) => page.goto(desk.browser.urlOf(`options.html#${section}`));
const settings = () => office.api.notifications.settings.query();
const nav = () => page.getByRole('navigation', { name: 'Options' });
const title = () => page.getByRole('heading', { level: 1 });

test('each section has its own address, Back works, and a word finds the one that one needs', async () => {
  await open('devices');
  await expect(title()).toHaveText('Devices');
  await nav().getByRole('link', { name: 'Shortcuts' }).click();
  await expect(title()).toHaveText('Shortcuts');
  await page.goBack();
  await expect(title()).toHaveText('Devices');
  await nav().getByRole('searchbox').fill('quiet');
  await expect(nav().getByRole('link')).toHaveText(['Notifications']);
  await nav().getByRole('searchbox').press('Enter');
  await expect(title()).toHaveText('Notifications');
  await nav().getByRole('searchbox').fill('zebra');
  await expect(nav().getByText('Nothing by that name.')).toBeVisible();
});

test('notifications are switched on here, and quiet hours for all of one’s devices', async () => {
  await open('notifications');
  const here = page.getByRole('switch', { name: 'Show notifications in this browser' });
  await expect(here).not.toBeChecked();
  await here.click();
  await expect(here).toBeChecked();
  await page.getByRole('switch', { name: 'Quiet hours' }).click();
  await page.getByLabel('From').fill('20:30');
  await expect
    .poll(settings)
    .toMatchObject({ mentions: true, quiet: { from: 20 * 60 + 30, until: 420 }, quietWeekends: false });
  await page.reload();
  await expect(page.getByLabel('From')).toHaveValue('20:30');
  await expect(page.getByRole('switch', { name: 'Show notifications in this browser' })).toBeChecked();
});

test('the language changes at once, everywhere', async () => {
  await open('appearance');
  await page.getByRole('radio', { name: 'Deutsch' }).click();
  await expect(title()).toHaveText('Aussehen und Sprache');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.getByRole('radio', { name: 'English' }).click();
  await expect(title()).toHaveText('Appearance and language');
});

test('one’s picture and name change here, and the team sees them', async () => {
  await open('account');
  const seenByTom = async () =>
    (await (await office.as('Tom')).teams.members.query()).find(({ email }) => email === desk.person.email);
  // As from a camera: wide, and with more in the file than the picture.
  const photo = Buffer.concat([await page.screenshot({ type: 'jpeg' }), Buffer.from('GPS 59.91 N 10.75 E')]);
  const choose = page.getByLabel('Choose a picture').and(page.locator('input'));
  await choose.setInputFiles({ name: 'me.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') });
  await expect(page.getByText('Choose a picture in PNG, JPEG or WebP.')).toBeVisible();
  await choose.setInputFiles({ name: 'me.jpg', mimeType: 'image/jpeg', buffer: photo });
  await expect(page.getByText('Your teammates see your new picture.')).toBeVisible();
  const shown = page.locator(`img[src^="${office.relay.url}/pictures/"]`);
  await expect.poll(() => shown.evaluate((img) => (img instanceof HTMLImageElement ? img.naturalWidth : 0))).toBe(256);
  const { pictureUrl } = (await seenByTom()) ?? {};
  const bytes = Buffer.from(await (await fetch(pictureUrl ?? '')).arrayBuffer());
  expect(bytes.subarray(8, 12).toString()).toBe('WEBP');
  expect(bytes.includes('GPS')).toBe(false);
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(shown).toHaveCount(0);
  expect((await seenByTom())?.pictureUrl).toBeNull();
  await page.getByLabel('Name').fill('Mara Kowalski-Lind');
  await page.getByRole('button', { name: 'Save name' }).click();
  await expect.poll(async () => (await seenByTom())?.name).toBe('Mara Kowalski-Lind');
  await page.getByLabel('E-mail').fill('mara@elsewhere.example');
  await page.getByRole('button', { name: 'Change e-mail' }).click();
  await expect(page.getByText('This server sends no mail')).toBeVisible();
});

test('the report holds how things stand and nothing of mail or people', async () => {
  const tab = await desk.openThread('Flow meters');
  await open('diagnostics');
  const report = page.getByLabel('Report');
  await expect(report).toContainText('"state": "open"');
  await expect(report).toContainText('"connection": "online"');
  const text = (await report.textContent()) ?? '';
  for (const told of ['Flow meters', desk.person.email, desk.person.name]) expect(text).not.toContain(told);
  await tab.page.close();
});

test('a template is written with a preview, deleted and brought back, taken out as a file and brought in', async () => {
  await open('templates');
  await page.getByRole('button', { name: 'New template' }).click();
  await page.getByLabel('Name', { exact: true }).fill('It comes later');
  await page.getByLabel('Folder').fill('Orders / Delays');
  const text = page.getByRole('textbox', { name: 'Text of the template' });
  await text.fill('Dear ');
  await page.getByRole('button', { name: 'Variable' }).click();
  await page.getByRole('menuitem', { name: /^First name contact/ }).click();
  await expect(text).toHaveValue('Dear {{contact.firstName}}');
  await text.press('End');
  await page.keyboard.insertText(', it is **late**. {{contact.fields.Number}}');
  const preview = page.getByRole('region', { name: 'How it will read' });
  await expect(preview.locator('strong')).toHaveText('late');
  await expect(preview).toContainText('Dear Jack, it is late');
  await expect(preview.getByText('Would be missing: contact.fields.Number')).toBeVisible();
  await expect
    .poll(() => page.evaluate(`chrome.storage.local.get().then((kept) => JSON.stringify(kept))`))
    .toContain('it is **late**');
  await page.reload();
  await expect(text).toHaveValue('Dear {{contact.firstName}}, it is **late**. {{contact.fields.Number}}');
  await page.getByRole('button', { name: 'Save' }).click();

  const folder = page.getByRole('region', { name: 'Orders / Delays' });
  await expect(folder).toBeVisible();
  expect(await page.evaluate(`chrome.storage.local.get().then(JSON.stringify)`)).not.toContain('it is **late**');
  await folder.getByRole('button', { name: 'More about It comes later' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export as Markdown' }).click();
  const path = await (await downloading).path();
  await folder.getByRole('button', { name: 'More about It comes later' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(folder).toHaveCount(0);
  const exported = { name: 'late.md', mimeType: 'text/markdown', buffer: await readFile(path) };
  const picture = { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('PNG') };
  await page.locator('main input[type=file]').setInputFiles([exported, picture]);
  await expect(page.getByText('1 template added.')).toBeVisible();
  await expect(page.getByText('photo.png: This is neither a Markdown file')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(folder.getByText('It comes later')).toHaveCount(2);
  const [first, second] = await office.api.templates.list.query();
  expect(first?.body).toBe('Dear {{contact.firstName}}, it is **late**. {{contact.fields.Number}}');
  expect(second).toMatchObject({ body: first?.body, folder: 'Orders/Delays', scope: 'own' });
});

test('it stands on a phone’s width without scrolling sideways', async () => {
  await page.setViewportSize({ width: 360, height: 740 });
  const ids = (await nav().getByRole('link').all()).length;
  for (let at = 0; at < ids; at += 1) {
    await nav().getByRole('link').nth(at).click();
    await expect(title()).toBeVisible();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, (await title().textContent()) ?? '').toBeLessThanOrEqual(360);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
});

test('an admin renames the team, and who leaves it is out', async () => {
  await open('team');
  await page.getByLabel('Name of the team').fill('Larkfield Tools');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(title()).toHaveText('Larkfield Tools');
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('button', { name: 'Leave Larkfield Tools?' }).click();
  await expect(page.getByText('A team needs an owner. Make somebody else an owner first.')).toBeVisible();
  const { id } = (await office.api.teams.members.query()).find(({ name }) => name === personNamed('Tom').name) ?? {};
  if (id === undefined) throw new Error('Tom is not in the team.');
  await office.api.teams.setRole.mutate({ userId: id, role: 'owner' });
  await page.getByRole('button', { name: 'Leave Larkfield Tools?' }).click();
  await expect(title()).toHaveText('You are signed out');
  const members = await (await office.as('Tom')).teams.members.query();
  expect(members.map(({ name }) => name)).not.toContain(desk.person.name);
});
