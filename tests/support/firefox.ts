import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  Browser as BrowserName,
  computeExecutablePath,
  detectBrowserPlatform,
  install,
  resolveBuildId,
} from '@puppeteer/browsers';
import { launch, type Browser } from 'puppeteer-core';
import { findNamed, findProgram, installFromDebian, isExecutable } from './find-program.ts';

const run = promisify(execFile);
const NAMES = ['firefox-esr', 'firefox'];
/** As the manifest says; older ones don't ask for consent to what is sent. */
const oldest = 142;

/**
 * Path of a Firefox that can run the extension: `FIREFOX_PATH`, one on the PATH, or on a Mac the installed one. If there
 * is none it tries to install Debian's or Mozilla's, and otherwise throws one sentence that says what to do.
 */
export async function findFirefox(): Promise<string> {
  const named = findNamed('FIREFOX_PATH');
  if (named !== undefined) return named;
  const installed = await findRecent();
  if (installed !== undefined) return installed;
  await installFromDebian('firefox-esr');
  return (await findRecent()) ?? (await installFromMozilla()) ?? fail();
}

/** Starts Firefox with a new profile, headless and driven over WebDriver BiDi; `preferences` as in about:config. */
export async function launchFirefox(
  preferences: Readonly<Record<string, string | number | boolean>>,
): Promise<Browser> {
  return launch({
    browser: 'firefox',
    executablePath: await findFirefox(),
    headless: true,
    acceptInsecureCerts: true,
    defaultViewport: { width: 1280, height: 800 },
    // Without it a driver may not touch the extension's own pages.
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: { ...quiet, ...preferences },
  });
}

/** Firefox asks Mozilla for settings all the time; there is none here. */
const quiet = {
  'services.settings.server': 'data:,#closed',
  'app.normandy.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
};

async function findRecent(): Promise<string | undefined> {
  const path = findProgram(NAMES) ?? ['/Applications/Firefox.app/Contents/MacOS/firefox'].find(isExecutable);
  if (path === undefined) return undefined;
  const { stdout } = await run(path, ['--version']).catch(() => ({ stdout: '' }));
  return Number(/(\d+)\./.exec(stdout)?.[1] ?? 0) >= oldest ? path : undefined;
}

/** Needs no rights; without the system's libraries the download is there and can't start. */
async function installFromMozilla(): Promise<string | undefined> {
  const platform = detectBrowserPlatform();
  if (platform === undefined) return undefined;
  try {
    const cacheDir = join(homedir(), '.cache', 'puppeteer');
    const buildId = await resolveBuildId(BrowserName.FIREFOX, platform, 'stable');
    await install({ browser: BrowserName.FIREFOX, buildId, cacheDir });
    const path = computeExecutablePath({ browser: BrowserName.FIREFOX, buildId, cacheDir });
    await run(path, ['--version']);
    return path;
  } catch {
    return undefined;
  }
}

function fail(): never {
  throw new Error(
    `No Firefox ${oldest} or newer was found and none could be installed: install Firefox, or set FIREFOX_PATH to one.`,
  );
}
