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
 * From opening the popup's page to its painted content, from what was last known, beside an extension's page that is
 * the same markup ready made. The browser's own time for a popup's window comes on top of both.
 */
export async function measure(): Promise<Measurement[]> {
  return withResources(async (keep) => {
    const server = await keep(startBenchServer());
    await setUpTeam(server.process, owner, company.name);
    const ours = await keep(startMailBrowserWithUs(server.url));
    await watchHeading(ours.context);
    const url = extensionUrl('popup.html');
    const [, markup] = await open(ours.context, url);
    const bare = await keep(launchChromium({ extensionDir: await buildBarePopupExtension(markup) }));
    await watchHeading(bare);
    const [worker = await bare.waitForEvent('serviceworker')] = bare.serviceWorkers();
    const bareUrl = new URL('popup.html', worker.url()).href;
    const times: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
    for (let count = 0; count < openings; count++) {
      times.ours.push((await open(ours.context, url))[0]);
      times.bare.push((await open(bare, bareUrl))[0]);
    }
    const row = (p: number, aim: string | null): Measurement => ({
      name,
      metric: `opened to painted, p${p * 100}`,
      unit: 'ms',
      ours: percentile(times.ours, p),
      reference: percentile(times.bare, p),
      aim,
    });
    return [row(0.5, 'ours <= 100'), row(0.9, null)];
  });
}

/** Notes in every page when a heading was painted for the first time, in ms since the page was asked for. */
async function watchHeading(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const painted = Promise.withResolvers<number>();
    Object.assign(globalThis, { paintedHeading: painted.promise });
    const look = (): void => {
      if (document.querySelector('h1')?.textContent === undefined) return;
      observer.disconnect();
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

async function open(context: BrowserContext, url: string): Promise<readonly [number, string]> {
  const page = await context.newPage();
  await page.goto(url);
  const ms = await page.evaluate(() => (globalThis as unknown as { paintedHeading: Promise<number> }).paintedHeading);
  const markup = await page.evaluate(() => document.body.innerHTML);
  await page.close();
  return [ms, markup];
}
