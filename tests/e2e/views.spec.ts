import { chromium, type Browser, type Page } from 'playwright-core';
import { expect, test } from '@playwright/test';
import { findChromium } from '#tests/support/chromium.ts';
import { startGallery, type Gallery, type SceneOptions } from '#tests/support/view-gallery/start-gallery.ts';

/** The views alone, over a fake worker: what depends on moments that a real one passes through too fast. */
let gallery: Gallery;
let browser: Browser;
let page: Page;

test.beforeAll(async () => {
  gallery = await startGallery();
  browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
});
test.afterAll(async () => {
  await browser.close();
  await gallery.close();
});
test.beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 340, height: 720 }, locale: 'en-US' });
});
test.afterEach(() => page.close());

const open = (scene: string, options?: SceneOptions) => page.goto(gallery.urlOf(scene, options));
const composer = () => page.getByRole('textbox', { name: 'Message to your team' });

/** Changes what the worker says of the tab; `change` is merged into it. */
function changeTab(change: object): Promise<void> {
  return page.evaluate((next) => {
    const { topics, setTopic } = (window as unknown as { gallery: FakeWorker }).gallery;
    setTopic('tab', { ...(topics['tab'] as object), ...next });
  }, change);
}
interface FakeWorker {
  topics: Record<string, unknown>;
  setTopic(topic: string, value: unknown): void;
  kept: Map<string, unknown>;
  asked: { name: string; input: Record<string, unknown> }[];
  release(key: string): void;
}
const kept = (key: string) =>
  page.evaluate((name) => (window as unknown as { gallery: FakeWorker }).gallery.kept.get(name), key);
const release = (key: string) =>
  page.evaluate((name) => (window as unknown as { gallery: FakeWorker }).gallery.release(name), key);
const tabOf = () =>
  page.evaluate(() => (window as unknown as { gallery: FakeWorker }).gallery.topics['tab'] as Record<string, object>);

test('a part that fails says so, and comes back with the next mail or by its button', async () => {
  await open('busy');
  const good = await tabOf();
  await changeTab({ correspondence: { ...good['correspondence'], discussion: { messages: null } } });
  await expect(page.getByRole('alert')).toHaveText(/This part of Sidethread failed\. What you wrote is kept\./);
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await changeTab({ correspondence: good['correspondence'] });
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect(page.getByRole('log')).toBeVisible();
  await changeTab({ threadKey: 't2', correspondence: { ...good['correspondence'], discussion: { messages: null } } });
  await expect(page.getByRole('alert')).toBeVisible();
  await changeTab({ threadKey: 't3', correspondence: good['correspondence'] });
  await expect(page.getByRole('log')).toBeVisible();
});

test('an update of the extension is said once, and what is shown stays', async () => {
  await open('busy');
  await page.evaluate(() => {
    const { setTopic } = (window as unknown as { gallery: FakeWorker }).gallery;
    setTopic('connection', { state: 'updated' });
  });
  await expect(page.getByText('Sidethread was updated. Reload this page to go on.')).toHaveCount(1);
  await expect(page.getByRole('log')).toBeVisible();
});

test('the composer keeps focus and text while the page is between two states of one mail', async () => {
  await open('empty');
  const { email } = await tabOf();
  await composer().pressSequentially('Half a sen');
  await changeTab({
    email: { state: 'loading', webmail: 'gmail', account: 'mara@larkfield.example' },
    threadKey: null,
  });
  await expect(page.getByRole('status', { name: 'Opening this mail' })).toBeAttached();
  await page.keyboard.type('tence');
  await page.keyboard.press('Control+Enter');
  await changeTab({ email, threadKey: 't1' });
  await expect(page.getByRole('status', { name: 'Opening this mail' })).not.toBeAttached();
  await expect(composer()).toBeFocused();
  await expect(composer()).toHaveValue('Half a sentence');
  const posted = await page.evaluate(() =>
    (window as unknown as { gallery: FakeWorker }).gallery.asked.filter(({ name }) => name === 'message.post'),
  );
  expect(posted).toEqual([]);
});

test('another mail’s composer is not the one before', async () => {
  await open('empty');
  const { email } = await tabOf();
  await composer().pressSequentially('About the first');
  await changeTab({
    email: { state: 'loading', webmail: 'gmail', account: 'mara@larkfield.example' },
    threadKey: null,
  });
  await changeTab({ email, threadKey: 't2' });
  await expect(composer()).toHaveValue('');
  await changeTab({ threadKey: 't1' });
  await expect(composer()).toHaveValue('About the first');
});

test('what is typed before storage answers is joined to what it kept', async () => {
  await page.clock.install();
  await open('empty-private', { isStorageHeld: true });
  await composer().pressSequentially('And one thing more');
  // Longer than a change waits to be saved.
  await page.clock.runFor(1_000);
  expect(await kept('draft:t1')).toMatchObject({ text: 'Could you look at the margin here?' });
  await release('draft:t1');
  const both = 'Could you look at the margin here?\nAnd one thing more';
  await expect(composer()).toHaveValue(both);
  await expect.poll(() => kept('draft:t1')).toMatchObject({ text: both, visibility: 'private' });
});

test('a message taken back brings its files along', async () => {
  await open('offline');
  const tab = await tabOf();
  const files = [{ fileId: crypto.randomUUID(), name: 'calibration.pdf', size: 482_133 }];
  const queued = (tab['queued'] as unknown as object[]).map((message) => ({ ...message, files }));
  await changeTab({ queued });
  await page.getByRole('button', { name: 'Edit' }).first().click();
  await expect(page.getByRole('list', { name: 'Attached files' })).toHaveText(/calibration\.pdf/);
  await expect(composer()).toHaveValue('I tell Jack that we swap all four before the 27th.');
});

test('an earlier mail’s snapshot never shows under a new one, however late storage answers', async () => {
  await open('snapshot', { isStorageHeld: true });
  await expect(composer()).toBeVisible();
  await changeTab({ threadKey: 't2' });
  await expect(page.getByRole('status', { name: 'Loading the discussion' })).toBeVisible();
  await release('snapshot:t1');
  // The draft comes out of the same storage after it: once that is here, the snapshot has been as well.
  await composer().pressSequentially('x');
  await release('draft:t2');
  await expect.poll(() => kept('draft:t2')).toMatchObject({ text: 'x' });
  await expect(page.getByRole('log')).toHaveCount(0);
  await release('snapshot:t2');
  await changeTab({ threadKey: 't1' });
  await expect(page.getByRole('log')).toBeVisible();
});
