import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';

/** One thing that is seen: what it is, where it stands (CSS px), and the colours of its text, ground and border. */
export interface Seen {
  readonly what: string;
  readonly box: readonly number[];
  readonly colours: readonly string[];
}

const root = join(import.meta.dirname, '../../..');
// A font of a pinned package, so that text is as wide on every machine.
const font = join(root, 'node_modules/emulate/dist/fonts/geist-sans.woff2');
const noon = new Date('2026-11-20T12:00:00Z');
// Emoji come from whatever font the machine has.
const settled = `@font-face { font-family: Settled; src: url(/settled.woff2); font-weight: 100 900 }
  *, *::before, *::after { font-family: Settled !important; font-feature-settings: normal !important;
    animation: none !important; transition: none !important }
  .font-emoji { display: inline-block; width: 1rem; overflow: hidden }`;

/** Makes every page of this tab draw the same on every machine and at every hour; call it before one is opened. */
export async function settlePage(page: Page): Promise<void> {
  await page.clock.setFixedTime(noon);
  await page.route('**/settled.woff2', (route) => route.fulfill({ path: font, contentType: 'font/woff2' }));
  await page.addInitScript((content) => {
    const add = (): void => {
      const style = document.createElement('style');
      style.textContent = content;
      document.head.append(style);
    };
    document.addEventListener('DOMContentLoaded', add, { once: true });
  }, settled);
}

/** The same for a document that is drawn already and lets nobody fetch a font into it; a time is as wide at every hour. */
export async function settleFrame(frame: Frame): Promise<void> {
  const bytes = await readFile(font, 'base64');
  await frame.evaluate(
    async ([content, encoded]) => {
      const data = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
      document.fonts.add(await new FontFace('Settled', data, { weight: '100 900' }).load());
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(content);
      document.adoptedStyleSheets.push(sheet);
    },
    [
      `${settled.slice(settled.indexOf('*,'))} time { display: inline-block; width: 3rem; height: 1rem; overflow: hidden; vertical-align: bottom }`,
      bytes,
    ] as const,
  );
}

/** What is seen in light and in dark: the same things in the same places, each colour as the palette calls it. */
export async function readLayout(page: Page, palette: Readonly<Record<string, string>>): Promise<Seen[]> {
  await setTheme(page, 'light');
  const light = await readBoxes(page);
  await setTheme(page, 'dark');
  const dark = await readBoxes(page);
  return joinThemes(light, dark, palette);
}

/** What is seen in light beside the same in dark, each colour as the palette calls it. */
export function joinThemes(
  light: readonly Seen[],
  dark: readonly Seen[],
  palette: Readonly<Record<string, string>>,
): Seen[] {
  const names = new Map(Object.entries(palette).map(([name, colours]) => [colours, name]));
  if (light.length !== dark.length) throw new Error(`${light.length} things in light, ${dark.length} in dark.`);
  return light.map((seen, at) => ({
    ...seen,
    colours: seen.colours.map((colour, nth) => {
      const both = pair(colour, dark[at]?.colours[nth]);
      return names.get(both) ?? both;
    }),
  }));
}

/** The design's colours by name, in light and in dark. */
export async function readPalette(page: Page): Promise<Record<string, string>> {
  await setTheme(page, 'light');
  const light = await readTokens(page);
  await setTheme(page, 'dark');
  const dark = await readTokens(page);
  return Object.fromEntries(Object.entries(light).map(([name, value]) => [name, pair(value, dark[name])]));
}

const pair = (light: string, dark: string | undefined): string => (light === dark ? light : `${light} / ${dark}`);

const setTheme = (page: Page, theme: string): Promise<void> =>
  page.evaluate((next) => {
    document.documentElement.dataset['theme'] = next;
  }, theme);

/** Everything in view that a person clicks, reads as a heading or takes for a part of the page, in document order. */
export function readBoxes(page: Page | Frame): Promise<Seen[]> {
  return page.evaluate(() => {
    const parts =
      'button, a[href], input, select, textarea, h1, h2, article, section, header, footer, main, [role=alert], svg';
    return [...document.querySelectorAll(parts)].flatMap((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      const isInView = width > 1 && height > 1 && y < window.innerHeight && y + height > 0;
      if (!isInView || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
      const { color, backgroundColor, borderTopColor, borderTopWidth } = getComputedStyle(element);
      const words =
        element.getAttribute('aria-label') ?? (element.matches('button, h1, h2') ? element.textContent : '');
      return [
        {
          what: `${element.tagName.toLowerCase()} ${words.trim().slice(0, 40)}`.trim(),
          box: [x, y, width, height].map(Math.round),
          colours: [
            color,
            backgroundColor === 'rgba(0, 0, 0, 0)' ? 'none' : backgroundColor,
            borderTopWidth === '0px' ? 'none' : borderTopColor,
          ],
        },
      ];
    });
  });
}

/** Each colour that the design names, as the browser writes it now. */
function readTokens(page: Page): Promise<Record<string, string>> {
  return page.evaluate(() => {
    const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules]);
    const declared = rules.filter((rule) => rule instanceof CSSStyleRule && rule.selectorText === ':root');
    const names = declared.flatMap((rule) => [...(rule as CSSStyleRule).style].filter((name) => name.startsWith('--')));
    const probe = document.body.appendChild(document.createElement('i'));
    const colours = names.flatMap((name) => {
      probe.style.color = 'transparent';
      probe.style.color = `var(${name})`;
      const { color } = getComputedStyle(probe);
      return CSS.supports('color', getComputedStyle(probe).getPropertyValue(name)) ? [[name.slice(2), color]] : [];
    });
    probe.remove();
    return Object.fromEntries(colours) as Record<string, string>;
  });
}
