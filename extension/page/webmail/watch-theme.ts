import type { PageEnvironment, PageWindow } from './webmail-adapter.ts';

// Rec. 709 luma: below the middle a surface is dark.
const DARK_BELOW = 128;

/**
 * Tells whether the page is dark, from what it paints behind the mail and not from what the system prefers: the first
 * of `surfaces` (selectors) that is there, or its nearest ancestor with a background.
 */
export function watchTheme(
  callback: (theme: { dark: boolean }) => void,
  surfaces: readonly string[],
  { window, signal }: PageEnvironment,
): void {
  const { document } = window;
  let last: boolean | undefined;
  let isScheduled = false;

  function look(): void {
    isScheduled = false;
    if (signal.aborted) return;
    observeAround(findSurface(document, surfaces));
    const dark = isDark(window, surfaces);
    if (dark === last) return;
    last = dark;
    callback({ dark });
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    if (document.hidden) window.setTimeout(look);
    else window.requestAnimationFrame(look);
  }

  /** Some webmails theme a box of their own inside the body. */
  function observeAround(surface: Element | undefined): void {
    for (let box = surface; box !== undefined && box !== document.body; box = box.parentElement ?? undefined) {
      observer.observe(box, { attributeFilter });
    }
  }

  // Themes come as a class or style on the outermost elements or as another style sheet in the head.
  const observer = new window.MutationObserver(schedule);
  const attributeFilter = ['class', 'style', 'dir'];
  observer.observe(document.documentElement, { childList: true, attributeFilter });
  if (document.body !== null) observer.observe(document.body, { childList: true, attributeFilter });
  if (document.head !== null) observer.observe(document.head, { childList: true });
  document.head?.addEventListener('load', schedule, { capture: true, signal });
  window.addEventListener('load', schedule, { signal });
  window.addEventListener('hashchange', schedule, { signal });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', schedule, { signal });
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  schedule();
}

function isDark(window: PageWindow, surfaces: readonly string[]): boolean {
  const { document } = window;
  for (const surface of listSurfaces(document, surfaces)) {
    const luma = findBackgroundLuma(window, surface);
    if (luma !== undefined) return luma < DARK_BELOW;
  }
  return false;
}

function findSurface(document: Document, surfaces: readonly string[]): Element | undefined {
  return listSurfaces(document, surfaces).next().value ?? undefined;
}

function* listSurfaces(document: Document, surfaces: readonly string[]): Generator<Element, undefined> {
  for (const selector of [...surfaces, 'body']) {
    for (const surface of document.querySelectorAll(selector)) if (surface.checkVisibility()) yield surface;
  }
}

function findBackgroundLuma(window: PageWindow, start: Element): number | undefined {
  for (let element: Element | null = start; element !== null; element = element.parentElement) {
    const color = window.getComputedStyle(element).backgroundColor;
    const [red, green, blue, alpha = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
    if (red === undefined || green === undefined || blue === undefined || alpha < 0.5) continue;
    if (!color.startsWith('rgb')) continue;
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
  return undefined;
}
