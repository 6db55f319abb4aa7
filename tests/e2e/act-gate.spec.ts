import { chromium, type Browser, type Page } from 'playwright-core';
import { expect, test } from '@playwright/test';
import { findChromium } from '#tests/support/chromium.ts';
import { startGallery, type Gallery } from '#tests/support/view-gallery/start-gallery.ts';

/** The gate before every act, with a browser that says what is seen when the test wants it to. */
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
  await page.addInitScript(() => {
    class Watched {
      constructor(callback: (entries: object[]) => void, options: { trackVisibility?: boolean } = {}) {
        if (options.trackVisibility !== true) return;
        Object.assign(window, {
          say: (isVisible: boolean) => callback([{ isVisible, intersectionRatio: isVisible ? 1 : 0 }]),
        });
      }
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    }
    Object.assign(window, { IntersectionObserver: Watched });
  });
  await page.goto(gallery.urlOf('busy'));
});
test.afterEach(() => page.close());

/** What the browser says of the frame. */
const say = (isVisible: boolean) =>
  page.evaluate((told) => (window as unknown as { say(isVisible: boolean): void }).say(told), isVisible);
const toList = () => page.getByRole('button', { name: /^Discussions/ });
const list = () => page.getByRole('textbox', { name: /^Search/ });
const notice = () => page.getByText(/Something covers/);

test('a click before the browser’s first word waits for it, and then counts once', async () => {
  await toList().click();
  await expect(list()).toHaveCount(0);
  await say(true);
  await expect(list()).toBeVisible();
  await expect(notice()).toHaveCount(0);
});

test('a click that waited is dropped, with a word, when the frame turns out to be covered', async () => {
  // The browser may speak of the size before for a moment.
  await page.waitForFunction(() => performance.now() > 500);
  await toList().click();
  await say(false);
  await expect(notice()).toBeVisible();
  await say(true);
  await expect(list()).toHaveCount(0);
});

test('right after the panel grew a click waits and is not called covered', async () => {
  await say(true);
  // The browser speaks of the size before once more.
  await page.evaluate(() => {
    const { say: tell } = window as unknown as { say(isVisible: boolean): void };
    window.addEventListener('resize', () => setTimeout(() => tell(false)));
  });
  await page.setViewportSize({ width: 420, height: 720 });
  await toList().click();
  await say(true);
  await expect(list()).toBeVisible();
  await expect(notice()).toHaveCount(0);
});

test('a menu opens, and a key acts, after the same wait', async () => {
  await page.getByRole('button', { name: 'Discussion menu' }).click();
  await say(true);
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Discussion menu' })).toBeFocused();
  await page.setViewportSize({ width: 400, height: 720 });
  await toList().focus();
  await page.keyboard.press('Enter');
  await expect(list()).toHaveCount(0);
  await say(true);
  await expect(list()).toBeVisible();
});

test('in a frame cut down to a strip nothing acts', async () => {
  await page.setViewportSize({ width: 340, height: 100 });
  await say(true);
  await toList().click();
  await expect(notice()).toBeVisible();
  await expect(list()).toHaveCount(0);
});
