import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, type BrowserContext } from 'playwright-core';
import { findNamed, findProgram, INSTALL_TIMEOUT_MS, installFromDebian, isExecutable } from './find-program.ts';

const run = promisify(execFile);
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'google-chrome-for-testing'];

/** How the browser is started. */
export type ChromiumOptions = {
  /** Folder of an unpacked extension to load. */
  extensionDir?: string;
  /** Folder of the browser's profile; a new one under the system's temporary folder when left out. */
  userDataDir?: string;
  /** Whether frames of other sites have storage; the browser's own default when left out. */
  blockThirdPartyCookies?: boolean;
  headless?: boolean;
  viewport?: { width: number; height: number };
  deviceScaleFactor?: number;
  colorScheme?: 'light' | 'dark';
  /** Language of the browser itself and of its pages; English (United States) when left out, on every machine. */
  locale?: string;
  timezoneId?: string;
  /** Further command-line switches. */
  args?: readonly string[];
};

/**
 * Path of a Chromium that can load unpacked extensions: `CHROMIUM_PATH`, one on the PATH, or Playwright's download.
 * If there is none it tries to install one, and otherwise throws one sentence that says what to do.
 */
export async function findChromium(): Promise<string> {
  const found = findNamed('CHROMIUM_PATH') ?? findInstalled() ?? (await installFromPlaywright());
  if (found !== undefined) return found;
  await installFromDebian('chromium');
  return findInstalled() ?? fail();
}

/** Starts Chromium with a profile of its own, quiet on the network; close the context to end it. */
export async function launchChromium(options: ChromiumOptions = {}): Promise<BrowserContext> {
  const executablePath = await findChromium();
  const userDataDir = options.userDataDir ?? (await mkdtemp(join(tmpdir(), 'sidethread-chromium-')));
  if (options.blockThirdPartyCookies !== undefined)
    await writeCookieSetting(userDataDir, options.blockThirdPartyCookies);
  const { extensionDir, viewport = { width: 1280, height: 800 }, locale = 'en-US' } = options;
  return chromium.launchPersistentContext(userDataDir, {
    executablePath,
    headless: options.headless ?? true,
    viewport,
    ...(options.deviceScaleFactor === undefined ? {} : { deviceScaleFactor: options.deviceScaleFactor }),
    ...(options.colorScheme === undefined ? {} : { colorScheme: options.colorScheme }),
    locale,
    // Chromium on Linux takes its own language from here.
    env: { ...process.env, LANGUAGE: locale.replace('-', '_') },
    ...(options.timezoneId === undefined ? {} : { timezoneId: options.timezoneId }),
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      `--lang=${locale}`,
      ...(extensionDir === undefined
        ? []
        : [`--disable-extensions-except=${extensionDir}`, `--load-extension=${extensionDir}`]),
      ...(options.args ?? []),
    ],
  });
}

function findInstalled(): string | undefined {
  const onMac = ['Chromium', 'Google Chrome'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  return findProgram(NAMES) ?? [...onMac, chromium.executablePath()].find(isExecutable);
}

async function installFromPlaywright(): Promise<string | undefined> {
  const main = new URL('cli.js', import.meta.resolve('playwright-core/package.json')).pathname;
  await run(process.execPath, [main, 'install', 'chromium'], { timeout: INSTALL_TIMEOUT_MS }).catch(() => undefined);
  const path = chromium.executablePath();
  // Without the system's libraries the download is there and can't start.
  const answer = isExecutable(path) ? await run(path, ['--version']).catch(() => undefined) : undefined;
  return answer === undefined ? undefined : path;
}

function fail(): never {
  throw new Error(
    'No Chromium was found and none could be installed: install Chromium or Google Chrome, or set CHROMIUM_PATH to one.',
  );
}

/** Chromium keeps this setting in the profile: 0 allows, 1 blocks. */
async function writeCookieSetting(userDataDir: string, isBlocked: boolean): Promise<void> {
  const file = join(userDataDir, 'Default', 'Preferences');
  await mkdir(join(userDataDir, 'Default'), { recursive: true });
  const known: unknown = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : {};
  const preferences = isRecord(known) ? known : {};
  const profile = isRecord(preferences['profile']) ? preferences['profile'] : {};
  const setting = { block_third_party_cookies: isBlocked, cookie_controls_mode: isBlocked ? 1 : 0 };
  await writeFile(file, JSON.stringify({ ...preferences, profile: { ...profile, ...setting } }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
