import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import type { BrowserContext, Frame, Page, Worker } from 'playwright-core';
import { extensionId } from '#shared/extension-id.ts';
import { launchChromium, type ChromiumOptions } from './chromium.ts';

const root = join(import.meta.dirname, '../..');
const wxt = join(root, 'node_modules/wxt/bin/wxt.mjs');
const output = join(root, '.output');
const sources = ['extension', 'shared', 'wxt.config.ts', 'package.json'];

export type TargetBrowser = 'chrome' | 'edge' | 'firefox';

const building = new Map<TargetBrowser, Promise<string>>();

/** Folder of the built extension; builds it (and its store zip) when a source is newer than what is there. */
export function buildExtension(browser: TargetBrowser = 'chrome'): Promise<string> {
  const built = building.get(browser) ?? buildWhenStale(browser);
  building.set(browser, built);
  return built;
}

/** The zip that goes to the browser's store, made with the build. */
export async function findStoreZip(browser: TargetBrowser): Promise<string> {
  await buildExtension(browser);
  const name = (await readdir(output)).find((each) => each.endsWith(`-${browser}.zip`));
  if (name === undefined) throw new Error(`The build for ${browser} made no zip.`);
  return join(output, name);
}

async function buildWhenStale(browser: TargetBrowser): Promise<string> {
  const outDir = join(output, `${browser}-mv3`);
  const manifest = join(outDir, 'manifest.json');
  const builtAt = existsSync(manifest) ? (await stat(manifest)).mtimeMs : 0;
  const changedAt = Math.max(...(await Promise.all(sources.map((source) => newestChange(join(root, source))))));
  if (changedAt > builtAt) await promisify(execFile)(process.execPath, [wxt, 'zip', '-b', browser], { cwd: root });
  return outDir;
}

async function newestChange(path: string): Promise<number> {
  const { mtimeMs } = await stat(path);
  if (!(await stat(path)).isDirectory()) return mtimeMs;
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const times = await Promise.all(files.map(async (file) => (await stat(join(file.parentPath, file.name))).mtimeMs));
  return Math.max(mtimeMs, ...times);
}

/** A Chromium that has the extension. */
export interface ExtensionBrowser {
  readonly context: BrowserContext;
  /** Address of one of the extension's own pages, such as `popup.html`. */
  urlOf(page: string): string;
  /** The background worker, once it runs. */
  worker(): Promise<Worker>;
  /** Ends the background worker as the browser does, and waits until it is gone. It may be running again by then. */
  killWorker(): Promise<void>;
  /** Resolves with the next start of the background worker, which must have been killed. */
  whenWorkerStarts(): Promise<void>;
  close(): Promise<void>;
}

export type ExtensionBrowserOptions = Omit<ChromiumOptions, 'blockThirdPartyCookies'> & {
  /** Whether frames of other sites, and so our sidebar, have storage of their own; default blocked. */
  thirdPartyCookies?: 'blocked' | 'allowed';
  /** Which of the permissions that may be refused the user has given: nothing can press the browser's own prompt. */
  granted?: { permissions?: readonly string[]; origins?: readonly string[] };
  /** Whether the page that opens after installing stays open; default closed. */
  welcome?: 'kept' | 'closed';
};

/** Builds the extension if need be and starts a Chromium with it. */
export async function startBrowserWithExtension(options: ExtensionBrowserOptions = {}): Promise<ExtensionBrowser> {
  const { thirdPartyCookies = 'blocked', granted, welcome = 'closed', ...rest } = options;
  const built = options.extensionDir ?? (await buildExtension());
  const extensionDir = granted === undefined ? built : await copyGranted(built, granted);
  const userDataDir = options.userDataDir ?? (await mkdtemp(join(tmpdir(), 'sidethread-browser-')));
  const isNew = await allowReload(userDataDir);
  const context = await launchChromium({
    ...rest,
    userDataDir,
    extensionDir,
    blockThirdPartyCookies: thirdPartyCookies === 'blocked',
  });
  const status = await watchWorkerStatus(context);
  if (isNew) await passWelcome(context, welcome);
  return {
    context,
    urlOf: (page) => `chrome-extension://${extensionId}/${page}`,
    worker: async () => findWorker(context) ?? (await context.waitForEvent('serviceworker')),
    killWorker: status.stop,
    whenWorkerStarts: () => status.when('running'),
    async close() {
      await context.close();
      if (options.userDataDir === undefined) await rm(userDataDir, { recursive: true, force: true });
      if (extensionDir !== built) await rm(extensionDir, { recursive: true, force: true });
    },
  };
}

/** The build with some of what it may ask for given from the start. */
async function copyGranted(
  built: string,
  { permissions = [], origins = [] }: { permissions?: readonly string[]; origins?: readonly string[] },
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sidethread-granted-'));
  await cp(built, folder, { recursive: true });
  const file = join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, readonly string[]>;
  const moved = {
    permissions: [...(manifest['permissions'] ?? []), ...permissions],
    optional_permissions: (manifest['optional_permissions'] ?? []).filter((each) => !permissions.includes(each)),
    host_permissions: [...(manifest['host_permissions'] ?? []), ...origins],
  };
  await writeFile(file, JSON.stringify({ ...manifest, ...moved }));
  return folder;
}

/**
 * Outside developer mode Chromium keeps an unpacked extension that reloads itself switched off.
 * @returns whether the profile is new.
 */
async function allowReload(userDataDir: string): Promise<boolean> {
  const file = join(userDataDir, 'Default', 'Preferences');
  if (existsSync(file)) return false;
  await mkdir(join(userDataDir, 'Default'), { recursive: true });
  await writeFile(file, JSON.stringify({ extensions: { ui: { developer_mode: true } } }));
  return true;
}

/** Waits for the page that a profile gets once, and closes it unless it is wanted. */
async function passWelcome(context: BrowserContext, welcome: 'kept' | 'closed'): Promise<void> {
  const find = (): Page | undefined => context.pages().find((page) => page.url().endsWith('/welcome.html'));
  await expect.poll(() => find() !== undefined, { timeout: 20_000 }).toBe(true);
  if (welcome === 'closed') await find()?.close();
}

function findWorker(context: BrowserContext): Worker | undefined {
  return context.serviceWorkers().find((worker) => worker.url().includes(extensionId));
}

/** Playwright keeps its handle on a worker that was stopped and started again, so the browser itself is asked. */
async function watchWorkerStatus(context: BrowserContext) {
  const page = context.pages()[0] ?? (await context.newPage());
  const session = await context.newCDPSession(page);
  const waiting = new Map<string, Set<() => void>>();
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { runningStatus, scriptURL } of versions) {
      if (!scriptURL.includes(extensionId)) continue;
      for (const tell of waiting.get(runningStatus) ?? []) tell();
      waiting.delete(runningStatus);
    }
  });
  await session.send('ServiceWorker.enable');
  const when = (status: 'running' | 'stopped'): Promise<void> =>
    new Promise((resolve) => {
      waiting.set(status, new Set([...(waiting.get(status) ?? []), resolve]));
    });
  return {
    when,
    async stop() {
      const stopped = when('stopped');
      await session.send('ServiceWorker.stopAllWorkers');
      await stopped;
    },
  };
}

function isSidebar(frame: Frame): boolean {
  return frame.url().startsWith(`chrome-extension://${extensionId}/sidebar.html`);
}

/** The sidebar's frame in a webmail page, once it is there. */
export async function findSidebar(page: Page): Promise<Frame> {
  for (;;) {
    const frame = page.frames().find(isSidebar);
    if (frame !== undefined) return frame;
    await page.waitForEvent('framenavigated');
  }
}
