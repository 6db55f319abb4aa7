import { useEffect, useRef, useState } from 'react';

const waitMs = 450;
const gapPx = 6;
const edgePx = 6;

interface Shown {
  text: string;
  target: DOMRect;
}

/** What an element needs to have a tooltip: its words. One `TooltipLayer` per view shows them all. */
export const tooltipProps = (text: string): { 'data-tooltip': string } => ({ 'data-tooltip': text });

/**
 * Shows a short line at whatever carries `data-tooltip` and is pointed at for a moment or focused by keyboard. One
 * layer listens for all, so that a hundred buttons cost nothing.
 */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = (): void => {
      clearTimeout(timer);
      setShown(null);
    };
    const show = (event: Event, afterMs: number): void => {
      const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tooltip]') : null;
      const text = target?.dataset['tooltip'];
      hide();
      if (target === null || text === undefined || text === '') return;
      timer = setTimeout(() => {
        if (target.isConnected) setShown({ text, target: target.getBoundingClientRect() });
      }, afterMs);
    };
    const options = { signal: ending.signal, capture: true };
    document.addEventListener('pointerover', (event) => event.pointerType !== 'touch' && show(event, waitMs), options);
    document.addEventListener(
      'focusin',
      (event) => {
        if (event.target instanceof Element && event.target.matches(':focus-visible')) show(event, 0);
        else hide();
      },
      options,
    );
    for (const type of ['pointerdown', 'focusout', 'scroll', 'keydown']) document.addEventListener(type, hide, options);
    document.documentElement.addEventListener('pointerleave', hide, { signal: ending.signal });
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, []);

  useEffect(() => {
    const element = box.current;
    if (element === null || shown === null) return;
    const { target } = shown;
    const { width, height } = element.getBoundingClientRect();
    const middle = target.left + target.width / 2 - width / 2;
    const left = Math.max(edgePx, Math.min(window.innerWidth - width - edgePx, middle));
    const above = target.top - height - gapPx;
    const below = target.bottom + gapPx;
    const top = above > edgePx && below + height > window.innerHeight / 2 ? above : below;
    element.style.transform = `translate(${left}px, ${top}px)`;
    element.style.visibility = 'visible';
  }, [shown]);

  if (shown === null) return null;
  return (
    <div
      ref={box}
      aria-hidden
      style={{ visibility: 'hidden' }}
      className="pointer-events-none fixed top-0 left-0 z-60 max-w-64 rounded-md bg-tooltip px-2 py-1 text-caption text-on-tooltip shadow-raised"
    >
      {shown.text}
    </div>
  );
}
