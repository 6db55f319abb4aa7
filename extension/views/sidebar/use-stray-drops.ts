import { useEffect } from 'react';

/** A file let go beside the composer would otherwise open in place of the sidebar. */
export function useStrayDrops(): void {
  useEffect(() => {
    const ending = new AbortController();
    const refuse = (event: DragEvent): void => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'none';
    };
    window.addEventListener('dragover', refuse, { signal: ending.signal });
    window.addEventListener('drop', refuse, { signal: ending.signal });
    return () => ending.abort();
  }, []);
}
