import { useEffect } from 'react';
import { useRequest } from '../bridge/use-command.ts';

/** Escape, where nothing nearer wants it, collapses the sidebar and gives the focus back to the mail. */
export function useEscape(): void {
  const request = useRequest();
  useEffect(() => {
    const ending = new AbortController();
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      void request('overlay.set', { collapsed: true });
      void request('overlay.focus-mail', null);
    };
    window.addEventListener('keydown', onKey, { signal: ending.signal });
    return () => ending.abort();
  }, [request]);
}
