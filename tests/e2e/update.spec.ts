import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { buildExtension, findSidebar } from '#tests/support/extension.ts';
import { composerIn, extensionUrl, messagesIn, write } from '#tests/support/sidebar.ts';
import { createOffice, type Desk, type Office, type Tab } from './office.ts';
import { readStoredText } from './stored-data.ts';

const sentence = 'Sidethread was updated. Reload this page to go on.';

test.describe('an update while a mail is open', () => {
  test.describe.configure({ mode: 'serial' });
  let folder: string;
  let office: Office;
  let desk: Desk;
  let tab: Tab;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'sidethread-update-'));
    await install('0.0.9');
    office = await createOffice();
    desk = await office.seat({ extensionDir: folder });
    tab = await desk.openThread('Flow');
  });

  test.afterAll(async () => {
    await office.close();
    await rm(folder, { recursive: true });
  });

  /** Puts our build where the browser loads the extension from; the key, and so the id, stays. */
  async function install(version: string): Promise<void> {
    await cp(await buildExtension(), folder, { recursive: true });
    const file = join(folder, 'manifest.json');
    const manifest = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...manifest, version }));
  }

  const readVersion = async () => {
    const worker = await desk.browser.worker();
    return worker.evaluate(() => {
      const { chrome } = globalThis as unknown as { chrome: { runtime: { getManifest(): { version: string } } } };
      return chrome.runtime.getManifest().version;
    });
  };

  test('the old sidebar says so once, and takes nothing that it could not keep', async () => {
    await write(tab.sidebar, 'said before the update');
    await expect(messagesIn(tab.sidebar)).toContainText('said before the update');
    await composerIn(tab.sidebar).fill('half a thought');
    const worker = await desk.browser.worker();
    await expect.poll(() => readStoredText(worker, 'half a thought')).toBe(true);
    expect(await readVersion()).toBe('0.0.9');
    await install('0.1.0');
    const updated = desk.context.waitForEvent('serviceworker');
    await worker.evaluate(() => {
      const { chrome } = globalThis as unknown as { chrome: { runtime: { reload(): void } } };
      chrome.runtime.reload();
    });
    await updated;
    await expect(tab.sidebar.getByText(sentence)).toHaveCount(1);
    await expect(composerIn(tab.sidebar)).toHaveValue('half a thought');
    await expect(composerIn(tab.sidebar)).not.toBeEditable();
    await expect(tab.sidebar.getByRole('button', { name: 'Post' })).toBeDisabled();
  });

  test('at the next mail the old sidebar goes, and the page says so instead', async () => {
    const client = await desk.context.newCDPSession(tab.page);
    const readSaid = async () => {
      const { nodes } = await client.send('Accessibility.getFullAXTree');
      return nodes.filter(({ name, role }) => role?.value === 'StaticText' && name?.value === sentence).length;
    };
    await tab.page.evaluate((url) => window.location.assign(url), desk.gmail.urlOf(desk.thread('Re: Spring')));
    await expect.poll(() => tab.page.frames().length).toBe(1);
    await expect.poll(readSaid).toBe(1);
    await tab.page.evaluate((url) => window.location.assign(url), desk.gmail.urlOf(desk.thread('Flow')));
    await expect(tab.page.getByRole('heading', { name: /Flow meters/ })).toBeVisible();
    expect(await readSaid()).toBe(1);
  });

  test('after a reload everything is as it was: signed in, the draft, the discussion', async () => {
    await tab.page.reload();
    const sidebar = await findSidebar(tab.page);
    await expect(composerIn(sidebar)).toHaveValue('half a thought');
    await expect(messagesIn(sidebar)).toContainText('said before the update');
    await expect(sidebar.getByText(sentence)).toHaveCount(0);
    expect(await readVersion()).toBe('0.1.0');
    await composerIn(sidebar).press('ControlOrMeta+Enter');
    await expect(messagesIn(sidebar)).toContainText('half a thought');
    const popup = await desk.context.newPage();
    await popup.goto(extensionUrl('popup.html'));
    await expect(popup.getByRole('button', { name: 'Sign out' })).toBeVisible();
  });
});
