import { createRoot, type Root } from 'react-dom/client';
import { followLanguage } from '#extension/language/language.ts';
import { anticipateThreads } from '../bridge/anticipate-threads.ts';
import { browserBridge } from '../bridge/browser-bridge.ts';
import { startView } from '../bridge/start-view.tsx';
import { NoAnswer } from './no-answer.tsx';
import { Sidebar } from './sidebar.tsx';

/**
 * Shows nothing until the worker has paired this frame with its tab by the one-time nonce in the address, which is
 * wiped first. A frame that somebody else made stays blank; where nobody answers, that is said.
 */
export async function startSidebar(): Promise<void> {
  const nonce = window.location.hash.slice(1);
  window.history.replaceState(null, '', window.location.pathname);
  await pair(nonce, undefined);
}

async function pair(nonce: string, said: Root | undefined): Promise<void> {
  const paired = await browserBridge.messaging.request('view.pair', { nonce });
  if (paired.ok) {
    said?.unmount();
    const messaging = await anticipateThreads(browserBridge.messaging);
    return startView(<Sidebar />, { bridge: { ...browserBridge, messaging } });
  }
  const place = document.getElementById('root');
  if (place === null || paired.problem.code === 'not-allowed') return;
  await followLanguage(browserBridge.storage, { signal: new AbortController().signal });
  const root = said ?? createRoot(place);
  root.render(<NoAnswer isGone={paired.problem.code === 'gone'} onRetry={() => pair(nonce, root)} />);
}
