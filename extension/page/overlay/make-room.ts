import type { PageEnvironment } from '../webmail/webmail-adapter.ts';

/** Keeps a strip of the window free of the page. */
export type Room = {
  /** Frees a strip of `width` CSS pixels at the window's inline end; 0 gives the page everything back. */
  set(width: number): void;
  /** The strip's side: at the left where the page is written from right to left. */
  side(): 'left' | 'right';
};

type RoomOptions = PageEnvironment & {
  /** The page's outermost boxes, which have to end where the strip begins. */
  findLayoutBoxes(): HTMLElement[];
};

// While a person drags, the page lays itself out anew at most this often.
const RESIZE_EVERY_MS = 100;

/**
 * Narrows the page. The body gets a margin and becomes the box that its fixed and absolute parts refer to, so that
 * they end before the strip too; the page is told by a `resize` event, since webmails measure themselves.
 */
export function makeRoom({ window, signal, findLayoutBoxes }: RoomOptions): Room {
  const { document } = window;
  const style = document.createElement('style');
  const narrowed = new Set<HTMLElement>();
  let current = 0;
  let lastResizeAt = 0;
  let timer: number | undefined;

  const side = (): 'left' | 'right' =>
    window.getComputedStyle(document.body ?? document.documentElement).direction === 'rtl' ? 'left' : 'right';

  function set(width: number): void {
    if (signal.aborted) return;
    if (width === current && style.isConnected) return;
    current = width;
    style.textContent = width === 0 ? '' : createRules(width, side());
    if (!style.isConnected) document.documentElement.append(style);
    const waitMs = lastResizeAt + RESIZE_EVERY_MS - performance.now();
    window.clearTimeout(timer);
    if (waitMs <= 0) tellPage();
    else timer = window.setTimeout(tellPage, waitMs);
  }

  function tellPage(): void {
    lastResizeAt = performance.now();
    for (const box of narrowed) box.style.removeProperty('max-width');
    narrowed.clear();
    window.dispatchEvent(new window.Event('resize'));
    if (current > 0) window.requestAnimationFrame(fitBoxes);
  }

  /** A page that measures the window instead of its body is held back box by box. */
  function fitBoxes(): void {
    if (signal.aborted || current === 0) return;
    const limit = window.document.documentElement.clientWidth - current;
    const isLeft = side() === 'left';
    for (const box of findLayoutBoxes()) {
      const { left, right } = box.getBoundingClientRect();
      const isInside = isLeft ? left >= current - 1 : right <= limit + 1;
      if (isInside) continue;
      box.style.setProperty('max-width', `calc(100vw - ${current}px)`, 'important');
      narrowed.add(box);
    }
  }

  const observer = new window.MutationObserver(() => {
    if (!style.isConnected && current > 0) document.documentElement.append(style);
  });
  observer.observe(document.documentElement, { childList: true });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    window.clearTimeout(timer);
    style.remove();
    for (const box of narrowed) box.style.removeProperty('max-width');
    window.dispatchEvent(new window.Event('resize'));
  });
  return { set, side };
}

function createRules(width: number, side: 'left' | 'right'): string {
  const other = side === 'left' ? 'right' : 'left';
  return `@media screen{html>body{margin-${side}:${width}px!important;margin-${other}:0!important;width:auto!important;min-width:0!important;max-width:none!important;min-height:100vh!important;position:relative!important;contain:layout!important}}`;
}
