const settleMs = 300;
/** Less of the frame than this on screen counts as covered: the page may have cut off what a click is about. */
const wholeRatio = 0.9;

// IntersectionObserver v2 (W3C "Intersection Observer", trackVisibility): Chromium has it, others ignore the options.
interface VisibilityInit extends IntersectionObserverInit {
  trackVisibility: boolean;
  delay: number;
}
type VisibilityEntry = IntersectionObserverEntry & { isVisible?: boolean };

/** Whether the browser can tell that nothing covers, fades or filters this frame. */
const canTell = (): boolean =>
  typeof IntersectionObserverEntry !== 'undefined' && 'isVisible' in IntersectionObserverEntry.prototype;

interface ActGateOptions {
  signal: AbortSignal;
  onHeldBack: () => void;
  /** The tab's zoom: 1 is 100 %. */
  readZoom: () => Promise<number>;
}

/**
 * Puts a gate before every click and every key that acts in this document, until `signal` aborts. An event passes when
 * the browser itself made it, the frame is wholly visible, and the frame did not jump under the pointer just before;
 * so does the click that a component makes of a key or a release that passed, in the same turn of the event loop.
 * Where the browser can't tell visibility, that part is left out. `onHeldBack` hears of each event stopped.
 */
export function createActGate({ signal, onHeldBack, readZoom }: ActGateOptions): void {
  let visible = !canTell();
  let isPassing = false;
  const place = createPlaceWatch();

  if (canTell()) {
    const options: VisibilityInit = { trackVisibility: true, delay: 100, threshold: [0, 0.5, wholeRatio, 1] };
    const observer = new IntersectionObserver((entries) => {
      const newest = entries[entries.length - 1] as VisibilityEntry | undefined;
      visible = newest?.isVisible === true && newest.intersectionRatio >= wholeRatio;
    }, options);
    observer.observe(document.documentElement);
    signal.addEventListener('abort', () => observer.disconnect());
  }

  const guard = (event: Event): void => {
    if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return;
    // While text is typed only the keys that post are held back; a line break or a space harms nobody.
    if (event instanceof KeyboardEvent && isTyping(event) && !event.ctrlKey && !event.metaKey) return;
    if (event instanceof PointerEvent) place.note(event);
    if (visible && (event.isTrusted ? !(event instanceof PointerEvent && place.hasJustJumped()) : isPassing)) {
      isPassing = true;
      setTimeout(() => (isPassing = false));
      return;
    }
    event.stopImmediatePropagation();
    event.preventDefault();
    if (event.type !== 'pointerdown' && event.type !== 'pointerup') onHeldBack();
  };
  for (const type of ['pointerdown', 'pointerup', 'click', 'auxclick', 'keydown', 'submit', 'drop']) {
    document.addEventListener(type, guard, { capture: true, signal });
  }
  document.addEventListener('pointermove', (event) => place.note(event), { capture: true, passive: true, signal });
  const lookAnew = async (): Promise<void> => {
    place.forget();
    place.scale(await readZoom().catch(() => 1));
  };
  // A zoomed page resizes its frames.
  window.addEventListener('resize', () => void lookAnew(), { signal });
  void lookAnew();
}

const isTyping = (event: KeyboardEvent): boolean =>
  event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;

/** Learns from the pointer where on the screen the frame stands, and whether that changed a moment ago. */
function createPlaceWatch() {
  let zoom = 1;
  let known: { left: number; top: number; size: string } | undefined;
  let movedAt = Number.NEGATIVE_INFINITY;
  return {
    note(event: PointerEvent | MouseEvent): void {
      // Keyboard clicks carry no place.
      if (event.screenX === 0 && event.screenY === 0) return;
      // Places on the screen know nothing of the page's zoom, places in the document do.
      const left = event.screenX - window.screenX - event.clientX * zoom;
      const top = event.screenY - window.screenY - event.clientY * zoom;
      const far = 24 * Math.max(1, zoom);
      // Pointer events can come before the frame hears that its size, and so its place, was changed.
      const size = `${window.innerWidth} ${window.innerHeight}`;
      const isFar = known !== undefined && Math.abs(known.left - left) + Math.abs(known.top - top) > far;
      if (isFar && known?.size === size) movedAt = performance.now();
      known = { left, top, size };
    },
    /** The frame's own size changed with it (collapsed, dragged wider, zoomed): that is no jump. */
    forget(): void {
      known = undefined;
    },
    /** Places are measured anew at this zoom. */
    scale(newZoom: number): void {
      if (newZoom !== zoom) known = undefined;
      zoom = newZoom;
    },
    hasJustJumped: (): boolean => performance.now() - movedAt < settleMs,
  };
}
