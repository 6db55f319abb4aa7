import { describe, expect, it } from 'vitest';
import { getThread, mara } from '#tests/support/mail-data.ts';
import { useOverlay } from './webmail/use-overlay.ts';

const flow = getThread(mara.address, 'Flow meters drift after the firmware update');

const { at, asked, tell, sidebarFrame, sidebarBox, pageEnd } = useOverlay();

describe('the sidebar beside the mail', () => {
  it('never covers the page, which lays itself out anew', async () => {
    await at.page.goto(at.gmail.urlOf(flow));
    await expect.poll(pageEnd).toBeLessThanOrEqual(1280 - 360);
    expect(await sidebarBox()).toMatchObject({ x: 1280 - 354, y: 0, width: 354, height: 800 });
    await at.page.getByText('Compose').click();
    expect(await pageEnd()).toBeLessThanOrEqual(1280 - 360);
  });

  it.each([
    ['1024 pixels', { width: 1024, height: 700 }],
    ['200 % zoom of a small window', { width: 640, height: 400 }],
    ['a very narrow window', { width: 480, height: 400 }],
  ])('leaves the mail more than half at %s', async (_what, viewport) => {
    await at.page.setViewportSize(viewport);
    await at.page.goto(at.gmail.urlOf(flow));
    const box = await sidebarBox();
    expect(box.width).toBeGreaterThanOrEqual(210);
    expect(box.x).toBeGreaterThan(viewport.width * 0.5);
    await expect
      .poll(() => at.page.evaluate(() => document.body.getBoundingClientRect().right))
      .toBeLessThanOrEqual(box.x);
  });

  it('stands at the left of a page written from right to left', async () => {
    at.gmail.change({ language: 'ar' });
    await at.page.goto(at.gmail.urlOf(flow));
    expect(await sidebarBox()).toMatchObject({ x: 0, width: 354 });
    await expect.poll(() => at.page.evaluate(() => document.body.getBoundingClientRect().left)).toBe(360);
  });

  it('is one frame for the life of the tab', async () => {
    await at.page.goto(at.gmail.urlOfList());
    const loadedAt = await (await sidebarFrame()).evaluate(() => document.body.dataset['loadedAt']);
    await at.page.getByText('Flow meters drift').first().click();
    await expect.poll(async () => (await asked('page.email')).at(-1)?.['state']).toBe('open');
    await at.page.goBack();
    await tell({ kind: 'set', settings: { collapsed: true } });
    await tell({ kind: 'set', settings: { collapsed: false } });
    expect(await (await sidebarFrame()).evaluate(() => document.body.dataset['loadedAt'])).toBe(loadedAt);
  });

  it('is hidden in print and full screen, and gives the page its width back', async () => {
    await at.page.goto(at.gmail.urlOf(flow));
    await sidebarFrame();
    await at.page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await expect.poll(() => at.page.evaluate(() => document.body.getBoundingClientRect().right)).toBe(1280);
    await at.page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await expect.poll(() => at.page.evaluate(() => document.body.getBoundingClientRect().right)).toBe(920);
    await at.page.getByText('Compose').click();
    await at.page.evaluate(() => document.querySelector('[role="dialog"]')?.requestFullscreen());
    await expect.poll(async () => (await (await sidebarFrame()).frameElement()).isVisible()).toBe(false);
    await at.page.evaluate(() => document.exitFullscreen());
    await expect.poll(async () => (await (await sidebarFrame()).frameElement()).isVisible()).toBe(true);
  });
});

describe('width and collapsing', () => {
  it('is dragged wider, within limits, and remembered', async () => {
    await at.page.goto(at.gmail.urlOf(flow));
    await sidebarFrame();
    await at.page.mouse.move(923, 300);
    await at.page.mouse.down();
    await at.page.mouse.move(823, 300, { steps: 4 });
    await at.page.mouse.up();
    await expect.poll(async () => (await asked('page.layout')).at(-1)).toEqual({ width: 460, collapsed: false });
    await expect.poll(pageEnd).toBeLessThanOrEqual(1280 - 460);
    await at.page.mouse.move(823, 300);
    await at.page.mouse.down();
    await at.page.mouse.move(100, 300, { steps: 4 });
    await at.page.mouse.up();
    expect((await sidebarBox()).width).toBe(576 - 6);
    await expect.poll(async () => (await asked('page.layout')).at(-1)).toEqual({ width: 576, collapsed: false });
    await at.page.reload();
    expect((await sidebarBox()).width).toBe(576 - 6);
  });

  it('is moved by keyboard, and Enter collapses it', async () => {
    await at.page.goto(at.gmail.urlOf(flow));
    await sidebarFrame();
    await at.page.mouse.click(923, 300);
    await at.page.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await asked('page.layout')).at(-1)).toEqual({ width: 376, collapsed: false });
    await at.page.keyboard.press('Home');
    await expect.poll(async () => (await asked('page.layout')).at(-1)).toEqual({ width: 280, collapsed: false });
    await at.page.keyboard.press('Enter');
    await expect.poll(async () => (await asked('page.layout')).at(-1)).toEqual({ width: 280, collapsed: true });
    expect(await sidebarBox()).toMatchObject({ x: 1240, width: 40 });
    await expect.poll(pageEnd).toBeLessThanOrEqual(1240);
  });

  it('obeys the sidebar, and gives the keyboard back to the mail', async () => {
    await at.page.goto(at.gmail.urlOf(flow));
    await sidebarFrame();
    const frame = await sidebarFrame();
    await frame.getByRole('button').focus();
    await expect.poll(() => frame.evaluate(() => document.hasFocus())).toBe(true);
    await tell({ kind: 'set', settings: { collapsed: true } });
    await tell({ kind: 'focus-mail' });
    await expect
      .poll(() => at.page.evaluate(() => document.activeElement?.closest('[role="main"]') !== null))
      .toBe(true);
    expect((await sidebarBox()).width).toBe(40);
  });

  it('opens a thread inside the page', async () => {
    await at.page.goto(at.gmail.urlOfList());
    await sidebarFrame();
    await at.page.evaluate(() => Object.assign(window, { isSameDocument: true }));
    await tell({ kind: 'navigate', url: `https://mail.google.com/mail/u/?authuser=${mara.address}#all/${flow.id}` });
    await expect.poll(async () => (await asked('page.email')).at(-1)?.['state']).toBe('open');
    expect(await at.page.evaluate(() => 'isSameDocument' in window)).toBe(true);
    await tell({ kind: 'navigate', url: 'https://attacker.example/' });
    await tell({ kind: 'navigate', url: 'javascript:alert(1)' });
    expect(at.page.url()).toContain('mail.google.com');
  });
});

describe('light and dark', () => {
  it('follows the page, also while it changes', async () => {
    at.gmail.change({ theme: 'dark' });
    await at.page.goto(at.gmail.urlOf(flow));
    await sidebarFrame();
    await expect.poll(async () => (await asked('page.theme')).at(-1)).toEqual({ dark: true });
    await at.page.evaluate(() => {
      for (const element of document.querySelectorAll<HTMLElement>('.bkK, .WN9Ejb')) element.style.background = '#fff';
      document.body.style.background = '#fff';
    });
    await expect.poll(async () => (await asked('page.theme')).at(-1)).toEqual({ dark: false });
  });
});
