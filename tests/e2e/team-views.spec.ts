import { chromium, type Browser, type Page } from 'playwright-core';
import { expect, test } from '@playwright/test';
import { findChromium } from '#tests/support/chromium.ts';
import { fakeWorkerOf } from '#tests/support/view-gallery/fake-worker.ts';
import { openScene } from '#tests/support/view-gallery/open-scene.ts';
import { startGallery, type Gallery } from '#tests/support/view-gallery/start-gallery.ts';

/** The options' team over a fake worker: what is said where a server or a browser refuses. */
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
  page = await browser.newPage({ viewport: { width: 1024, height: 760 }, locale: 'en-US' });
});
test.afterEach(() => page.close());

test('who can’t be removed is said where that was asked, and no choice is lost', async () => {
  const problem = 'The team needs another owner first.';
  await page.addInitScript((text) => Object.assign(window, { givenProblems: { 'team.remove-member': text } }), problem);
  await openScene(page, gallery, 'departure', { language: 'en' });
  const dialog = page.getByRole('dialog');
  const mailbox = dialog.getByRole('combobox', { name: 'support@larkfield.example' });
  await mailbox.selectOption({ index: 1 });
  const chosen = await mailbox.inputValue();
  await dialog.getByRole('button', { name: /^Remove / }).click();
  await expect(dialog.getByRole('alert')).toHaveText(problem);
  await expect(mailbox).toHaveValue(chosen);
  await expect(dialog.getByRole('button', { name: /^Remove / })).toBeEnabled();
  await page.screenshot({ path: '.artifacts/departure-refused.png' });
  expect(await fakeWorkerOf(page).asked('team.remove-member')).toHaveLength(1);
});

test('a browser that does not let an invitation’s link be copied is said', async () => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
    document.execCommand = () => false;
  });
  await openScene(page, gallery, 'options-team', { language: 'en' });
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('The browser did not let us copy.')).toBeVisible();
  await expect(page.getByText(/is copied/)).toHaveCount(0);
});
