import type { Frame, Page } from 'playwright-core';

/** Tells when a text is in a document, on this process's clock. */
export interface TextWatch {
  /** Begins to wait for a text. */
  expect(text: string): Promise<void>;
  /** Epoch ms at which the document held the expected text. */
  whenShown(text: string): Promise<number>;
}

interface Watching {
  readonly expected: Map<string, PromiseWithResolvers<number>>;
}

const clockTries = 30;

/** Looks at every change of the document below `selector`. */
export async function watchText(place: Frame | Page, selector: string): Promise<TextWatch> {
  await place.evaluate((root) => {
    const watching: Watching = { expected: new Map() };
    new MutationObserver(() => {
      const shown = document.querySelector(root)?.textContent ?? '';
      for (const [text, { resolve }] of watching.expected)
        if (shown.includes(text)) resolve(performance.timeOrigin + performance.now());
    }).observe(document, { subtree: true, childList: true, characterData: true });
    Object.assign(globalThis, { benchText: watching });
  }, selector);
  const aheadMs = await compareClocks(place);
  return {
    expect: (text) =>
      place.evaluate((wanted) => {
        const { benchText } = globalThis as unknown as { benchText: Watching };
        benchText.expected.set(wanted, Promise.withResolvers());
      }, text),
    whenShown: async (text) => {
      const shownAt = await place.evaluate(async (wanted) => {
        const { benchText } = globalThis as unknown as { benchText: Watching };
        const at = await benchText.expected.get(wanted)?.promise;
        benchText.expected.delete(wanted);
        return at ?? Number.NaN;
      }, text);
      return shownAt - aheadMs;
    },
  };
}

/** How far the document's clock is ahead of ours in ms, from the question that was answered fastest. */
async function compareClocks(place: Frame | Page): Promise<number> {
  let best = { tripMs: Number.POSITIVE_INFINITY, aheadMs: 0 };
  for (let at = 0; at < clockTries; at++) {
    const before = performance.timeOrigin + performance.now();
    const there = await place.evaluate(() => performance.timeOrigin + performance.now());
    const after = performance.timeOrigin + performance.now();
    const tripMs = after - before;
    if (tripMs < best.tripMs) best = { tripMs, aheadMs: there - (before + after) / 2 };
  }
  return best.aheadMs;
}
