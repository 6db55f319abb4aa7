import { createPlaceWatch } from './place-watch.ts';
import { type Seen, watchSeen } from './watch-seen.ts';

/** An act waits so long for the browser to say whether the frame is seen. */
const longestWaitMs = 1_000;

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
 * While the browser has not said yet whether the frame is seen, events wait for its word and are then made again.
 * Where it can't tell, that part is left out. `onHeldBack` hears of each event stopped.
 */
export function createActGate({ signal, onHeldBack, readZoom }: ActGateOptions): void {
  let seen: Seen = 'unknown';
  let isPassing = false;
  let waiting: { event: Event; target: EventTarget }[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const place = createPlaceWatch();

  const pass = (): void => {
    isPassing = true;
    setTimeout(() => (isPassing = false));
  };
  const decide = (): void => {
    clearTimeout(timer);
    const held = waiting;
    waiting = [];
    if (held.length === 0) return;
    if (seen !== 'visible') return onHeldBack();
    pass();
    for (const { event, target } of held) repeat(event, target);
  };
  const wait = (event: Event): void => {
    if (event.target === null) return;
    if (waiting.length === 0) timer = setTimeout(decide, longestWaitMs);
    waiting.push({ event, target: event.target });
  };

  const guard = (event: Event): void => {
    if (event instanceof KeyboardEvent && event.key !== 'Enter' && event.key !== ' ') return;
    // While text is typed only the keys that post are held back; a line break or a space harms nobody.
    if (event instanceof KeyboardEvent && isTyping(event) && !event.ctrlKey && !event.metaKey) return;
    if (event instanceof PointerEvent && event.isTrusted) place.note(event);
    const isGenuine = event.isTrusted ? !(event instanceof PointerEvent && place.hasJustJumped()) : isPassing;
    if (isGenuine && seen === 'visible') return pass();
    event.stopImmediatePropagation();
    event.preventDefault();
    // What is dropped can be read in its own moment only.
    if (isGenuine && seen === 'unknown' && event.type !== 'drop') wait(event);
    else if (event.type !== 'pointerdown' && event.type !== 'pointerup') onHeldBack();
  };
  for (const type of ['pointerdown', 'pointerup', 'click', 'auxclick', 'keydown', 'submit', 'drop']) {
    document.addEventListener(type, guard, { capture: true, signal });
  }
  watchSeen(
    (now) => {
      seen = now;
      if (seen !== 'unknown') decide();
    },
    { signal },
  );
  document.addEventListener('pointermove', (event) => place.note(event), { capture: true, passive: true, signal });
  const lookAnew = async (): Promise<void> => {
    place.forget();
    place.scale(await readZoom().catch(() => 1));
  };
  // A zoomed page resizes its frames.
  window.addEventListener('resize', () => void lookAnew(), { signal });
  void lookAnew();
}

/** The same event once more, as a copy. Of a copied key the browser makes no click, so that is made here. */
function repeat(event: Event, target: EventTarget): void {
  const Kind = event.constructor as new (type: string, init: EventInit) => Event;
  const isUnhandled = target.dispatchEvent(new Kind(event.type, event));
  const isPress = event instanceof KeyboardEvent && !isTyping(event);
  if (isPress && isUnhandled && target instanceof HTMLElement) target.click();
}

const isTyping = (event: KeyboardEvent): boolean =>
  event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
