import { rm } from 'node:fs/promises';
import type { BrowserContext, Page, Worker } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SelectorUpdate } from '#shared/contract/selector-update.ts';
import { launchChromium } from '#tests/support/chromium.ts';
import { serveGmail, type GmailStandIn } from '#tests/support/gmail/serve-gmail.ts';
import { buildOverlayExtension } from '#tests/support/overlay-extension/build-overlay-extension.ts';
import { changeMarkup } from './webmail/change-markup.ts';
import { accounts, flow } from './webmail/larkfield-mail.ts';

type Asked = { name: string; input: Record<string, unknown> };

// A page is called unreadable only once it has been still for a while.
const patience = { timeout: 10_000 };
const builtInDate = '2026-11-20';
const settings = { width: 360, collapsed: false };
const update: SelectorUpdate = {
  version: 1,
  date: '2027-02-03',
  expiresAt: '2099-01-01T00:00:00Z',
  gmail: { subject: ['h2[data-tid]', 'h2[['], threadHexAttributes: ['data-tid', 'on click'], somethingElse: ['x'] },
};

let extensionDir: string;
let context: BrowserContext;
let gmail: GmailStandIn;
let worker: Worker;
let page: Page;

beforeAll(async () => {
  extensionDir = await buildOverlayExtension();
  context = await launchChromium({ extensionDir });
  gmail = await serveGmail(context, { accounts, faults: { jslog: 'missing', permId: 'missing' } });
  worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
});
afterAll(async () => {
  await context.close();
  await rm(extensionDir, { recursive: true });
});
beforeEach(async () => {
  await answerHello({ choice: 'on', settings });
  page = await context.newPage();
});
afterEach(() => page.close());

const answerHello = (hello: unknown): Promise<void> =>
  worker.evaluate((value) => void Object.assign(globalThis, { hello: value, asked: [] }), hello);

const asked = (name: string): Promise<Record<string, unknown>[]> =>
  worker.evaluate(
    (wanted) =>
      (globalThis as unknown as { asked: Asked[] }).asked
        .filter((one) => one.name === wanted)
        .map(({ input }) => input),
    name,
  );

const newestState = async (): Promise<unknown> => (await asked('page.email')).at(-1)?.['state'];

describe('a page that has changed', () => {
  beforeEach(async () => {
    await changeMarkup(page, (m) => m.rename('h2', 'data-legacy-thread-id', 'data-tid'), '');
  });

  it('is called unreadable, which is counted once', async () => {
    await page.goto(gmail.urlOf(flow));
    await expect.poll(newestState, patience).toBe('unreadable');
    expect(await asked('page.losses')).toEqual([
      { webmail: 'gmail', selectors: builtInDate, kinds: ['thread-not-named'] },
    ]);
  });

  it('is read again with newer selectors, which come with the greeting', async () => {
    await answerHello({ choice: 'on', settings, selectors: update });
    await page.goto(gmail.urlOf(flow));
    await expect.poll(newestState, patience).toBe('open');
    expect((await asked('page.email')).at(-1)).toMatchObject({ thread: { id: flow.id }, subject: flow.subject });
  });

  it('is read again with newer selectors, which come while it is open', async () => {
    await page.goto(gmail.urlOf(flow));
    await expect.poll(newestState, patience).toBe('unreadable');
    await worker.evaluate(
      (command) => (globalThis as unknown as { tell(command: unknown): Promise<void> }).tell(command),
      { kind: 'selectors', selectors: update },
    );
    await expect.poll(newestState, patience).toBe('open');
  });
});

it('a page that has lost some of its signals is read, and the loss is counted', async () => {
  await changeMarkup(page, (m) => m.strip('[email]', 'email', 'name'), '');
  await page.goto(gmail.urlOf(flow));
  await expect.poll(newestState, patience).toBe('open');
  await expect
    .poll(() => asked('page.losses'))
    .toEqual([{ webmail: 'gmail', selectors: builtInDate, kinds: ['no-senders'] }]);
});

it('a page that has lost nothing is not counted', async () => {
  await page.goto(gmail.urlOf(flow));
  await expect.poll(newestState, patience).toBe('open');
  await expect.poll(async () => (await asked('page.layout')).length).toBe(1);
  expect(await asked('page.losses')).toEqual([]);
});
