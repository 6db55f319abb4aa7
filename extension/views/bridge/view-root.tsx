import type { ReactNode } from 'react';
import { Fragment, useEffect, useMemo, useSyncExternalStore } from 'react';
import { currentLanguage, subscribeLanguage } from '#extension/language/language.ts';
import type { Topics } from '#extension/messaging/protocol.ts';
import { ToastProvider } from '../ui/toasts.tsx';
import { TooltipLayer } from '../ui/tooltip.tsx';
import type { Bridge } from './bridge.ts';
import { BridgeContext } from './bridge.ts';
import { OwnPictures } from './own-pictures.tsx';
import { createTopicStore, TopicStoreContext } from './topic-store.ts';

interface ViewRootProps {
  bridge: Bridge;
  /** What was last known, to be shown before the worker has answered. */
  initial?: Partial<Topics> | undefined;
  children: ReactNode;
}

/** What every view stands in. The document's life is the life of what it watches; a new language draws it anew. */
export function ViewRoot({ bridge, initial, children }: ViewRootProps) {
  const store = useMemo(
    () => createTopicStore(bridge.messaging, new AbortController().signal, initial),
    [bridge, initial],
  );
  const language = useSyncExternalStore(subscribeLanguage, currentLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <BridgeContext value={bridge}>
      <TopicStoreContext value={store}>
        <OwnPictures>
          <Fragment key={language}>
            <ToastProvider>{children}</ToastProvider>
            <TooltipLayer />
          </Fragment>
        </OwnPictures>
      </TopicStoreContext>
    </BridgeContext>
  );
}
