import type { PageEnvironment, WebmailAdapter } from '../webmail/webmail-adapter.ts';

/**
 * Calls `start` now where the address is one beside which a sidebar belongs, otherwise once it has become one: a web
 * app can lead from its calendar to its mail without loading a page.
 */
export function whenMailPage(adapter: WebmailAdapter, { window, signal }: PageEnvironment, start: () => void): void {
  if (adapter.isMailPage(window)) return start();
  if (!('navigation' in window)) return;
  const waiting = new AbortController();
  const look = (): void => {
    if (!adapter.isMailPage(window)) return;
    waiting.abort();
    start();
  };
  const until = AbortSignal.any([signal, waiting.signal]);
  window.navigation.addEventListener('currententrychange', look, { signal: until });
}
