import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { toSigned } from '#shared/contract/selector-update.ts';
import { releaseKey } from '#shared/release-key.ts';
import { buildExtension, findSidebar } from '#tests/support/extension.ts';
import { composerIn, contactIn, extensionUrl, titleIn } from '#tests/support/sidebar.ts';
import { changeMarkup } from '../contract/webmail/change-markup.ts';
import { createOffice, type Desk, type Office, type Tab } from './office.ts';

const own = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const pinned = own.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');

/** An update as whoever publishes the extension signs it; `gmail` may be what no update may be. */
function signed(version: number, gmail: unknown, key: KeyObject = own.privateKey): string {
  const payload = JSON.stringify({ version, date: '2026-11-20', expiresAt: '2099-01-01T00:00:00Z', gmail });
  return JSON.stringify({ payload, signature: sign(null, toSigned(payload), key).toString('base64') });
}

/** What reads the changed page. */
const reading = { threadHexAttributes: ['data-tid'] };
/** What would name the wrong thread by any attribute that the page offers. */
const misleading = { threadHexAttributes: ['data-other'] };

test.describe('newer selectors, from the team’s server to a page that is open', () => {
  let folder: string;
  let office: Office;
  let desk: Desk;
  let tab: Tab;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'sidethread-selectors-'));
    await publish(signed(3, reading, stranger.privateKey));
    office = await createOffice({ settings: { SELECTORS_FROM: join(folder, 'signed.json') } });
    desk = await office.seat({ extensionDir: await buildWithKey(join(folder, 'extension')) });
    await (await desk.openThread('Flow')).page.close();
    desk.gmail.change({ faults: { jslog: 'missing', permId: 'missing' } });
    tab = await openChanged();
  });

  test.afterAll(async () => {
    await office.close();
    await rm(folder, { recursive: true, force: true });
  });

  const publish = (file: string): Promise<void> => writeFile(join(folder, 'signed.json'), file);
  const countAsked = (): number =>
    office.relay.requests.filter(({ path }) => path.includes('webmail.selectors')).length;

  /** The thread, on a page whose heading calls its id by another name and lies by a third. */
  async function openChanged(): Promise<Tab> {
    const page = await desk.context.newPage();
    await changeMarkup(
      page,
      (m) => {
        m.rename('h2', 'data-legacy-thread-id', 'data-tid');
        m.set('h2', 'data-other', '18c1e0ffffffffff');
      },
      '',
    );
    await page.goto(desk.gmail.urlOf(desk.thread('Flow')));
    return { page, sidebar: await findSidebar(page) };
  }

  /** The server has another file, and six hours have gone by for the browser, whose worker ended meanwhile. */
  async function laterWith(file: string): Promise<void> {
    await publish(file);
    await office.kill();
    await office.restart();
    const before = countAsked();
    const page = await desk.context.newPage();
    await page.goto(extensionUrl('popup.html'));
    await page.evaluate(setAskedAt, 0);
    // What the worker remembers goes with it; the next one reads what is stored.
    await desk.browser.killWorker();
    await expect.poll(countAsked, { timeout: 20_000 }).toBeGreaterThan(before);
    // Written once the answer was judged, and told to the tabs.
    await expect.poll(() => page.evaluate(setAskedAt, null)).toBeGreaterThan(0);
    await page.close();
  }

  async function expectUnreadable(): Promise<void> {
    await expect(tab.sidebar.getByRole('region', { name: 'Can’t read this page' })).toBeVisible({ timeout: 20_000 });
    await expect(composerIn(tab.sidebar)).toHaveCount(0);
    await expect(contactIn(tab.sidebar)).toHaveCount(0);
  }

  async function expectRead(): Promise<void> {
    await expect(titleIn(tab.sidebar)).toHaveText(desk.thread('Flow').subject, { timeout: 20_000 });
    await expect(composerIn(tab.sidebar)).toBeVisible();
  }

  test('are believed only where the pinned key signed them, are data, and never grow older', async () => {
    await expectUnreadable();
    expect(countAsked()).toBeGreaterThan(0);
    await laterWith(signed(4, { threadHexAttributes: '() => document.title' }));
    await expectUnreadable();
    await laterWith(signed(5, reading));
    await expectRead();
    await laterWith(signed(4, misleading));
    await expectRead();
    await tab.page.reload();
    tab = { ...tab, sidebar: await findSidebar(tab.page) };
    await expectRead();
  });
});

/** The shipped build with another release key in its place. */
async function buildWithKey(folder: string): Promise<string> {
  await cp(await buildExtension(), folder, { recursive: true });
  const file = join(folder, 'background.js');
  const parts = (await readFile(file, 'utf8')).split(releaseKey);
  expect(parts).toHaveLength(2);
  await writeFile(file, parts.join(pinned));
  return folder;
}

/** In a page of the extension: when the worker last asked for an update, which a number changes. */
async function setAskedAt(askedAt: number | null): Promise<number> {
  const { chrome } = globalThis as unknown as { chrome: { storage: { local: Storage } } };
  type Storage = { get(key: string): Promise<Record<string, Kept>>; set(items: Record<string, Kept>): Promise<void> };
  type Kept = { askedAt: number };
  const key = 'selector-update';
  const stored = (await chrome.storage.local.get(key))[key];
  if (stored === undefined) return 0;
  if (askedAt !== null) await chrome.storage.local.set({ [key]: { ...stored, askedAt } });
  return stored.askedAt;
}
