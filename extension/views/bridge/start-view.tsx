import type { ReactNode } from 'react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { followLanguage } from '#extension/language/language.ts';
import { browserBridge } from './browser-bridge.ts';
import { ViewRoot } from './view-root.tsx';

/** Renders a view into the page's `#root`, in the chosen language from its first paint on. */
export async function startView(view: ReactNode): Promise<void> {
  const place = document.getElementById('root');
  if (place === null) throw new Error('The page has no #root.');
  await followLanguage(browserBridge.storage, { signal: new AbortController().signal });
  createRoot(place).render(
    <StrictMode>
      <ViewRoot bridge={browserBridge}>{view}</ViewRoot>
    </StrictMode>,
  );
}
