import { type RefObject, useEffect } from 'react';
import { useBridge } from '../bridge/bridge.ts';
import { popupLookKey, readLook } from './look.ts';

const settledMs = 150;

/**
 * Keeps how this element looks, each time that it has come to rest, for the popup to paint at once the next time. Of a
 * signed-out person nothing is kept, and nothing at all where content scripts could read it.
 */
export function useKeptLook(shown: RefObject<HTMLElement | null>, isSignedIn: boolean | undefined): void {
  const { storage } = useBridge();
  useEffect(() => {
    const element = shown.current;
    if (isSignedIn === false) void storage.remove(popupLookKey);
    if (isSignedIn !== true || element === null || !storage.isPrivate) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keepSoon = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => void storage.set(popupLookKey, readLook(element)), settledMs);
    };
    const observer = new MutationObserver(keepSoon);
    observer.observe(element, { subtree: true, childList: true, characterData: true, attributes: true });
    keepSoon();
    return () => {
      observer.disconnect();
      clearTimeout(timer);
    };
  }, [storage, shown, isSignedIn]);
}
