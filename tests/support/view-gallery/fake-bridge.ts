import type { RequestName, Topic, Topics } from '#extension/messaging/protocol.ts';
import type { Bridge } from '#extension/views/bridge/bridge.ts';
import type { Scene } from './scene.ts';
import { answers } from './answers.ts';

interface Given {
  givenAnswers?: Partial<Record<RequestName, unknown>>;
  givenProblems?: Partial<Record<RequestName, string>>;
}

/**
 * A bridge without an extension: topics hold the scene's values, requests are noted and answered from fixtures. While
 * `isHeld` its storage answers for a key once that was given to `window.gallery.release`.
 */
export function createFakeBridge(scene: Scene, { dark, isHeld }: { dark: boolean; isHeld: boolean }): Bridge {
  const held = new Map<string, PromiseWithResolvers<void>>();
  const release = (key: string): void => held.get(key)?.resolve();
  const kept = new Map<string, unknown>(Object.entries(scene.storage ?? {}));
  const watchers = new Map<Topic, Set<(value: never) => void>>();
  const topics: Partial<Topics> = { ...scene.topics };
  if (topics.tab !== undefined) topics.tab = { ...topics.tab, dark };
  // What a test wants answered or refused instead, put there before the page runs.
  const { givenAnswers, givenProblems } = window as Given;
  const asked: { name: RequestName; input: unknown }[] = [];
  const heldRequests = new Map<RequestName, (() => void)[]>();
  /** From now on requests of this name wait, each until it is let go. */
  const hold = (name: RequestName): void => void heldRequests.set(name, []);
  const letGo = (name: RequestName): void => heldRequests.get(name)?.shift()?.();

  const setTopic = <Name extends Topic>(topic: Name, value: Topics[Name]): void => {
    topics[topic] = value;
    for (const callback of watchers.get(topic) ?? []) callback(value as never);
  };
  Object.assign(window, {
    gallery: {
      asked,
      topics,
      setTopic,
      kept,
      release,
      hold,
      letGo,
      press: scene.press ?? [],
      until: scene.until ?? 'body',
    },
  });

  return {
    messaging: {
      request: async (name, input) => {
        asked.push({ name, input });
        await new Promise<void>((resolve) => heldRequests.get(name)?.push(resolve) ?? resolve());
        const problem = givenProblems?.[name] ?? scene.problems?.[name];
        if (problem !== undefined) return { ok: false, problem: { code: 'unavailable', message: problem } };
        return { ok: true, value: (givenAnswers?.[name] ?? scene.answers?.[name] ?? answers(name, input)) as never };
      },
      watch: (topic, callback, { signal }) => {
        const own = watchers.get(topic) ?? new Set();
        own.add(callback as (value: never) => void);
        watchers.set(topic, own);
        signal.addEventListener('abort', () => own.delete(callback as (value: never) => void));
        const value = topics[topic];
        if (value !== undefined) queueMicrotask(() => callback(value as Topics[typeof topic]));
      },
    },
    storage: {
      isPrivate: true,
      get: async (key) => {
        if (isHeld) {
          const waiting = held.get(key) ?? Promise.withResolvers<void>();
          held.set(key, waiting);
          await waiting.promise;
        }
        return kept.get(key);
      },
      set: async (key, value) => void kept.set(key, value),
      remove: async (key) => void kept.delete(key),
      watch: () => {},
    },
    shell: {
      openSignIn: async () => {},
      readZoom: async () => 1,
      openOptions: async () => {},
      openInbox: async () => {},
      askForOrigin: async () => true,
      askForNotifications: async () => true,
      mayNotify: async () => true,
      findActiveTab: async () => 1,
      openTab: async () => {},
      describeBrowser: async () => ({ browser: 'A browser', storedBytes: 412_000 }),
      version: '0.1.0',
    },
  };
}
