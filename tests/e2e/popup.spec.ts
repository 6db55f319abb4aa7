import { expect, test } from '@playwright/test';
import type { Page } from 'playwright-core';
import { createOffice, personNamed, say, type Desk, type Office } from './office.ts';

const subject = 'Flow meters drift after the firmware update';
let office: Office;
let desk: Desk;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  test.setTimeout(120_000);
  office = await createOffice();
  desk = await office.seat();
  const { discussion } = await say(office.api, desk.person, desk.thread(subject), 'Who looks into this?');
  const target = { kind: 'discussion', discussionId: discussion.id } as const;
  await (
    await office.as('Tom')
  ).discussions.post.mutate({ messageId: crypto.randomUUID() as never, target, body: 'I do.' });
});
test.afterAll(() => office.close());

async function openPopup(): Promise<Page> {
  const page = await desk.context.newPage();
  await page.goto(desk.browser.urlOf('popup.html'));
  return page;
}

const sectionIn = (popup: Page) => popup.getByRole('region', { name: 'This page' });

async function inWorker(code: string): Promise<unknown> {
  return (await desk.browser.worker()).evaluate(code);
}

/** What the browser tells once its own question was answered: nothing can press it in a test. */
const allow = () => inWorker(`void chrome.permissions.onAdded.dispatch({ origins: ['http://127.0.0.1/*'] })`);

test('it says what is seen of the page, and a switch takes Sidethread off the site and back', async () => {
  const tab = await desk.openThread(subject);
  const popup = await openPopup();
  await expect(sectionIn(popup)).toContainText(subject);
  await expect(sectionIn(popup)).toContainText(desk.person.email);
  const site = sectionIn(popup).getByRole('switch', { name: 'Show Sidethread on mail.google.com' });
  await site.click();
  await expect(sectionIn(popup)).toContainText('stays silent');
  await expect.poll(() => tab.page.frames().length).toBe(1);
  await tab.page.reload();
  await expect(sectionIn(popup)).toContainText('stays silent');
  expect(tab.page.frames()).toHaveLength(1);
  await site.click();
  await expect.poll(() => tab.page.frames().length).toBe(2);
  await expect(sectionIn(popup)).toContainText(subject);
  // A tab that leads elsewhere shows no mail any more, and none is kept of it.
  await desk.context.route('https://elsewhere.example/**', (route) => route.fulfill({ body: 'Signed out.' }));
  await tab.page.goto('https://elsewhere.example/');
  await expect(sectionIn(popup)).toHaveCount(0);
  expect(JSON.stringify(await inWorker('chrome.storage.session.get()'))).not.toContain(subject);
  await tab.page.goBack();
  await expect(sectionIn(popup)).toContainText(subject);
  await tab.page.close();
  await expect(sectionIn(popup)).toHaveCount(0);
  await popup.close();
});

test('it is painted from what was last known, before the worker has said anything', async () => {
  const { cards } = await office.api.discussions.list.query({});
  const discussionId = cards.find((card) => card.subject === subject)?.id;
  if (discussionId === undefined) throw new Error('The discussion is not there.');
  const target = { kind: 'discussion', discussionId } as const;
  const tom = await office.as('Tom');
  await tom.discussions.post.mutate({ messageId: crypto.randomUUID() as never, target, body: 'News.' });
  const before = await openPopup();
  await expect(before.getByRole('listitem')).toContainText([subject]);
  await before.close();
  const popup = await desk.context.newPage();
  const errors: Error[] = [];
  popup.on('pageerror', (error) => errors.push(error));
  // A worker that never answers: what is sent goes nowhere.
  await popup.addInitScript(() => {
    const silent = { addListener: () => undefined, removeListener: () => undefined, hasListener: () => false };
    const port = { name: 'watch', onMessage: silent, onDisconnect: silent, postMessage: () => undefined };
    const { chrome } = globalThis as unknown as { chrome: { runtime: object } };
    Object.assign(chrome.runtime, { connect: () => port, sendMessage: () => new Promise(() => undefined) });
  });
  await popup.goto(desk.browser.urlOf('popup.html'));
  await expect(popup.getByRole('heading', { level: 1 })).toHaveText(personNamed('Mara').name);
  await expect(popup.getByRole('listitem')).toContainText([subject]);
  await expect(popup.getByRole('region', { name: 'Slack' })).toContainText('No Slack on this server');
  expect(errors).toEqual([]);
  // Without what was known there is nothing to paint, so the worker really was silent.
  await popup.evaluate(`chrome.storage.local.remove(['popup:topics', 'popup:look'])`);
  await popup.reload();
  await expect(popup.locator('#root > *')).toHaveCount(1);
  await expect(popup.getByRole('heading')).toHaveCount(0);
  await popup.close();
});

test('how it looked last stands there before its own code has come, and can’t be pressed', async () => {
  const before = await openPopup();
  await expect(before.getByRole('listitem')).toContainText([subject]);
  await expect
    .poll(() => inWorker(`chrome.storage.local.get('popup:look').then((kept) => JSON.stringify(kept))`))
    .toContain(subject);
  await before.close();
  const popup = await desk.context.newPage();
  await popup.route('**/chunks/start-popup-*.js', (route) => route.abort());
  const refused = popup.waitForEvent('requestfailed');
  await popup.goto(desk.browser.urlOf('popup.html'));
  await refused;
  await expect(popup.locator('#root > [inert] h1')).toHaveText(personNamed('Mara').name);
  await expect(popup.locator('#root > [inert] li')).toContainText([subject]);
  await popup.unrouteAll();
  await popup.reload();
  await expect(popup.locator('[inert]')).toHaveCount(0);
  await expect(popup.getByRole('heading', { level: 1 })).toHaveText(personNamed('Mara').name);
  await popup.close();
});

test('signing in goes on after the browser’s question has closed the popup, and says why it failed', async () => {
  const popup = await openPopup();
  await popup.getByRole('button', { name: 'Sign out' }).click();
  await expect(popup.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect
    .poll(() => inWorker(`chrome.storage.local.get(['popup:topics', 'popup:look']).then(Object.keys)`))
    .toEqual([]);
  const expectAt = (url: string) =>
    popup.evaluate(`chrome.runtime.sendMessage({ request: 'session.expect', input: { serverUrl: '${url}' } })`);

  await expectAt('http://127.0.0.1:9');
  await allow();
  await expect(popup.getByText('No Sidethread server answers at http://127.0.0.1:9')).toBeVisible();

  await expectAt(office.relay.url);
  await popup.close();
  const opened = desk.context.waitForEvent('page');
  await allow();
  const window = await opened;
  const again = await openPopup();
  await expect(again.getByRole('button', { name: 'Signing in…' })).toBeDisabled();
  const closed = window.waitForEvent('close');
  await window.getByRole('button', { name: 'Allow' }).click();
  await closed;
  await expect(again.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await again.close();
});

test('a wrong password says so in the window, which stays', async () => {
  const popup = await openPopup();
  await popup.getByRole('button', { name: 'Sign out' }).click();
  await popup.getByLabel('Server').fill(office.relay.url);
  const opened = desk.context.waitForEvent('page');
  await popup.getByRole('button', { name: 'Sign in' }).click();
  const window = await opened;
  await window.getByRole('button', { name: 'Use another account' }).click();
  await window.getByLabel('E-mail').fill(desk.person.email);
  await window.getByLabel('Password').fill('not this one');
  await window.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(window.getByText('the password is wrong')).toBeVisible();
  await window.close();
  await expect(popup.getByText('Signing in was stopped before it was finished.')).toBeVisible();
  await popup.close();
});
