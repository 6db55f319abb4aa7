/** Beyond this a mail scrolls in its frame. */
const tallestPx = 20_000;
/** A mail of more elements than this scrolls in a window of this height: laying it out again and again would take seconds. */
const mostElements = 15_000;
const windowPx = 640;

/**
 * How tall a mail is in its frame's width. Measured without height, so that a mail that wants to be as tall as its
 * window does not grow with every measure.
 */
function measure(frame: HTMLIFrameElement, { documentElement, body }: Document): number {
  frame.style.height = '0px';
  const room = documentElement.clientWidth;
  // What can't be as narrow as the view scrolls sideways.
  const scrollbar = documentElement.scrollWidth > room ? 16 : 0;
  const height = Math.ceil(Math.max(body.getBoundingClientRect().bottom, documentElement.scrollHeight)) + scrollbar;
  frame.style.height = '100%';
  documentElement.style.overflowY = height > tallestPx ? 'auto' : 'hidden';
  return Math.min(height, tallestPx);
}

/** Tells how tall the mail in a frame is, now and whenever that changes: pictures come, quotes unfold, the view widens. */
export function watchHeight(frame: HTMLIFrameElement, onHeight: (height: number) => void, signal: AbortSignal): void {
  const document = frame.contentDocument;
  if (document === null) return;
  if (document.body.getElementsByTagName('*').length > mostElements) {
    document.documentElement.style.overflowY = 'auto';
    return onHeight(windowPx);
  }
  let last = -1;
  const tell = (): void => {
    const height = measure(frame, document);
    if (height === last) return;
    last = height;
    onHeight(height);
  };
  const observer = new ResizeObserver(tell);
  observer.observe(document.body);
  observer.observe(frame);
  signal.addEventListener('abort', () => observer.disconnect());
  tell();
}
