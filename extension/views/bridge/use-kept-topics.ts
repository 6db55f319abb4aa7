import { useEffect } from 'react';
import type { Topic, Topics } from '#extension/messaging/protocol.ts';
import { useBridge } from './bridge.ts';
import { useTopic } from './topic-store.ts';

/**
 * Keeps what a view shows of these topics, for `startView` to show at once the next time. Of a signed-out person nothing
 * is kept, and nothing at all where content scripts could read it.
 */
export function useKeptTopics(key: string, topics: readonly Exclude<Topic, 'session'>[]): void {
  const { storage } = useBridge();
  const session = useTopic('session');
  const values = useTopics(topics);
  const json = session?.state === 'signed-in' ? JSON.stringify({ session, ...values }, withoutSecrets) : undefined;
  useEffect(() => {
    if (json !== undefined && storage.isPrivate) void storage.set(key, JSON.parse(json));
    else if (session?.state === 'signed-out') void storage.remove(key);
  }, [storage, key, json, session?.state]);
}

/** Firefox lets content scripts read this storage: the key under which mail is hashed is none of their business. */
function withoutSecrets(name: string, value: unknown): unknown {
  return name === 'hashKey' ? undefined : value;
}

/** The list must be the same at every call, as hooks must. */
function useTopics(topics: readonly Topic[]): Partial<Topics> {
  return Object.fromEntries(topics.map((topic) => [topic, useTopic(topic)]));
}
