import type { PageEnvironment } from '../webmail/webmail-adapter.ts';

export const HANDLE_WIDTH = 6;
const STEP = 16;
const BIG_STEP = 64;

type HandleOptions = PageEnvironment & {
  label: string;
  side(): 'left' | 'right';
  width(): number;
  limits(): { min: number; max: number };
  /** Called for each change while dragging, with the width asked for. */
  onDrag(width: number): void;
  /** Called once when the person lets go, or after a key. */
  onDone(): void;
  onReset(): void;
  onCollapse(): void;
};

/** The strip by which a person makes the sidebar wider, with the mouse, a finger or the keyboard. */
export function createResizeHandle(options: HandleOptions): { element: HTMLElement; update(): void } {
  const { window, signal } = options;
  const element = window.document.createElement('div');
  element.tabIndex = 0;
  for (const [name, value] of Object.entries({
    role: 'separator',
    'aria-orientation': 'vertical',
    'aria-label': options.label,
  })) {
    element.setAttribute(name, value);
  }
  let drag: { pointerId: number; startX: number; startWidth: number } | undefined;

  function update(): void {
    const { min, max } = options.limits();
    element.setAttribute('aria-valuemin', String(min));
    element.setAttribute('aria-valuemax', String(max));
    element.setAttribute('aria-valuenow', String(options.width()));
  }

  /** Pixels towards the mail are pixels of width. */
  const towardsMail = (deltaX: number): number => (options.side() === 'right' ? -deltaX : deltaX);

  function start(event: PointerEvent): void {
    if (!event.isTrusted || event.button !== 0) return;
    drag = { pointerId: event.pointerId, startX: event.clientX, startWidth: options.width() };
    element.setPointerCapture(event.pointerId);
    paint(true);
    // Keeps the page from selecting text, and would keep the handle from the keyboard.
    event.preventDefault();
    element.focus({ preventScroll: true });
  }

  function move(event: PointerEvent): void {
    if (!event.isTrusted || drag?.pointerId !== event.pointerId) return;
    options.onDrag(drag.startWidth + towardsMail(event.clientX - drag.startX));
    update();
  }

  function stop(event: PointerEvent): void {
    if (drag?.pointerId !== event.pointerId) return;
    drag = undefined;
    paint(false);
    options.onDone();
  }

  function press(event: KeyboardEvent): void {
    if (!event.isTrusted) return;
    const step = event.shiftKey ? BIG_STEP : STEP;
    const { min, max } = options.limits();
    const widths: Record<string, number> = {
      ArrowLeft: options.width() + towardsMail(-step),
      ArrowRight: options.width() + towardsMail(step),
      Home: min,
      End: max,
    };
    const width = widths[event.key];
    if (width !== undefined) options.onDrag(width);
    else if (event.key === 'Enter') options.onCollapse();
    else return;
    event.preventDefault();
    event.stopPropagation();
    update();
    options.onDone();
  }

  const paint = (isMarked: boolean): void =>
    element.style.setProperty('background', isMarked ? 'light-dark(#0f6a70, #6ccbd0)' : 'transparent', 'important');

  element.addEventListener('pointerdown', start, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', stop, { signal });
  element.addEventListener('pointercancel', stop, { signal });
  element.addEventListener('keydown', press, { signal });
  element.addEventListener('dblclick', ({ isTrusted }) => isTrusted && options.onReset(), { signal });
  element.addEventListener('pointerenter', () => paint(true), { signal });
  element.addEventListener('pointerleave', () => paint(drag !== undefined), { signal });
  element.addEventListener('focus', () => paint(true), { signal });
  element.addEventListener('blur', () => paint(false), { signal });
  return { element, update };
}
