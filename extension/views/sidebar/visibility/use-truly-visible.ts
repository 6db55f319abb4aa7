import { useEffect, useState } from 'react';
import { createActGate } from './act-gate.ts';

/**
 * Keeps clicks and key presses from acting while the host page covers, fades or moves the frame, or forges them.
 * Returns true for a few seconds after something was held back, so that the view can say why.
 */
export function useTrulyVisible(): boolean {
  const [heldBack, setHeldBack] = useState(false);
  useEffect(() => {
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    createActGate(ending.signal, () => {
      setHeldBack(true);
      clearTimeout(timer);
      timer = setTimeout(() => setHeldBack(false), 5_000);
    });
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, []);
  return heldBack;
}
