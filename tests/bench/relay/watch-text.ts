import type { Frame, Page } from 'playwright-core';

/** Tells when a text is in a document, on this process's clock. */
export interface TextWatch {
  /** Epoch ms at which the document held the text. Ask before it can come. */
  whenShown(text: string): Promise<number>;
}

interface Watching {
  whenShown(text: string): Promise<number>;
}

const clockTries = 30;

/** Looks at every change of the document below `selector`. */
export async function watchText(place: Frame | Page, selector: string): Promise<TextWatch> {
  await place.evaluate((root) => {
    const waiting = new Map<string, (shownAt: number) => void>();
    new MutationObserver(() => {
      const shown = document.querySelector(root)?.textContent ?? '';
      for (const [text, tell] of waiting) {
        if (!shown.includes(text)) continue;
        waiting.delete(text);
        tell(performance.timeOrigin + performance.now());
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
    const watching: Watching = { whenShown: (text) => new Promise((resolve) => waiting.set(text, resolve)) };
    Object.assign(globalThis, { benchText: watching });
  }, selector);
  const aheadMs = await compareClocks(place);
  return {
    whenShown: async (text) => {
      const shownAt = await place.evaluate(
        (wanted) => (globalThis as unknown as { benchText: Watching }).benchText.whenShown(wanted),
        text,
      );
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
