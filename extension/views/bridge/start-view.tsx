import type { ReactNode } from 'react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followLanguage } from '#extension/language/language.ts';
import type { Topics } from '#extension/messaging/protocol.ts';
import type { Bridge } from './bridge.ts';
import { browserBridge } from './browser-bridge.ts';
import { ViewRoot } from './view-root.tsx';

/**
 * Renders a view into the page's `#root`, in the chosen language from its first paint on. `cachedUnder`: where the view
 * keeps what it showed last, which it shows at once (see `useKeptTopics`).
 */
export async function startView(
  view: ReactNode,
  { bridge = browserBridge, cachedUnder }: { bridge?: Bridge; cachedUnder?: string } = {},
): Promise<void> {
  const place = document.getElementById('root');
  if (place === null) throw new Error('The page has no #root.');
  const { storage } = bridge;
  const [initial] = await Promise.all([
    cachedUnder === undefined ? undefined : storage.get(cachedUnder),
    followLanguage(storage, { signal: new AbortController().signal }),
  ]);
  createRoot(place).render(
    <StrictMode>
      <ViewRoot bridge={bridge} initial={initial as Partial<Topics> | undefined}>
        {view}
      </ViewRoot>
    </StrictMode>,
  );
}
