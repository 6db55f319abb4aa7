import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** One thing that is seen: what it is, where it stands (CSS px), and its colours. */
export interface Seen {
  readonly what: string;
  readonly box: readonly [x: number, y: number, width: number, height: number];
  readonly colours: string;
}

const root = join(import.meta.dirname, '../../..');
// A font of a pinned package, so that text is as wide on every machine.
const font = join(root, 'node_modules/emulate/dist/fonts/geist-sans.woff2');
const noon = new Date('2026-11-20T12:00:00Z');

/** Makes a page draw the same on every machine and at every hour; call it before the page is opened. */
export async function settlePage(page: Page): Promise<void> {
  await page.clock.setFixedTime(noon);
  await page.route('**/settled.woff2', (route) => route.fulfill({ path: font, contentType: 'font/woff2' }));
}

/** Waits until the view has been drawn in the settled font. */
export async function settleFonts(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getElementById('root')?.childElementCount !== 0);
  // Emoji come from whatever font the machine has.
  await page.addStyleTag({
    content: `@font-face { font-family: Settled; src: url(/settled.woff2); font-weight: 100 900 }
      *, *::before, *::after { font-family: Settled !important; font-feature-settings: normal !important;
        animation: none !important; transition: none !important }
      .font-emoji { display: inline-block; width: 1rem; overflow: hidden }`,
  });
  await page.evaluate(() => document.fonts.load('14px Settled'));
  // Lists stick to their end one observation after the font changed their height.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))),
  );
}

/** Everything in view that a person clicks, reads as a heading or takes for a part of the page, in document order. */
export function readLayout(page: Page): Promise<Seen[]> {
  return page.evaluate(() => {
    const parts = 'button, a[href], input, textarea, h1, h2, article, section, header, footer, main, [role=alert], svg';
    return [...document.querySelectorAll(parts)].flatMap((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const isInView = width > 1 && height > 1 && y < window.innerHeight && y + height > 0;
      if (!isInView || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
      const { color, backgroundColor, borderTopColor, borderTopWidth } = getComputedStyle(element);
      const border = borderTopWidth === '0px' ? 'none' : borderTopColor;
      const words =
        element.getAttribute('aria-label') ?? (element.matches('button, h1, h2') ? element.textContent : '');
      return [
        {
          what: `${element.tagName.toLowerCase()} ${words.trim().slice(0, 40)}`.trim(),
          box: [Math.round(x), Math.round(y), Math.round(width), Math.round(height)] as const,
          colours: [color, backgroundColor, border].join(' '),
        },
      ];
    });
  });
}
