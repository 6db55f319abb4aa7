import { type RefObject, useEffect } from 'react';

/** When the mail hands the focus to the frame by keyboard, it goes to where one writes; a click goes where it clicked. */
export function useFrameFocus(area: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const ending = new AbortController();
    let pressedAt = Number.NEGATIVE_INFINITY;
    const options = { capture: true, signal: ending.signal };
    document.addEventListener('pointerdown', () => (pressedAt = performance.now()), options);
    window.addEventListener(
      'focus',
      () => {
        if (performance.now() - pressedAt < 300 || document.activeElement !== document.body) return;
        area.current?.focus();
      },
      { signal: ending.signal },
    );
    return () => ending.abort();
  }, [area]);
}
