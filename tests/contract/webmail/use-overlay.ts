import { rm } from 'node:fs/promises';
import type { BrowserContext, Frame, Page, Worker } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { launchChromium } from '#tests/support/chromium.ts';
import { serveGmail, type GmailStandIn } from '#tests/support/gmail/serve-gmail.ts';
import { listThreads, mara } from '#tests/support/mail-data.ts';
import { buildOverlayExtension } from '#tests/support/overlay-extension/build-overlay-extension.ts';

type Asked = { name: string; input: Record<string, unknown> };
type Hello = { choice: 'on' | 'off' | 'unasked'; settings: { width: number; collapsed: boolean } };

const accounts = [{ ...mara, threads: listThreads(mara.address) }];
const usual = { accounts, theme: 'light', language: 'en', layout: 'list', faults: {} } as const;

/** A frame that goes away while it is asked is not loaded. */
function isLoaded(frame: Frame | undefined): Promise<boolean> | undefined {
  return frame?.evaluate(() => document.body.dataset['loadedAt'] !== undefined).catch(() => false);
}

interface Place {
  context: BrowserContext;
  gmail: GmailStandIn;
  worker: Worker;
  page: Page;
}

/** Gmail with the overlay beside it, for the tests of a file: a browser for all, a page for each. */
export function useOverlay() {
  const at = {} as Place;
  let extensionDir: string;
  beforeAll(async () => {
    extensionDir = await buildOverlayExtension();
    at.context = await launchChromium({ extensionDir });
    at.gmail = await serveGmail(at.context, usual);
    at.worker = at.context.serviceWorkers()[0] ?? (await at.context.waitForEvent('serviceworker'));
  });
  afterAll(async () => {
    await at.context.close();
    await rm(extensionDir, { recursive: true });
  });
  beforeEach(async () => {
    at.gmail.change(usual);
    await answerWith({ choice: 'on', settings: { width: 360, collapsed: false } });
    at.page = await at.context.newPage();
  });
  afterEach(() => at.page.close());

  function answerWith(hello: Hello): Promise<void> {
    return at.worker.evaluate(
      (value) => void Object.assign(globalThis, { hello: value, asked: [], refusals: 0, refusal: 'unavailable' }),
      hello,
    );
  }

  function asked(name: string): Promise<Record<string, unknown>[]> {
    return at.worker.evaluate(
      (wanted) =>
        (globalThis as unknown as { asked: Asked[] }).asked
          .filter((one) => one.name === wanted)
          .map(({ input }) => input),
      name,
    );
  }

  async function tell(command: unknown): Promise<void> {
    await at.worker.evaluate(
      (value) => (globalThis as unknown as { tell(command: unknown): Promise<void> }).tell(value),
      command,
    );
  }

  const frames = (): Frame[] => at.page.frames().filter((frame) => frame.url().startsWith('chrome-extension:'));

  /** The sidebar's one frame, once its document is there. */
  async function sidebarFrame(): Promise<Frame> {
    await expect.poll(async () => frames().length === 1 && (await isLoaded(frames()[0]))).toBe(true);
    const [frame] = frames();
    if (frame === undefined) throw new Error('The sidebar is gone again.');
    return frame;
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
    return at.page.evaluate(() =>
      Math.max(...[...document.querySelectorAll('body *')].map((one) => one.getBoundingClientRect().right)),
    );
  }

  return { at, answerWith, asked, tell, frames, sidebarFrame, sidebarBox, pageEnd };
}
