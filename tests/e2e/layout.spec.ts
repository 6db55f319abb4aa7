import { expect, test } from '@playwright/test';
import type { Frame, Page } from 'playwright-core';
import { findSidebar } from '#tests/support/extension.ts';
import { composerIn, messageIn, titleIn, write } from '#tests/support/sidebar.ts';
import { createOffice, type Desk, type Office } from './office.ts';

type Box = { x: number; y: number; width: number; height: number };

test.describe('where the sidebar stands', () => {
  test.describe.configure({ mode: 'serial' });
  let office: Office;
  let desk: Desk;
  let page: Page;
  let sidebar: Frame;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    office = await createOffice();
    desk = await office.seat();
    ({ page, sidebar } = await desk.openThread('Flow'));
  });

  test.afterAll(() => office.close());

  async function reload(): Promise<void> {
    await page.reload();
    sidebar = await findSidebar(page);
  }

  async function panel(): Promise<Box> {
    const box = await (await sidebar.frameElement()).boundingBox();
    if (box === null) throw new Error('The sidebar is not on the page.');
    return box;
  }

  /** How wide the frame believes to be, and whether something in it does not fit. */
  const readInside = () =>
    sidebar.evaluate(() => ({
      overflows: document.documentElement.scrollWidth > innerWidth,
      width: innerWidth,
    }));

  /** Nothing of the mail's own page lies under the panel or outside the window, and the panel shows all of itself. */
  async function expectBeside(): Promise<void> {
    const limit = await page.evaluate(() => ({
      width: innerWidth,
      height: innerHeight,
      scrolls: document.documentElement.scrollWidth > innerWidth,
    }));
    expect(limit.scrolls).toBe(false);
    await expect
      .poll(async () => {
        const { x, width } = await panel();
        const boxes = await page.evaluate(() =>
          [...document.querySelectorAll('[role=main], [role=banner], [role=complementary], [role=navigation]')]
            .map((element) => element.getBoundingClientRect())
            .filter((box) => box.width > 0)
            .map(({ left, right }) => ({ left, right })),
        );
        expect(boxes.length).toBeGreaterThan(2);
        return boxes.filter(
          ({ left, right }) => (right > x + 1 && left < x + width - 1) || right > limit.width + 1 || left < -1,
        );
      })
      .toEqual([]);
    const box = await panel();
    expect(box.y).toBe(0);
    expect(box.height).toBe(limit.height);
    // The frame learns its new width a moment after the page has given it.
    await expect.poll(readInside).toEqual({ overflows: false, width: Math.round(box.width) });
  }

  async function dragHandle(by: number): Promise<void> {
    const { x, height } = await panel();
    await page.mouse.move(x - 2, height / 2);
    await page.mouse.down();
    await page.mouse.move(x - 2 + by, height / 2, { steps: 8 });
    await page.mouse.up();
  }

  test('beside the mail, never over it, and the page lays itself out anew', async () => {
    await expectBeside();
    const main = await page.locator('[role=main]').boundingBox();
    expect(main?.width).toBeGreaterThan(500);
  });

  for (const [what, width, height] of [
    ['in a window of 1024 px', 1024, 700],
    ['at 200 % zoom', 640, 400],
  ] as const) {
    test(`${what} one still reads and writes`, async () => {
      await page.setViewportSize({ width, height });
      await expectBeside();
      const { width: own } = await panel();
      expect(own).toBeLessThanOrEqual(width * 0.46);
      await expect(composerIn(sidebar)).toBeInViewport();
      await write(sidebar, `written ${what}`);
      await expect(messageIn(sidebar, `written ${what}`)).toBeVisible();
      await expect(messageIn(sidebar, `written ${what}`)).toBeInViewport();
      await page.screenshot({ path: test.info().outputPath('window.png') });
      await expect(sidebar.getByRole('button', { name: 'Collapse' })).toBeInViewport();
      await page.setViewportSize({ width: 1280, height: 800 });
    });
  }

  test('dragged wider, it stays so after a reload, in other tabs too', async () => {
    const before = await panel();
    await dragHandle(-140);
    const { width } = await panel();
    expect(Math.abs(width - before.width - 140)).toBeLessThan(4);
    await expectBeside();
    await reload();
    await expect.poll(async () => (await panel()).width).toBe(width);
    const other = await desk.open(desk.gmail.urlOfList());
    await expect(titleIn(other.sidebar)).toHaveText('Discussions');
    const box = await (await other.sidebar.frameElement()).boundingBox();
    expect(box?.width).toBe(width);
    await other.page.close();
    await dragHandle(-2000);
    expect((await panel()).width).toBeLessThanOrEqual(1280 * 0.45);
    await expectBeside();
    await dragHandle(2000);
    expect((await panel()).width).toBeGreaterThan(250);
    await expectBeside();
  });

  test('collapsed, it is a narrow tab, stays so after a reload, and opens as wide as before', async () => {
    const { width } = await panel();
    await sidebar.getByRole('button', { name: 'Collapse' }).click();
    const open = sidebar.getByRole('button', { name: /^Open Sidethread/ });
    await expect(open).toBeVisible();
    await expect.poll(async () => (await panel()).width).toBeLessThanOrEqual(48);
    await expectBeside();
    await reload();
    await expect(sidebar.getByRole('button', { name: /^Open Sidethread/ })).toBeVisible();
    expect((await panel()).width).toBeLessThanOrEqual(48);
    await sidebar.getByRole('button', { name: /^Open Sidethread/ }).click();
    await expect(composerIn(sidebar)).toBeVisible();
    expect((await panel()).width).toBe(width);
  });

  test('it is as dark or light as the page, also when that changes', async () => {
    const ground = () => sidebar.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await expect(sidebar.locator('html[data-theme=light]')).toBeAttached();
    expect(brightness(await ground())).toBeGreaterThan(200);
    desk.gmail.change({ theme: 'dark' });
    await reload();
    await expect(sidebar.locator('html[data-theme=dark]')).toBeAttached();
    expect(brightness(await ground())).toBeLessThan(60);
    await page.evaluate(() => {
      for (const box of document.querySelectorAll<HTMLElement>('[role=main], .bkK, .WN9Ejb, body'))
        box.style.background = '#fff';
    });
    await expect(sidebar.locator('html[data-theme=light]')).toBeAttached();
    desk.gmail.change({ theme: 'light' });
  });

  test('at the left where the page is written from right to left', async () => {
    desk.gmail.change({ language: 'ar' });
    await reload();
    await expect(composerIn(sidebar)).toBeVisible();
    expect((await panel()).x).toBe(0);
    await expectBeside();
    const before = (await panel()).width;
    const { width } = await panel();
    await page.mouse.move(width + 2, 300);
    await page.mouse.down();
    await page.mouse.move(width + 82, 300, { steps: 8 });
    await page.mouse.up();
    expect(Math.abs((await panel()).width - before - 80)).toBeLessThan(4);
    await expectBeside();
    desk.gmail.change({ language: 'en' });
  });
});

/** The mean of a colour's three parts, 0 to 255. */
function brightness(color: string): number {
  const parts = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  return parts.reduce((sum, part) => sum + part, 0) / 3;
}
