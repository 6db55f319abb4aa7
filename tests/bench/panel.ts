import { setTimeout as wait } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';
import { findSidebar } from '#tests/support/extension.ts';
import { owner } from '#tests/support/larkfield.ts';
import { company, type MailThread } from '#tests/support/mail-data.ts';
import { setUpTeam, signIn } from '#tests/support/team-over-http.ts';
import { startMailBrowser, startMailBrowserWithUs, waitForThread, type MailBrowser } from './browser/open-mail.ts';
import { percentile, type Measurement } from './measurement.ts';
import { buildBareFrameExtension } from './panel/bare-frame-extension.ts';
import { createMailbox } from './browser/bench-mailbox.ts';
import { seedDiscussions } from './panel/seed-discussions.ts';
import { watchDrawn, watchPainted, whenPainted, type DrawnFrames } from './panel/watch-painted.ts';
import { watchSent } from './panel/watch-sent.ts';
import { withResources } from './with-resources.ts';
import { startBenchServer } from './server/start-bench-server.ts';

const name = 'panel';
const nodeCount = 500;
const cached = 20;
const cold = 20;
const rounds = 2;
const restMs = 100;

/** One thread switch, in ms. */
interface Switch {
  /** From the change of the address. */
  readonly wholeMs: number;
  /** From the content script's word. */
  readonly messageMs: number;
}

/**
 * Thread switches from the content script's message to the painted panel, beside an extension's bare frame of the
 * same size on the same page: one that paints the same markup under the same style sheets, and one that paints a line
 * of text. Cached: the thread was open before. Cold: never.
 */
export async function measure(): Promise<Measurement[]> {
  const threads = createMailbox(cached + cold + 1);
  return withResources(async (keep) => {
    const server = await keep(startBenchServer());
    await setUpTeam(server.process, owner, company.name);
    const { api } = await signIn(server.url, owner);
    await seedDiscussions(api, threads);
    const ours = await keep(startMailBrowserWithUs(server.url, { threads }));
    const bare = await keep(startMailBrowser({ threads, extensionDir: await buildBareFrameExtension() }));
    return measureSwitches(ours, bare);
  });
}

async function measureSwitches(ours: MailBrowser, bare: MailBrowser): Promise<Measurement[]> {
  const ourPage = await startOurs(ours);
  const barePage = await startBare(bare);
  const [, ...others] = ours.threads;
  const known = others.slice(0, cached);
  await openAll(ourPage, known);
  await barePage.setPages(ourPage.markup, known);
  await openAll(barePage, known);
  const oursCached: Switch[] = [];
  const bareCached: Switch[] = [];
  for (let round = 0; round < rounds; round++) {
    oursCached.push(...(await openAll(ourPage, known)));
    bareCached.push(...(await openAll(barePage, known)));
  }
  const drawn = await ourPage.watchDrawn(() => openAll(ourPage, known));
  const oursCold = await openAll(ourPage, others.slice(cached));
  await barePage.setPages(ourPage.markup, others.slice(cached));
  const bareCold = await openAll(barePage, others.slice(cached));
  await barePage.setPages(new Map(known.map((thread) => [thread.subject, `<p>${thread.subject}`])), known);
  const bareLine = await openAll(barePage, known);
  return [
    ...rows('cached', oursCached, bareCached, 'ratio <= 1.5'),
    ...rows('cold', oursCold, bareCold, null),
    row('cached, message to paint, beside a bare frame with one line', oursCached, bareLine, 'messageMs', 0.5, null),
    {
      name,
      metric: `blank frames of ${drawn.all} in ${cached} cached switches`,
      unit: 'frames',
      ours: drawn.blank,
      reference: null,
      aim: 'ours <= 0',
    },
  ];
}

function rows(kind: string, ours: readonly Switch[], bare: readonly Switch[], aim: string | null): Measurement[] {
  return [
    row(`${kind}, message to paint`, ours, bare, 'messageMs', 0.5, aim),
    row(`${kind}, message to paint`, ours, bare, 'messageMs', 0.9, null),
    row(`${kind}, switch to paint`, ours, bare, 'wholeMs', 0.5, null),
    row(`${kind}, switch to paint`, ours, bare, 'wholeMs', 0.9, null),
  ];
}

function row(
  metric: string,
  ours: readonly Switch[],
  bare: readonly Switch[],
  of: keyof Switch,
  p: number,
  aim: string | null,
): Measurement {
  const at = (switches: readonly Switch[]): number =>
    percentile(
      switches.map((each) => each[of]),
      p,
    );
  return { name, metric: `${metric}, p${p * 100}`, unit: 'ms', ours: at(ours), reference: at(bare), aim };
}

/** A page whose panel is timed. */
interface TimedPage {
  open(thread: MailThread): Promise<Switch>;
}

async function openAll(page: TimedPage, threads: readonly MailThread[]): Promise<Switch[]> {
  const switches: Switch[] = [];
  for (const thread of threads) {
    switches.push(await page.open(thread));
    await wait(restMs);
  }
  return switches;
}

interface OurPage extends TimedPage {
  /** What the panel's body held of each thread that was opened, by subject. */
  readonly markup: ReadonlyMap<string, string>;
  /** Frames drawn while `work` runs. */
  watchDrawn(work: () => Promise<unknown>): Promise<DrawnFrames>;
}

async function startOurs(browser: MailBrowser): Promise<OurPage> {
  const page = await browser.open(nodeCount);
  const sidebar = await findSidebar(page);
  await waitForThread(sidebar);
  const sent = await watchSent(page);
  await watchPainted(sidebar);
  const markup = new Map<string, string>();
  return {
    markup,
    watchDrawn: (work) => watchDrawn(sidebar, work),
    open: async (thread) => {
      const painted = whenPainted(sidebar, thread.subject);
      const startedAt = await change(page, hashOf(browser, thread));
      const paintedAt = await painted;
      const sentAt = (await sent.read())[thread.subject] ?? 0;
      if (!markup.has(thread.subject))
        markup.set(thread.subject, await sidebar.evaluate(() => document.body.innerHTML));
      return { wholeMs: paintedAt - startedAt, messageMs: paintedAt - sentAt };
    },
  };
}

interface BareFrame {
  setPages(pages: Readonly<Record<string, string>>): void;
  next(): Promise<{ sentAt: number; paintedAt: number }>;
}

interface BarePage extends TimedPage {
  setPages(markup: ReadonlyMap<string, string>, threads: readonly MailThread[]): Promise<void>;
}

async function startBare(browser: MailBrowser): Promise<BarePage> {
  const page = await browser.open(nodeCount);
  const frame = await findBareFrame(page);
  return {
    setPages: (markup, threads) =>
      frame.evaluate(
        (all) => (globalThis as unknown as { bareFrame: BareFrame }).bareFrame.setPages(Object.fromEntries(all)),
        threads.map((thread) => [hashOf(browser, thread), markup.get(thread.subject) ?? ''] as const),
      ),
    open: async (thread) => {
      const next = frame.evaluate(() => (globalThis as unknown as { bareFrame: BareFrame }).bareFrame.next());
      const startedAt = await change(page, hashOf(browser, thread));
      const { sentAt, paintedAt } = await next;
      return { wholeMs: paintedAt - startedAt, messageMs: paintedAt - sentAt };
    },
  };
}

/** Goes to a thread by the address; gives when, in epoch ms. */
function change(page: Page, hash: string): Promise<number> {
  return page.evaluate((next) => {
    const startedAt = performance.timeOrigin + performance.now();
    window.location.hash = next;
    return startedAt;
  }, hash);
}

function hashOf({ gmail }: MailBrowser, thread: MailThread): string {
  return new URL(gmail.urlOf(thread)).hash;
}

async function findBareFrame(page: Page): Promise<Frame> {
  for (;;) {
    const frame = page.frames().find((each) => each.url().endsWith('/frame.html'));
    if (frame !== undefined) return frame;
    await page.waitForEvent('framenavigated');
  }
}
