import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The correspondence that the page's address names after the #; null for none. */
export function useChosen(): string | null {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash.slice(1));
  return /^[0-9a-f-]{36}$/.test(hash) ? hash : null;
}

/** Changes the address, so that Back works and a correspondence can be linked to. */
export function choose(id: string | null): void {
  window.location.hash = id ?? '';
}
