import type { Page } from 'playwright-core';

interface Shown {
  gallery: {
    topics: Record<string, unknown>;
    setTopic(topic: string, value: unknown): void;
    kept: Map<string, unknown>;
    asked: { name: string; input: Record<string, unknown> }[];
    release(key: string): void;
    hold(name: string): void;
    letGo(name: string): void;
  };
}

/** The fake worker behind the view in this page, as a test reaches it. */
export function fakeWorkerOf(page: Page) {
  return {
    tab: (): Promise<Record<string, object>> =>
      page.evaluate(() => (window as unknown as Shown).gallery.topics['tab'] as Record<string, object>),
    setTopic: (topic: string, value: unknown): Promise<void> =>
      page.evaluate(([name, next]) => (window as unknown as Shown).gallery.setTopic(name, next), [
        topic,
        value,
      ] as const),
    /** Changes what the worker says of the tab; `change` is merged into it. */
    changeTab: (change: object): Promise<void> =>
      page.evaluate((next) => {
        const { topics, setTopic } = (window as unknown as Shown).gallery;
        setTopic('tab', { ...(topics['tab'] as object), ...next });
      }, change),
    /** What the view asked under this name, in order. */
    asked: (name: string): Promise<Record<string, unknown>[]> =>
      page.evaluate(
        (wanted) =>
          (window as unknown as Shown).gallery.asked
            .filter((request) => request.name === wanted)
            .map(({ input }) => input),
        name,
      ),
    kept: (key: string): Promise<unknown> =>
      page.evaluate((name) => (window as unknown as Shown).gallery.kept.get(name), key),
    keep: (key: string, value: unknown): Promise<void> =>
      page.evaluate(([name, what]) => void (window as unknown as Shown).gallery.kept.set(name, what), [
        key,
        value,
      ] as const),
    /** Keeps requests of this name from being answered, until `letGo` lets the one that waits longest be. */
    hold: (request: string): Promise<void> =>
      page.evaluate((name) => (window as unknown as Shown).gallery.hold(name), request),
    letGo: (request: string): Promise<void> =>
      page.evaluate((name) => (window as unknown as Shown).gallery.letGo(name), request),
    /** Lets storage answer for a key, where it is held. */
    release: (key: string): Promise<void> =>
      page.evaluate((name) => (window as unknown as Shown).gallery.release(name), key),
  };
}
