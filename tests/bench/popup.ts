import type { BrowserContext } from 'playwright-core';
import { launchChromium } from '#tests/support/chromium.ts';
import { owner } from '#tests/support/larkfield.ts';
import { company } from '#tests/support/mail-data.ts';
import { extensionUrl } from '#tests/support/sidebar.ts';
import { setUpTeam } from '#tests/support/team-over-http.ts';
import { startMailBrowserWithUs } from './browser/open-mail.ts';
import { percentile, type Measurement } from './measurement.ts';
import { buildBarePopupExtension } from './popup/bare-popup-extension.ts';
import { startBenchServer } from './server/start-bench-server.ts';
import { withResources } from './with-resources.ts';

const name = 'popup';
const openings = 30;

/**
 * From opening the popup's page to its painted content, from what was last known, and to where it can be pressed,
 * beside an extension's page that is the same markup ready made. The browser's own time for a popup's window comes on top of both.
 */
export async function measure(): Promise<Measurement[]> {
  return withResources(async (keep) => {
    const server = await keep(startBenchServer());
    await setUpTeam(server.process, owner, company.name);
    const ours = await keep(startMailBrowserWithUs(server.url));
    await watchHeading(ours.context);
    const url = extensionUrl('popup.html');
    await open(ours.context, url);
    const { markup } = await open(ours.context, url);
    const bare = await keep(launchChromium({ extensionDir: await buildBarePopupExtension(markup) }));
    await watchHeading(bare);
    const [worker = await bare.waitForEvent('serviceworker')] = bare.serviceWorkers();
    const bareUrl = new URL('popup.html', worker.url()).href;
    const times: { ours: number[]; usable: number[]; bare: number[] } = { ours: [], usable: [], bare: [] };
    for (let count = 0; count < openings; count++) {
      const opened = await open(ours.context, url);
      times.ours.push(opened.paintedMs);
      times.usable.push(opened.usableMs);
      times.bare.push((await open(bare, bareUrl)).paintedMs);
    }
    const row = (what: 'painted' | 'usable', p: number, aim: string | null): Measurement => ({
      name,
      metric: `opened to ${what}, p${p * 100}`,
      unit: 'ms',
      ours: percentile(what === 'painted' ? times.ours : times.usable, p),
      reference: percentile(times.bare, p),
      aim,
    });
    return [row('painted', 0.5, 'ours <= 100'), row('painted', 0.9, null), row('usable', 0.5, null)];
  });
}

/**
 * Notes in every page when a heading was painted for the first time, and when one stood there that is no mere picture
 * of how it was, in ms since the page was asked for.
 */
async function watchHeading(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const painted = Promise.withResolvers<number>();
    const usable = Promise.withResolvers<number>();
    Object.assign(globalThis, { timesOfHeading: Promise.all([painted.promise, usable.promise]) });
    let isSeen = false;
    const look = (): void => {
      const heading = document.querySelector('h1');
      if (heading === null) return;
      if (heading.closest('[inert]') === null) {
        observer.disconnect();
        usable.resolve(performance.now());
      }
      if (isSeen) return;
      isSeen = true;
      requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.addEventListener('message', () => painted.resolve(performance.now()));
        after.port1.start();
        after.port2.postMessage(null);
      });
    };
    const observer = new MutationObserver(look);
    observer.observe(document, { subtree: true, childList: true, characterData: true });
  });
}

interface Opened {
  readonly paintedMs: number;
  readonly usableMs: number;
  readonly markup: string;
}

/**
 * A rest between openings, the same for both: what a popup does once it is usable (the worker's answer, the look that
 * is kept) would otherwise fall into the next one's time, and nothing tells from outside that it has ended.
 */
const restedMs = 400;

async function open(context: BrowserContext, url: string): Promise<Opened> {
  const page = await context.newPage();
  await page.goto(url);
  const [paintedMs, usableMs] = await page.evaluate(
    () => (globalThis as unknown as { timesOfHeading: Promise<[number, number]> }).timesOfHeading,
  );
  await page.waitForTimeout(restedMs);
  const markup = await page.evaluate(() => document.body.innerHTML);
  await page.close();
  return { paintedMs, usableMs, markup };
}
