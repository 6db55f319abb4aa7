import type { PageEnvironment } from '../webmail/webmail-adapter.ts';

/**
 * Tells when the tab leaves this page, also for a page that the browser keeps to come back to, and when it has come
 * back to it.
 */
export function watchLeaving(
  { window, signal }: PageEnvironment,
  { onLeave, onReturn }: { onLeave(): void; onReturn(): void },
): void {
  window.addEventListener('pagehide', onLeave, { signal });
  window.addEventListener('pageshow', ({ persisted }) => persisted && onReturn(), { signal });
}
