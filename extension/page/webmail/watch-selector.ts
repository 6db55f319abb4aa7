import type { PageEnvironment } from './webmail-adapter.ts';

/** What to look at, decided anew after every change. */
export type Scope = {
  /** The subtree to observe: as small as the page allows. */
  root: Node;
  attributeFilter: readonly string[];
};

// After a look that took t ms the next one waits at least 20 t: however restless the page, looking stays under 5 %.
const REST_FACTOR = 20;
const MAX_REST_MS = 500;

/**
 * Calls `onChange` when the page may have changed inside the scope, when one of the scope's ancestors was swapped or
 * restyled, and on navigation: at most once per frame, and once at the start. Costs nothing while the page is still.
 */
export function watchScope(findScope: () => Scope, onChange: () => void, { window, signal }: PageEnvironment): void {
  let observed: Node | undefined;
  let isScheduled = false;
  let restUntil = 0;
  let restTimer: number | undefined;
  const observer = new window.MutationObserver(schedule);

  function schedule(): void {
    if (isScheduled || signal.aborted) return;
    isScheduled = true;
    const restMs = restUntil - performance.now();
    if (restMs > 1) restTimer = window.setTimeout(nextFrame, restMs);
    else nextFrame();
  }

  /** Navigation does not wait for the rest after the last look. */
  function scheduleNow(): void {
    restUntil = 0;
    if (restTimer !== undefined) isScheduled = false;
    window.clearTimeout(restTimer);
    schedule();
  }

  function nextFrame(): void {
    restTimer = undefined;
    // A page in the background has no frames.
    if (window.document.hidden) window.setTimeout(look);
    else window.requestAnimationFrame(look);
  }

  function look(): void {
    isScheduled = false;
    if (signal.aborted) return;
    const startedAt = performance.now();
    observeScope();
    onChange();
    const endedAt = performance.now();
    restUntil = endedAt + Math.min(MAX_REST_MS, (endedAt - startedAt) * REST_FACTOR);
  }

  function observeScope(): void {
    const { root, attributeFilter } = findScope();
    if (root === observed) return;
    observed = root;
    observer.disconnect();
    observer.observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: [...attributeFilter],
    });
    for (let parent = root.parentNode; parent !== null; parent = parent.parentNode) {
      observer.observe(parent, {
        childList: true,
        attributeFilter: ['class', 'style', 'hidden', 'role', 'aria-hidden'],
      });
    }
  }

  for (const name of ['hashchange', 'popstate', 'pageshow', 'load', 'focus']) {
    window.addEventListener(name, scheduleNow, { signal });
  }
  // A view that fades in becomes visible without any mutation.
  for (const name of ['visibilitychange', 'transitionend', 'animationend']) {
    window.document.addEventListener(name, schedule, { signal });
  }
  // Tells of pushState too, which a content script can't see otherwise. Firefox may not have it.
  if ('navigation' in window) window.navigation.addEventListener('currententrychange', scheduleNow, { signal });
  signal.addEventListener(
    'abort',
    () => {
      observer.disconnect();
      window.clearTimeout(restTimer);
    },
    { once: true },
  );
  schedule();
}
