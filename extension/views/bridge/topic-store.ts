import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { Topic, Topics } from '#extension/messaging/protocol.ts';
import type { Messaging } from './bridge.ts';

/** Last value of each watched topic. A topic is watched from its first subscriber on, for the life of the view. */
export interface TopicStore {
  get<Name extends Topic>(topic: Name): Topics[Name] | undefined;
  subscribe(topic: Topic, listener: () => void): () => void;
}

/**
 * Builds the store of one view over its messaging; `signal` ends every watch. `initial` stands until the worker has
 * answered.
 */
export function createTopicStore(messaging: Messaging, signal: AbortSignal, initial: Partial<Topics> = {}): TopicStore {
  const values: Partial<Topics> = { ...initial };
  const listeners = new Map<Topic, Set<() => void>>();

  function startWatching<Name extends Topic>(topic: Name, own: Set<() => void>): void {
    messaging.watch(
      topic,
      (value) => {
        values[topic] = value;
        for (const listener of own) listener();
      },
      { signal },
    );
  }

  return {
    get: (topic) => values[topic],
    subscribe(topic, listener) {
      const known = listeners.get(topic);
      const own = known ?? new Set();
      own.add(listener);
      if (known === undefined) {
        listeners.set(topic, own);
        startWatching(topic, own);
      }
      return () => own.delete(listener);
    },
  };
}

export const TopicStoreContext = createContext<TopicStore | null>(null);

/** The newest value of a topic; undefined until the worker has answered once. */
export function useTopic<Name extends Topic>(topic: Name): Topics[Name] | undefined {
  const store = useContext(TopicStoreContext);
  if (store === null) throw new Error('A view is rendered outside its ViewRoot.');
  const subscribe = useCallback((listener: () => void) => store.subscribe(topic, listener), [store, topic]);
  return useSyncExternalStore(subscribe, () => store.get(topic));
}
