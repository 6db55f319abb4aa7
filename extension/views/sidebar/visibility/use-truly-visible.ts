import { useEffect, useState } from 'react';
import { useBridge } from '../../bridge/bridge.ts';
import { createActGate } from './act-gate.ts';

/**
 * Keeps clicks and key presses from acting while the host page covers, fades or moves the frame, or forges them.
 * Returns true for a few seconds after something was held back, so that the view can say why.
 */
export function useTrulyVisible(): boolean {
  const { shell } = useBridge();
  const [heldBack, setHeldBack] = useState(false);
  useEffect(() => {
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onHeldBack = (): void => {
      setHeldBack(true);
      clearTimeout(timer);
      timer = setTimeout(() => setHeldBack(false), 5_000);
    };
    createActGate({ signal: ending.signal, onHeldBack, readZoom: shell.readZoom });
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [shell]);
  return heldBack;
}
