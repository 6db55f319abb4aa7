import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect, test } from '@playwright/test';
import { findChromium } from '#tests/support/chromium.ts';
import { readLayout, settleFonts, settlePage } from '#tests/support/view-gallery/read-layout.ts';
import { startGallery, type Gallery } from '#tests/support/view-gallery/start-gallery.ts';

/**
 * How the sidebar looks in its states, in light and dark: where everything stands and in which colours, beside what
 * was last looked at and kept. After a change that is meant, look at pictures of it (tests/support/view-gallery/shoot.ts)
 * and run this with KEEP_LOOK=1.
 */
const scenes = 'busy receipts empty join draft offline unknown unreadable loading opening ask-account signed-out'.split(
  ' ',
);
const file = join(import.meta.dirname, 'look.json');
const isKeeping = process.env['KEEP_LOOK'] === '1';
/** Rounding differs by this much between machines; a button that moved is further away. */
const tolerancePx = 2;

type Kept = Record<string, string[]>;
const kept: Kept = isKeeping ? {} : (JSON.parse(readFileSync(file, 'utf8')) as Kept);

let gallery: Gallery;
let browser: Browser;
let page: Page;

test.beforeAll(async () => {
  gallery = await startGallery();
  browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
  const context = await browser.newContext({
    viewport: { width: 340, height: 720 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  page = await context.newPage();
  await settlePage(page);
});
test.afterAll(async () => {
  if (isKeeping) writeFileSync(file, `${JSON.stringify(kept, null, 1)}\n`);
  await browser.close();
  await gallery.close();
});

for (const scene of scenes) {
  for (const theme of ['light', 'dark'] as const) {
    test(`${scene} in ${theme} looks as before`, async () => {
      await page.emulateMedia({ colorScheme: theme });
      await page.goto(gallery.urlOf(scene, { dark: theme === 'dark', language: 'en' }));
      await settleFonts(page);
      const seen = (await readLayout(page)).map(({ what, box, colours }) => `${what} | ${box.join(' ')} | ${colours}`);
      const name = `${scene} ${theme}`;
      if (isKeeping) kept[name] = seen;
      expect(listMoved(seen, kept[name] ?? [])).toEqual([]);
    });
  }
}

/** What is not where it was, or not in its colours; what is gone and what is new. */
function listMoved(seen: readonly string[], before: readonly string[]): string[] {
  const known = before.map(readLine);
  const now = seen.map(readLine);
  return [
    ...now.filter((line) => !known.some((other) => isSame(line, other))).map(({ what, box }) => `now: ${what} ${box}`),
    ...known.filter((line) => !now.some((other) => isSame(line, other))).map(({ what, box }) => `was: ${what} ${box}`),
  ];
}

const isSame = (left: Line, right: Line): boolean =>
  left.what === right.what &&
  left.colours === right.colours &&
  left.box.every((edge, index) => Math.abs(edge - (right.box[index] ?? Infinity)) <= tolerancePx);

interface Line {
  what: string;
  box: number[];
  colours: string;
}

function readLine(line: string): Line {
  const [what = '', box = '', colours = ''] = line.split(' | ');
  return { what, box: box.split(' ').map(Number), colours };
}
