import { expect, test } from '@playwright/test';
import type { Frame, Page } from 'puppeteer-core';
import { owner } from '#tests/support/larkfield.ts';
import { idleMs, press, startFirefoxDesk, type, type FirefoxDesk } from './firefox-desk.ts';
import { accountOf, createOffice, type Office } from './office.ts';

test.describe('in Firefox', () => {
  test.describe.configure({ mode: 'serial' });
  let office: Office;
  let desk: FirefoxDesk;
  let popup: Page;
  let page: Page;
  let sidebar: Frame;
  let cardTs: string;
  const account = accountOf(owner);
  const thread = account.threads.find(({ subject }) => subject.startsWith('Flow'))!;

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    office = await createOffice({ slack: true });
    desk = await startFirefoxDesk({ account });
  });

  test.afterAll(async () => {
    await desk.close();
    await office.close();
  });

  const asked = (path: string) => office.relay.requests.filter((request) => request.path.startsWith(path));
  const connections = () => asked('/trpc/live.events').length;

  test('one signs in from the popup', async () => {
    popup = await desk.signIn(office.relay.url, owner);
    const devices = await office.api.devices.list.query();
    expect(devices.map(({ name }) => name)).toContain('Firefox on Linux');
  });

  test('no content script can read what one is signed in with', async () => {
    const kept = await readStorage(popup);
    // Firefox lets content scripts read all of storage.local.
    expect(kept.extensionStorage).not.toContain('"token"');
    expect(kept.extensionStorage).not.toContain('"hashKey"');
    expect(kept.database).toContain('"token"');
    expect(kept.database).toContain(owner.email);
  });

  test('a mail shows its sidebar, and opening it sends keyed hashes only', async () => {
    ({ page, sidebar } = await desk.openThread(thread));
    await press(sidebar, 'Open Sidethread');
    await press(sidebar, 'Use with this account');
    await sidebar.waitForSelector('textarea');
    await expect.poll(() => asked('/trpc/correspondences.open').length).toBeGreaterThan(0);
    const told = asked('/trpc/correspondences.open')
      .map(({ body }) => body)
      .join();
    expect(told).not.toContain(thread.id);
    expect(told).not.toContain('@');
    expect(told).toMatch(/[0-9a-f]{64}/);
  });

  test('what is written goes to Slack, and an answer there comes back', async () => {
    await type(sidebar, 'textarea', 'Written in Firefox');
    await page.keyboard.down('Control');
    await page.keyboard.press('Enter');
    await page.keyboard.up('Control');
    const { message } = await office.slack.waitForMessage(({ text }) => text.includes('Written in Firefox'), 15_000);
    cardTs = message.thread_ts ?? message.ts;
    office.slack.say({ channel: 'customers', user: 'tom', text: 'Read in Slack', threadTs: cardTs });
    await expect.poll(() => readText(sidebar)).toContain('Read in Slack');
  });

  test('a background page that Firefox ends for idleness comes back, with what was said meanwhile', async () => {
    const before = connections();
    await expect.poll(connections, { timeout: idleMs * 5 }).toBeGreaterThan(before);
    office.slack.say({ channel: 'customers', user: 'tom', text: 'After a rest', threadTs: cardTs });
    await expect.poll(() => readText(sidebar)).toContain('After a rest');
    expect((await readText(sidebar)).split('After a rest')).toHaveLength(2);
  });
});

/** The discussion, without what is only said aloud. */
const readText = (sidebar: Frame) => sidebar.$eval('[role=log]', (log) => (log as HTMLElement).innerText);

/** All that the extension keeps, as seen from a page of its own: extension storage, and the database of secrets. */
async function readStorage(own: Page): Promise<{ extensionStorage: string; database: string }> {
  return own.evaluate(async () => {
    const { browser } = globalThis as unknown as { browser: { storage: { local: { get(): Promise<object> } } } };
    const opened = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('sidethread-secrets');
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('closed')));
    });
    const secrets = await new Promise<unknown>((resolve) => {
      const request = opened.transaction('secrets').objectStore('secrets').getAll();
      request.addEventListener('success', () => resolve(request.result));
    });
    opened.close();
    return { extensionStorage: JSON.stringify(await browser.storage.local.get()), database: JSON.stringify(secrets) };
  });
}
