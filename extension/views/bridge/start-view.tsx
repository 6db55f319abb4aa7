import type { ReactNode } from 'react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { browserBridge } from './browser-bridge.ts';
import { ViewRoot } from './view-root.tsx';

/** Renders a view into the page's `#root`. */
export function startView(view: ReactNode): void {
  const place = document.getElementById('root');
  if (place === null) throw new Error('The page has no #root.');
  createRoot(place).render(
    <StrictMode>
      <ViewRoot bridge={browserBridge}>{view}</ViewRoot>
    </StrictMode>,
  );
}
