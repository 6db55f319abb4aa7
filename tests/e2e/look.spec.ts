import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { expect, test } from '@playwright/test';
import { findChromium } from '#tests/support/chromium.ts';
import { listMoved, writeLine } from '#tests/support/view-gallery/compare-look.ts';
import { openScene } from '#tests/support/view-gallery/open-scene.ts';
import { readLayout, readPalette, settlePage } from '#tests/support/view-gallery/read-layout.ts';
import { startGallery, type Gallery, type SceneOptions } from '#tests/support/view-gallery/start-gallery.ts';

/**
 * How each view looks in its states: where everything stands and in which of the design's colours, in light and in
 * dark, beside what was last looked at and kept; and that nothing is cut off in German or from right to left. After a
 * change that is meant, look at pictures of it (tests/support/view-gallery/shoot.ts) and run this with KEEP_LOOK=1.
 */
const panel = { width: 340, height: 720 };
const popup = { width: 380, height: 600 };
const window = { width: 1024, height: 760 };
const scenes = [
  [panel, 'busy contact-open receipts empty join draft offline unknown mail mail-shut link-problem'],
  [panel, 'list inbox unreadable outlook-no-account loading opening ask-account signed-out'],
  [popup, 'popup popup-mailboxes popup-disconnect popup-refused'],
  [window, 'page-chosen welcome-signed-in options-team options-mailboxes sharing options-notifications'],
] as const;
const narrow = { width: 300, height: 720 };
const phone = { width: 360, height: 720 };
const tight = [
  [narrow, 'contact-open receipts offline mail join ask-account inbox'],
  [phone, 'options options-devices options-slack options-webmail options-appearance options-sites options-privacy'],
  [
    phone,
    'options-presence options-notifications options-shortcuts options-tokens options-webhooks options-diagnostics',
  ],
  [phone, 'popup-mailboxes popup-disconnect welcome-signed-in options-team options-mailboxes sharing'],
] as const;

const file = join(import.meta.dirname, 'look.json');
const isKeeping = process.env['KEEP_LOOK'] === '1';

interface Kept {
  palette: Record<string, string>;
  scenes: Record<string, string[]>;
}
const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;

let gallery: Gallery;
let browser: Browser;
/** While one is looked at, the other draws what comes next. */
let pages: readonly [Page, Page];
/** Until when each of them is drawing. */
const drawing: [Promise<unknown>, Promise<unknown>] = [Promise.resolve(), Promise.resolve()];
let palette: Record<string, string>;

test.beforeAll(async () => {
  gallery = await startGallery();
  browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  pages = [await context.newPage(), await context.newPage()];
  for (const page of pages) await settlePage(page);
  await openScene(pages[0], gallery, 'busy', { language: 'en' });
  palette = await readPalette(pages[0]);
});
test.afterAll(async () => {
  if (isKeeping) writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  await browser.close();
  await gallery.close();
});

interface Shot {
  readonly name: string;
  readonly viewport: { width: number; height: number };
  readonly options: SceneOptions;
}

const listShots = (of: readonly (readonly [Shot['viewport'], string])[], options: SceneOptions): Shot[] =>
  of.flatMap(([viewport, names]) => names.split(' ').map((name) => ({ name, viewport, options })));

/** Draws a scene in one of the two pages, after what that one draws already. */
function draw(shots: readonly Shot[], at: number): Promise<Page> {
  const which = at % 2 === 0 ? 0 : 1;
  const drawn = drawing[which].then(async () => {
    const { name, viewport, options } = shots[at] ?? fail(at);
    await pages[which].setViewportSize(viewport);
    await openScene(pages[which], gallery, name, options);
    return pages[which];
  });
  // Whoever looks at it is told of a failure; the next one draws all the same.
  drawing[which] = drawn.catch(() => undefined);
  return drawn;
}

function fail(at: number): never {
  throw new Error(`There is no scene ${at}.`);
}

const kinds = listShots(scenes, { language: 'en' });
let next: { at: number; page: Promise<Page> } | undefined;

for (const [at, { name }] of kinds.entries()) {
  test(`${name} looks as before`, async () => {
    const page = await (next?.at === at ? next.page : draw(kinds, at));
    next = at + 1 < kinds.length ? { at: at + 1, page: draw(kinds, at + 1) } : undefined;
    next?.page.catch(() => undefined);
    const look = async (): Promise<string[]> => (await readLayout(page, palette)).map(writeLine);
    if (isKeeping) kept.scenes[name] = await look();
    // What comes late on a busy machine is followed by the scroll position only in the picture after it.
    await expect.poll(async () => listMoved(await look(), kept.scenes[name] ?? [])).toEqual([]);
  });
}

test('the design’s colours are as before', () => {
  if (isKeeping) kept.palette = palette;
  expect(palette).toEqual(kept.palette);
});

test('in German and from right to left nothing is cut off where it is narrow', async () => {
  const shots = listShots(tight, { language: 'de', rightToLeft: true });
  const look = async (first: number): Promise<void> => {
    for (let at = first; at < shots.length; at += 2)
      expect.soft(await listCutOff(await draw(shots, at)), shots[at]?.name).toEqual([]);
  };
  await Promise.all([look(0), look(1)]);
});

/** What does not fit into the width: the page itself, what stands outside of it, and words that their own box cuts. */
function listCutOff(view: Page): Promise<string[]> {
  return view.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const sideways = scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide`] : [];
    const parts = document.querySelectorAll('button, a[href], input, select, label, h1, h2, h3, p, legend');
    const cut = [...parts].flatMap((element) => {
      if (!element.checkVisibility({ visibilityProperty: true })) return [];
      const { left, right, width } = element.getBoundingClientRect();
      const isElsewhere = width > 1 && (left < -1 || right > clientWidth + 1);
      const { textOverflow, overflowX, display } = getComputedStyle(element);
      const mayCut = textOverflow === 'ellipsis' || overflowX !== 'visible' || display === 'inline';
      const isTooWide = !mayCut && element.scrollWidth > element.clientWidth + 1;
      const scrolls = element.closest('nav, pre') !== null;
      return width > 1 && !scrolls && (isElsewhere || isTooWide)
        ? [`${element.tagName.toLowerCase()} ${element.textContent.trim().slice(0, 40)}`]
        : [];
    });
    return [...sideways, ...cut];
  });
}
