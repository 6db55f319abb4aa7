import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { ToastProvider } from '../ui/toasts.tsx';
import { TooltipLayer } from '../ui/tooltip.tsx';
import type { Bridge } from './bridge.ts';
import { BridgeContext } from './bridge.ts';
import { createTopicStore, TopicStoreContext } from './topic-store.ts';

/** What every view stands in. The document's life is the life of what it watches. */
export function ViewRoot({ bridge, children }: { bridge: Bridge; children: ReactNode }) {
  const store = useMemo(() => createTopicStore(bridge.messaging, new AbortController().signal), [bridge]);
  return (
    <BridgeContext value={bridge}>
      <TopicStoreContext value={store}>
        <ToastProvider>{children}</ToastProvider>
        <TooltipLayer />
      </TopicStoreContext>
    </BridgeContext>
  );
}
