import { once } from 'node:events';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { extensionId } from '#shared/extension-id.ts';
import { findSidebar, startBrowserWithExtension } from '#tests/support/extension.ts';
import { composerIn, extensionUrl, messagesIn, write } from '#tests/support/sidebar.ts';
import { createOffice, type Desk, type Office, type Tab } from './office.ts';
import { createSelfSignedCertificate } from './self-signed-certificate.ts';
import { readStoredKeys } from './stored-data.ts';

test.describe('what can go wrong around a browser', () => {
  test.describe.configure({ mode: 'serial' });
  let office: Office;
  let desk: Desk;
  let tab: Tab;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    office = await createOffice();
    desk = await office.seat();
    tab = await desk.openThread('Flow');
    await write(tab.sidebar, 'to begin with');
    await expect.poll(readBodies).toEqual(['to begin with']);
  });

  test.afterAll(() => office.close());

  /** What the server has, in order. */
  async function readBodies(): Promise<string[]> {
    const [card] = (await office.api.discussions.list.query({})).cards;
    if (card === undefined) return [];
    return (await office.api.discussions.get.query({ discussionId: card.id })).messages.map(({ body }) => body);
  }

  for (const kind of ['page', 'redirect'] as const) {
    test(`a Wi-Fi that answers with a ${kind}: it says so, and what is written goes out afterwards, once`, async () => {
      const before = await readBodies();
      office.relay.capture(kind);
      await expect(
        tab.sidebar.getByText(/^Offline since .* Something else answers in the server’s place/),
      ).toBeVisible();
      await write(tab.sidebar, `behind a ${kind}`);
      await expect(messagesIn(tab.sidebar)).toContainText(`behind a ${kind}`);
      await desk.browser.killWorker();
      await expect(tab.sidebar.getByText(/Something else answers/)).toBeVisible();
      office.relay.mend();
      await expect(tab.sidebar.getByText(/^Offline since/)).toHaveCount(0, { timeout: 20_000 });
      await expect.poll(readBodies, { timeout: 40_000 }).toEqual([...before, `behind a ${kind}`]);
    });
  }

  test('a full storage gives up what is only there to paint quickly, and the message goes out', async () => {
    const before = await readBodies();
    await expect.poll(async () => (await readStoredKeys(await desk.browser.worker())).join()).toContain('snapshot:');
    await fillStorage(desk);
    await write(tab.sidebar, 'room was made');
    await expect.poll(readBodies).toEqual([...before, 'room was made']);
    await emptyStorage(desk);
  });

  test('a full storage: what can’t be kept is said, nothing is half sent, and it goes on once there is room', async () => {
    const before = await readBodies();
    await forgetSnapshots(desk);
    await fillStorage(desk);
    await composerIn(tab.sidebar).fill('no room for this');
    await expect(tab.sidebar.getByText(/storage is full: this text is lost if you close the tab/)).toBeVisible();
    await composerIn(tab.sidebar).press('ControlOrMeta+Enter');
    await expect(
      tab.sidebar.getByText(/storage is full, so the message could not be kept and was not sent/),
    ).toBeVisible();
    await expect(composerIn(tab.sidebar)).toHaveValue('no room for this');
    await desk.browser.killWorker();
    await emptyStorage(desk);
    expect(await readBodies()).toEqual(before);
    await composerIn(tab.sidebar).press('ControlOrMeta+Enter');
    await expect(composerIn(tab.sidebar)).toHaveValue('');
    await expect.poll(readBodies).toEqual([...before, 'no room for this']);
  });

  test('a database that the browser has thrown away is made anew', async () => {
    await clearDatabases(desk);
    await desk.goTo(tab, 'Re: Spring');
    await desk.goTo(tab, 'Flow');
    await expect(messagesIn(tab.sidebar)).toContainText('to begin with');
    await write(tab.sidebar, 'without its database');
    await expect.poll(async () => (await readBodies()).at(-1)).toBe('without its database');
  });

  test('a database that the browser refuses: it says so, and everything else works', async () => {
    const worker = await desk.browser.worker();
    await worker.evaluate(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('Refused.', 'UnknownError');
      };
    });
    await clearDatabases(desk);
    await desk.goTo(tab, 'Re: Spring');
    await desk.goTo(tab, 'Flow');
    await expect(tab.sidebar.getByText(/gives Sidethread no storage/)).toBeVisible();
    await expect(messagesIn(tab.sidebar)).toContainText('without its database');
    await write(tab.sidebar, 'from memory');
    await expect.poll(async () => (await readBodies()).at(-1)).toBe('from memory');
    await desk.browser.killWorker();
    await tab.page.reload();
    tab.sidebar = await findSidebar(tab.page);
    await expect(messagesIn(tab.sidebar)).toContainText('from memory');
    await expect(tab.sidebar.getByText(/gives Sidethread no storage/)).toHaveCount(0);
  });
});

test('an address that can’t be signed in at says why in one sentence', async () => {
  const untrusted = createServer(createSelfSignedCertificate('untrusted.example'), (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  const website = createPlainServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A website</title>');
  });
  for (const server of [untrusted, website]) await once(server.listen(0, '127.0.0.1'), 'listening');
  const browser = await startBrowserWithExtension({
    granted: { origins: ['https://untrusted.example/*', 'https://unknown.example/*'] },
    args: [`--host-resolver-rules=MAP untrusted.example 127.0.0.1:${portOf(untrusted)}, MAP unknown.example ~NOTFOUND`],
  });
  const popup = await browser.context.newPage();
  await popup.goto(extensionUrl('popup.html'));
  const signInAt = async (address: string) => {
    await popup.getByLabel('Server').fill(address);
    await popup.getByRole('button', { name: 'Sign in' }).click();
  };
  const unanswered = (address: string) => popup.getByText(`No Sidethread server answers at ${address}.`);
  await signInAt('https://untrusted.example');
  await expect(unanswered('https://untrusted.example')).toContainText('the browser does not trust its certificate');
  await signInAt('https://unknown.example');
  await expect(unanswered('https://unknown.example')).toContainText('Check the address and your connection.');
  await signInAt(`http://127.0.0.1:${portOf(website)}`);
  await expect(popup.getByText(/, but it is no Sidethread server\. Check the address/)).toBeVisible();
  expect(browser.context.pages().filter((page) => page.url().includes('/extension/authorize'))).toEqual([]);
  await browser.close();
  untrusted.close();
  website.close();
});

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

interface Storage {
  chrome: {
    storage: {
      local: {
        get(): Promise<object>;
        set(items: object): Promise<void>;
        remove(keys: string[]): Promise<void>;
      };
    };
  };
}

/** Leaves extension storage without a byte of room. */
async function fillStorage(desk: Desk): Promise<void> {
  const worker = await desk.browser.worker();
  await worker.evaluate(async () => {
    const { local } = (globalThis as unknown as Storage).chrome.storage;
    for (let size = 4 << 20; size >= 1; size = Math.floor(size / 2)) {
      for (let isRoom = true, count = 0; isRoom; count += 1) {
        isRoom = await local.set({ [`filler-${size}-${count}`]: 'x'.repeat(size) }).then(
          () => true,
          () => false,
        );
      }
    }
  });
}

const emptyStorage = (desk: Desk) => removeStored(desk, 'filler-');
const forgetSnapshots = (desk: Desk) => removeStored(desk, 'snapshot:');

async function removeStored(desk: Desk, prefix: string): Promise<void> {
  const worker = await desk.browser.worker();
  await worker.evaluate(async (wanted) => {
    const { local } = (globalThis as unknown as Storage).chrome.storage;
    await local.remove(Object.keys(await local.get()).filter((key) => key.startsWith(wanted)));
  }, prefix);
}

/** What a browser short of space does to the databases of our extension. */
async function clearDatabases(desk: Desk): Promise<void> {
  const page = await desk.context.newPage();
  const client = await desk.context.newCDPSession(page);
  const origin = `chrome-extension://${extensionId}`;
  await client.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await page.close();
}
