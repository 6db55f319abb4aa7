import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { buildExtension, findSidebar } from '#tests/support/extension.ts';
import { owner } from '#tests/support/larkfield.ts';
import { company } from '#tests/support/mail-data.ts';
import { setUpTeam } from '#tests/support/team-over-http.ts';
import { countLongTasks, type LongTasks } from './browser/long-tasks.ts';
import { measureBrowser, measureTasks } from './browser/page-cpu.ts';
import { startMailBrowser, startMailBrowserWithUs, waitForThread, type MailBrowser } from './browser/open-mail.ts';
import { buildInboxSdkExtension, type InboxSdkExtension } from './host/inboxsdk-extension.ts';
import type { Measurement } from './measurement.ts';
import { withResources } from './with-resources.ts';
import { startBenchServer } from './server/start-bench-server.ts';

const name = 'host';
const nodeCounts = [500, 20_000];
const switches = 100;
const rounds = 4;
const switchEveryMs = 80;
const settleMs = 2000;
const idleMs = 6000;

/**
 * What the content script costs the webmail's page: bytes, CPU and long tasks while threads switch, and CPU while
 * nothing happens; beside the same page without us, and InboxSDK's bytes (and CPU, should it come up on this page).
 */
export async function measure(): Promise<Measurement[]> {
  const inboxSdk = await buildInboxSdkExtension();
  return withResources(async (keep) => {
    const server = await keep(startBenchServer());
    await setUpTeam(server.process, owner, company.name);
    const bare = await keep(startMailBrowser());
    const ours = await keep(startMailBrowserWithUs(server.url));
    const measurements = [await measureBytes(inboxSdk)];
    for (const nodeCount of nodeCounts) measurements.push(...(await measurePage(ours, bare, nodeCount)));
    return measurements;
  });
}

/** What the manifest puts into one page: of the webmails the one that gets the most. */
async function measureBytes({ contentScript }: InboxSdkExtension): Promise<Measurement> {
  const folder = await buildExtension();
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
    content_scripts: { js: string[] }[];
  };
  const sizeOf = async (script: string): Promise<number> => gzipSync(await readFile(join(folder, script))).byteLength;
  const pages = await Promise.all(
    manifest.content_scripts.map(async ({ js }) =>
      (await Promise.all(js.map(sizeOf))).reduce((sum, size) => sum + size, 0),
    ),
  );
  return {
    name,
    metric: 'content script, gzipped, beside @inboxsdk/core’s',
    unit: 'KB',
    ours: Math.max(...pages) / 1024,
    reference: gzipSync(contentScript).byteLength / 1024,
    aim: 'ours <= 20',
  };
}

async function measurePage(ours: MailBrowser, bare: MailBrowser, nodeCount: number): Promise<Measurement[]> {
  const ourPage = await ours.open(nodeCount);
  await waitForThread(await findSidebar(ourPage));
  const barePage = await bare.open(nodeCount);
  const switchOurs = (count: number) => switchThreads(ours, ourPage, count);
  const switchBare = (count: number) => switchThreads(bare, barePage, count);
  await Promise.all([switchOurs(10), switchBare(10)]);
  const cpu = { ours: 0, bare: 0 };
  for (let round = 0; round < rounds; round++) {
    cpu.ours += await measureTasks(ourPage, () => switchOurs(switches / rounds));
    cpu.bare += await measureTasks(barePage, () => switchBare(switches / rounds));
  }
  const tasks = await countLongTasks(ourPage, isOurs, () => switchOurs(switches));
  await wait(settleMs);
  const idle = await measureIdle(ourPage, barePage);
  await Promise.all([ourPage.close(), barePage.close()]);
  return report({ nodeCount, cpu, tasks, idle });
}

/** CPU used while nothing happens: the page's main thread, and the whole browser. */
async function measureIdle(ourPage: Page, barePage: Page): Promise<PageFigures['idle']> {
  const [ours, bare] = await Promise.all(
    [ourPage, barePage].map(async (page) => {
      const figures = { page: 0, browser: 0 };
      figures.browser = await measureBrowser(page, async () => {
        figures.page = await measureTasks(page, () => wait(idleMs));
      });
      return figures;
    }),
  );
  if (ours === undefined || bare === undefined) throw new Error('A page was not measured.');
  return { ours, bare };
}

interface PageFigures {
  readonly nodeCount: number;
  /** Main thread, in ms, for all switches. */
  readonly cpu: { readonly ours: number; readonly bare: number };
  readonly tasks: LongTasks;
  readonly idle: Record<'ours' | 'bare', { readonly page: number; readonly browser: number }>;
}

function report({ nodeCount, cpu, tasks, idle }: PageFigures): Measurement[] {
  const on = `on ${nodeCount} nodes`;
  const row = (
    metric: string,
    unit: string,
    ours: number,
    reference: number | null,
    aim: string | null,
  ): Measurement => ({ name, metric: `${metric} ${on}`, unit, ours, reference, aim });
  return [
    row('page’s main thread per switch', 'ms', cpu.ours / switches, cpu.bare / switches, null),
    row('content script’s part of it', 'ms', tasks.totalShareMs / switches, null, null),
    row(`long tasks of ours in ${switches} switches`, 'tasks', tasks.ofScript, null, 'ours <= 0'),
    row('longest part of ours in one task', 'ms', tasks.longestShareMs, null, null),
    row('page’s main thread when idle', '%', shareOf(idle.ours.page), shareOf(idle.bare.page), 'ours <= 1'),
    row('whole browser when idle', '%', shareOf(idle.ours.browser), shareOf(idle.bare.browser), null),
  ];
}

/** Of one core while nothing happened, in percent. */
function shareOf(ms: number): number {
  return (ms / idleMs) * 100;
}

function isOurs(url: string): boolean {
  return url.includes('/content-scripts/');
}

/** Goes from thread to thread by the address, as clicks and keys in the webmail do. */
async function switchThreads({ gmail, threads }: MailBrowser, page: Page, count: number): Promise<void> {
  const hashes = threads.slice(0, 10).map((thread) => new URL(gmail.urlOf(thread)).hash);
  await page.evaluate(
    async ([all, times, everyMs]) => {
      for (let at = 0; at < times; at++) {
        window.location.hash = all[at % all.length] ?? '';
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
    },
    [hashes, count, switchEveryMs] as const,
  );
}
