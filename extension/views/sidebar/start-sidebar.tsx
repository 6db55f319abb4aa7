import { anticipateThreads } from '../bridge/anticipate-threads.ts';
import { browserBridge } from '../bridge/browser-bridge.ts';
import { startView } from '../bridge/start-view.tsx';
import { Sidebar } from './sidebar.tsx';

/**
 * Shows nothing until the worker has paired this frame with its tab by the one-time nonce in the address, which is
 * wiped first. A frame that somebody else made stays blank.
 */
export async function startSidebar(): Promise<void> {
  const nonce = window.location.hash.slice(1);
  window.history.replaceState(null, '', window.location.pathname);
  const paired = await browserBridge.messaging.request('view.pair', { nonce });
  if (!paired.ok) return;
  const messaging = await anticipateThreads(browserBridge.messaging);
  await startView(<Sidebar />, { bridge: { ...browserBridge, messaging } });
}
