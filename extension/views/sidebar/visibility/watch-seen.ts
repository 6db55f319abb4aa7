/** Less of the frame than this on screen counts as covered: the page may have cut off what a click is about. */
const wholeRatio = 0.9;
/** A lower or narrower frame shows too little of what a click is about; the collapsed tab is 40 px wide. */
const leastHeight = 120;
const leastWidth = 32;
/** So long after the frame changed its size the browser may still speak of the one before. */
const unsettledMs = 350;

// IntersectionObserver v2 (W3C "Intersection Observer", trackVisibility): Chromium has it, others ignore the options.
interface VisibilityInit extends IntersectionObserverInit {
  trackVisibility: boolean;
  delay: number;
}
type VisibilityEntry = IntersectionObserverEntry & { isVisible?: boolean };

/** `unknown`: the browser has not looked since the frame began or changed its size. */
export type Seen = 'unknown' | 'visible' | 'hidden';

/** Whether the browser can tell that nothing covers, fades or filters this frame. */
const canTell = (): boolean =>
  typeof IntersectionObserverEntry !== 'undefined' && 'isVisible' in IntersectionObserverEntry.prototype;

const isLargeEnough = (): boolean => window.innerHeight >= leastHeight && window.innerWidth >= leastWidth;

/**
 * Watches whether this frame is wholly seen, until the signal aborts; calls back with each change of mind. Where the
 * browser can't tell, a frame that is large enough counts as seen.
 */
export function watchSeen(callback: (seen: Seen) => void, { signal }: { signal: AbortSignal }): void {
  let unsettledUntil = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest: Seen | undefined;
  const say = (seen: Seen): void => {
    if (seen !== latest) callback(seen);
    latest = seen;
  };
  if (!canTell()) {
    const look = (): void => say(isLargeEnough() ? 'visible' : 'hidden');
    window.addEventListener('resize', look, { signal });
    return look();
  }
  const options: VisibilityInit = { trackVisibility: true, delay: 100, threshold: [0, 0.5, wholeRatio, 1] };
  const observer = new IntersectionObserver((entries) => {
    const newest = entries[entries.length - 1] as VisibilityEntry | undefined;
    if (newest?.isVisible === true && newest.intersectionRatio >= wholeRatio && isLargeEnough()) return say('visible');
    if (performance.now() >= unsettledUntil) return say('hidden');
    clearTimeout(timer);
    timer = setTimeout(lookAnew, 100);
  }, options);
  const lookAnew = (): void => {
    observer.unobserve(document.documentElement);
    observer.observe(document.documentElement);
  };
  const onResize = (): void => {
    // What was covered before stays so until the browser has looked again.
    if (latest === 'hidden') return lookAnew();
    unsettledUntil = performance.now() + unsettledMs;
    say('unknown');
    lookAnew();
  };
  onResize();
  window.addEventListener('resize', onResize, { signal });
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(timer);
  });
}
