import { rm } from 'node:fs/promises';
import type { BrowserContext, Frame, Page, Worker } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium } from '#tests/support/chromium.ts';
import { serveGmail, type GmailStandIn } from '#tests/support/gmail/serve-gmail.ts';
import { getThread, listThreads, mara } from '#tests/support/mail-data.ts';
import { buildOverlayExtension } from '#tests/support/overlay-extension/build-overlay-extension.ts';

type Asked = { name: string; input: Record<string, unknown> };
type Hello = { choice: 'on' | 'off' | 'unasked'; settings: { width: number; collapsed: boolean } };

const flow = getThread(mara.address, 'Flow meters drift after the firmware update');
const accounts = [{ ...mara, threads: listThreads(mara.address) }];
const usual = { accounts, theme: 'light', language: 'en', layout: 'list', faults: {} } as const;

let extensionDir: string;
let context: BrowserContext;
let gmail: GmailStandIn;
let worker: Worker;
let page: Page;

beforeAll(async () => {
  extensionDir = await buildOverlayExtension();
  context = await launchChromium({ extensionDir });
  gmail = await serveGmail(context, usual);
  worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
});
afterAll(async () => {
  await context.close();
  await rm(extensionDir, { recursive: true });
});
beforeEach(async () => {
  gmail.change(usual);
  await answerWith({ choice: 'on', settings: { width: 360, collapsed: false } });
  page = await context.newPage();
});
afterEach(() => page.close());

function answerWith(hello: Hello): Promise<void> {
  return worker.evaluate(
    (value) => void Object.assign(globalThis, { hello: value, asked: [], refusals: 0, refusal: 'unavailable' }),
    hello,
  );
}

function asked(name: string): Promise<Record<string, unknown>[]> {
  return worker.evaluate(
    (wanted) =>
      (globalThis as unknown as { asked: Asked[] }).asked
        .filter((one) => one.name === wanted)
        .map(({ input }) => input),
    name,
  );
}

async function tell(command: unknown): Promise<void> {
  await worker.evaluate(
    (value) => (globalThis as unknown as { tell(command: unknown): Promise<void> }).tell(value),
    command,
  );
}

const frames = (): Frame[] => page.frames().filter((frame) => frame.url().startsWith('chrome-extension:'));

/** The sidebar's one frame, once its document is there. */
async function sidebarFrame(): Promise<Frame> {
  await expect.poll(async () => frames().length === 1 && (await isLoaded(frames()[0]))).toBe(true);
  const [frame] = frames();
  if (frame === undefined) throw new Error('The sidebar is gone again.');
  return frame;
}

/** A frame that goes away while it is asked is not loaded. */
function isLoaded(frame: Frame | undefined): Promise<boolean> | undefined {
  return frame?.evaluate(() => document.body.dataset['loadedAt'] !== undefined).catch(() => false);
}

/** Where the sidebar stands, in pixels of the page. */
async function sidebarBox(): Promise<{ x: number; y: number; width: number; height: number }> {
  const element = await (await sidebarFrame()).frameElement();
  const box = await element.boundingBox();
  if (box === null) throw new Error('The sidebar is not on screen.');
  return box;
}

/** How far to the right the page itself reaches, with everything that is fixed in it. */
function pageEnd(): Promise<number> {
  return page.evaluate(() =>
    Math.max(...[...document.querySelectorAll('body *')].map((one) => one.getBoundingClientRect().right)),
  );
}

describe('the sidebar beside the mail', () => {
  it('never covers the page, which lays itself out anew', async () => {
    await page.goto(gmail.urlOf(flow));
    await expect.poll(pageEnd).toBeLessThanOrEqual(1280 - 360);
    expect(await sidebarBox()).toMatchObject({ x: 1280 - 354, y: 0, width: 354, height: 800 });
    await page.getByText('Compose').click();
    expect(await pageEnd()).toBeLessThanOrEqual(1280 - 360);
  });

  it.each([
    ['1024 pixels', { width: 1024, height: 700 }],
    ['200 % zoom of a small window', { width: 640, height: 400 }],
    ['a very narrow window', { width: 480, height: 400 }],
  ])('leaves the mail more than half at %s', async (_what, viewport) => {
    await page.setViewportSize(viewport);
    await page.goto(gmail.urlOf(flow));
    const box = await sidebarBox();
    expect(box.width).toBeGreaterThanOrEqual(210);
    expect(box.x).toBeGreaterThan(viewport.width * 0.5);
    await expect
      .poll(() => page.evaluate(() => document.body.getBoundingClientRect().right))
      .toBeLessThanOrEqual(box.x);
  });

  it('stands at the left of a page written from right to left', async () => {
    gmail.change({ language: 'ar' });
    await page.goto(gmail.urlOf(flow));
    expect(await sidebarBox()).toMatchObject({ x: 0, width: 354 });
    await expect.poll(() => page.evaluate(() => document.body.getBoundingClientRect().left)).toBe(360);
  });

  it('is one frame for the life of the tab', async () => {
    await page.goto(gmail.urlOfList());
    const loadedAt = await (await sidebarFrame()).evaluate(() => document.body.dataset['loadedAt']);
    await page.getByText('Flow meters drift').first().click();
    await expect.poll(async () => (await asked('page.email')).at(-1)?.['state']).toBe('open');
    await page.goBack();
    await tell({ kind: 'set', settings: { collapsed: true } });
    await tell({ kind: 'set', settings: { collapsed: false } });
    expect(await (await sidebarFrame()).evaluate(() => document.body.dataset['loadedAt'])).toBe(loadedAt);
  });

  it('is hidden in print and full screen, and gives the page its width back', async () => {
    await page.goto(gmail.urlOf(flow));
    await sidebarFrame();
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await expect.poll(() => page.evaluate(() => document.body.getBoundingClientRect().right)).toBe(1280);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await expect.poll(() => page.evaluate(() => document.body.getBoundingClientRect().right)).toBe(920);
    await page.getByText('Compose').click();
    await page.evaluate(() => document.querySelector('[role="dialog"]')?.requestFullscreen());
    await expect.poll(async () => (await (await sidebarFrame()).frameElement()).isVisible()).toBe(false);
    await page.evaluate(() => document.exitFullscreen());
    await expect.poll(async () => (await (await sidebarFrame()).frameElement()).isVisible()).toBe(true);
  });
});

describe('width and collapsing', () => {
  it('is dragged wider, within limits, and remembered', async () => {
    await page.goto(gmail.urlOf(flow));
    await sidebarFrame();
    await page.mouse.move(923, 300);
    await page.mouse.down();
    await page.mouse.move(823, 300, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await asked('page.layout')).at(-1)).toEqual({ width: 460, collapsed: false });
    await expect.poll(pageEnd).toBeLessThanOrEqual(1280 - 460);
    await page.mouse.move(823, 300);
    await page.mouse.down();
    await page.mouse.move(100, 300, { steps: 4 });
    await page.mouse.up();
    expect((await sidebarBox()).width).toBe(576 - 6);
    await expect.poll(async () => (await asked('page.layout')).at(-1)).toEqual({ width: 576, collapsed: false });
    await page.reload();
    expect((await sidebarBox()).width).toBe(576 - 6);
  });

  it('is moved by keyboard, and Enter collapses it', async () => {
    await page.goto(gmail.urlOf(flow));
    await sidebarFrame();
    await page.mouse.click(923, 300);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(async () => (await asked('page.layout')).at(-1)).toEqual({ width: 376, collapsed: false });
    await page.keyboard.press('Home');
    await expect.poll(async () => (await asked('page.layout')).at(-1)).toEqual({ width: 280, collapsed: false });
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await asked('page.layout')).at(-1)).toEqual({ width: 280, collapsed: true });
    expect(await sidebarBox()).toMatchObject({ x: 1240, width: 40 });
    await expect.poll(pageEnd).toBeLessThanOrEqual(1240);
  });

  it('obeys the sidebar, and gives the keyboard back to the mail', async () => {
    await page.goto(gmail.urlOf(flow));
    await sidebarFrame();
    const frame = await sidebarFrame();
    await frame.getByRole('button').focus();
    await expect.poll(() => frame.evaluate(() => document.hasFocus())).toBe(true);
    await tell({ kind: 'set', settings: { collapsed: true } });
    await tell({ kind: 'focus-mail' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role="main"]') !== null)).toBe(true);
    expect((await sidebarBox()).width).toBe(40);
  });

  it('opens a thread inside the page', async () => {
    await page.goto(gmail.urlOfList());
    await sidebarFrame();
    await page.evaluate(() => Object.assign(window, { isSameDocument: true }));
    await tell({ kind: 'navigate', url: `https://mail.google.com/mail/u/?authuser=${mara.address}#all/${flow.id}` });
    await expect.poll(async () => (await asked('page.email')).at(-1)?.['state']).toBe('open');
    expect(await page.evaluate(() => 'isSameDocument' in window)).toBe(true);
    await tell({ kind: 'navigate', url: 'https://attacker.example/' });
    await tell({ kind: 'navigate', url: 'javascript:alert(1)' });
    expect(page.url()).toContain('mail.google.com');
  });
});

describe('light and dark', () => {
  it('follows the page, also while it changes', async () => {
    gmail.change({ theme: 'dark' });
    await page.goto(gmail.urlOf(flow));
    await sidebarFrame();
    await expect.poll(async () => (await asked('page.theme')).at(-1)).toEqual({ dark: true });
    await page.evaluate(() => {
      for (const element of document.querySelectorAll<HTMLElement>('.bkK, .WN9Ejb')) element.style.background = '#fff';
      document.body.style.background = '#fff';
    });
    await expect.poll(async () => (await asked('page.theme')).at(-1)).toEqual({ dark: false });
  });
});

describe('accounts', () => {
  it('mounts nothing, moves nothing and tells nothing where the account is off', async () => {
    const settings = { width: 360, collapsed: false };
    await answerWith({ choice: 'off', settings });
    await page.goto(gmail.urlOf(flow));
    await expect.poll(async () => (await asked('page.hello')).length).toBe(1);
    await page.locator('[role="main"] [data-do="back"]').click();
    await page.getByText('Spring order').first().click();
    const laidOut = await page.evaluate(() => [
      document.body.getBoundingClientRect().right,
      document.documentElement.children.length,
    ]);
    expect(laidOut).toEqual([1280, 2]);
    expect(frames()).toEqual([]);
    const before = await Promise.all(['page.email', 'page.theme', 'page.layout'].map(asked));
    expect(before).toEqual([[], [], []]);
    await answerWith({ choice: 'on', settings });
    await tell({ kind: 'choice', choice: 'on' });
    await expect.poll(async () => (await asked('page.email')).map(({ state }) => state)).toEqual(['open']);
  });

  it('asks with a closed tab, grows when asked to, and stays when switched on', async () => {
    await answerWith({ choice: 'unasked', settings: { width: 360, collapsed: false } });
    await page.goto(gmail.urlOf(flow));
    expect((await sidebarBox()).width).toBe(40);
    await expect.poll(async () => (await asked('page.layout')).at(-1)).toEqual({ width: 360, collapsed: true });
    await tell({ kind: 'set', settings: { collapsed: false } });
    await expect.poll(async () => (await sidebarBox()).width).toBe(354);
    expect(await asked('page.email')).toEqual([]);
    const [frame] = frames();
    await answerWith({ choice: 'on', settings: { width: 360, collapsed: false } });
    await tell({ kind: 'choice', choice: 'on' });
    await expect.poll(async () => (await asked('page.email')).length).toBe(1);
    expect((await sidebarBox()).width).toBe(354);
    expect(frames()).toEqual([frame]);
  });

  it('goes away when switched off', async () => {
    await page.goto(gmail.urlOf(flow));
    await sidebarFrame();
    await answerWith({ choice: 'off', settings: { width: 360, collapsed: false } });
    await tell({ kind: 'choice', choice: 'off' });
    await expect.poll(() => frames().length).toBe(0);
    await expect.poll(pageEnd).toBe(1280);
  });

  it('greets again a worker that forgot the page, and loses no mail', async () => {
    await page.goto(gmail.urlOfList());
    await expect.poll(async () => (await asked('page.email')).at(-1)?.['state']).toBe('none');
    await worker.evaluate(() => void Object.assign(globalThis, { refusals: 1 }));
    await page.getByText('Flow meters drift').first().click();
    await expect.poll(async () => (await asked('page.hello')).length).toBe(2);
    await expect
      .poll(async () => (await asked('page.email')).map(({ state }) => state))
      .toEqual(['none', 'open', 'open']);
    expect(frames()).toHaveLength(1);
  });

  it('leaves the page when the extension was updated under it', async () => {
    await page.goto(gmail.urlOfList());
    await sidebarFrame();
    await worker.evaluate(() => void Object.assign(globalThis, { refusals: 1, refusal: 'gone' }));
    await page.getByText('Flow meters drift').first().click();
    await expect.poll(() => frames().length).toBe(0);
    await expect.poll(pageEnd).toBe(1280);
    await expect.poll(readStatuses).toEqual(['Updated. Reload this page.']);
    await page.goBack();
    await page.getByText('Flow meters drift').first().click();
    expect(await readStatuses()).toEqual(['Updated. Reload this page.']);
  });

  it('tells the account with the greeting, and the mail after it, each change once', async () => {
    await page.goto(gmail.urlOfList());
    await expect.poll(async () => (await asked('page.email')).at(-1)?.['state']).toBe('none');
    await page.getByText('Flow meters drift').first().click();
    await expect.poll(async () => (await asked('page.email')).at(-1)?.['state']).toBe('open');
    expect((await asked('page.hello')).map(({ account }) => account)).toEqual([mara.address]);
    const told = (await asked('page.email')).map((email) => JSON.stringify(email));
    expect(new Set(told).size).toBe(told.length);
  });
});

/** What the overlay says in the page itself, where only the browser's own accessibility tree reaches. */
async function readStatuses(): Promise<string[]> {
  const client = await context.newCDPSession(page);
  const { nodes } = await client.send('Accessibility.getFullAXTree');
  await client.detach();
  return nodes.flatMap(({ role, name }) =>
    role?.value === 'StaticText' && String(name?.value).startsWith('Updated.') ? [String(name?.value)] : [],
  );
}

/** How the host element of the sidebar is rendered. */
function look(): Promise<string> {
  return page.evaluate(() => {
    const host = document.querySelector('html > div');
    if (host === null) return 'none';
    const { opacity, display, transform, right, zIndex, width } = getComputedStyle(host);
    return JSON.stringify({ opacity, display, transform, right, zIndex, width });
  });
}

describe('a hostile page', () => {
  it('sees neither frame nor address', async () => {
    await page.goto(gmail.urlOf(flow));
    await sidebarFrame();
    const seen = await page.evaluate(() => ({
      frames: window.length,
      elements: document.querySelectorAll('iframe').length,
      roots: [...document.documentElement.children].filter((child) => child.shadowRoot !== null).length,
      entries: performance.getEntries().filter(({ name }) => /extension|nonce/.test(name)).length,
      html: /extension|nonce-\d/.test(document.documentElement.outerHTML),
    }));
    expect(seen).toEqual({ frames: 0, elements: 0, roots: 0, entries: 0, html: false });
  });

  it('can’t restyle the sidebar by style sheet or attribute', async () => {
    await page.goto(gmail.urlOf(flow));
    await sidebarFrame();
    const before = await look();
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        'html > div { opacity: 0 !important; transform: translateX(500px) !important; display: none !important }',
      );
      document.adoptedStyleSheets = [sheet];
      for (const host of document.querySelectorAll<HTMLElement>('html > div')) {
        host.style.setProperty('opacity', '0', 'important');
        host.hidden = true;
        host.inert = true;
      }
    });
    await expect.poll(look).toBe(before);
    expect(await page.evaluate(() => document.querySelector('html > div')?.getAttributeNames())).toEqual(['style']);
  });

  it('that takes the sidebar out gets it back with a new nonce, a few times only', async () => {
    await page.goto(gmail.urlOf(flow));
    await sidebarFrame();
    for (let removal = 1; removal <= 5; removal += 1) {
      await page.evaluate(() => document.querySelector('html > div')?.remove());
      await expect.poll(async () => (await asked('page.hello')).length).toBe(removal + 1);
      await sidebarFrame();
    }
    await page.evaluate(() => document.querySelector('html > div')?.remove());
    await expect.poll(() => page.evaluate(() => document.body.getBoundingClientRect().right)).toBe(1280);
    expect(frames()).toEqual([]);
  });

  it('that keeps tampering loses the sidebar for good', async () => {
    await page.goto(gmail.urlOf(flow));
    await sidebarFrame();
    await page.evaluate(async () => {
      for (let count = 0; count < 40; count += 1) {
        document.querySelector<HTMLElement>('html > div')?.setAttribute('data-count', String(count));
        await new Promise(requestAnimationFrame);
      }
    });
    await expect.poll(() => frames().length).toBe(0);
    expect(await page.evaluate(() => document.body.getBoundingClientRect().right)).toBe(1280);
  });

  it('moves nothing with forged events on the handle’s place', async () => {
    await page.goto(gmail.urlOf(flow));
    await sidebarFrame();
    const before = (await asked('page.layout')).length;
    await page.evaluate(() => {
      const host = document.querySelector('html > div');
      for (const type of ['pointerdown', 'pointermove', 'pointerup', 'dblclick', 'keydown']) {
        host?.dispatchEvent(new PointerEvent(type, { bubbles: true, composed: true, clientX: 500, button: 0 }));
      }
    });
    expect((await asked('page.layout')).length).toBe(before);
    expect((await sidebarBox()).width).toBe(354);
  });
});
