import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Frame, Page } from 'playwright-core';

const themes = ['light', 'dark'] as const;

/**
 * Looks at what one of our own documents shows, in both themes, and fails on anything that axe calls serious or
 * critical. The state must not need the pointer to stay.
 */
export async function expectAccessible(view: Frame, state: string): Promise<void> {
  for (const theme of themes) {
    await setTheme(view, theme);
    const { violations, passes } = await new AxeBuilder({ page: asPage(view) }).setLegacyMode().analyze();
    expect(passes.length, `rules that saw something in ${state}`).toBeGreaterThan(10);
    const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    const found = bad.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
    expect(found, `${state}, ${theme}`).toEqual([]);
  }
  await setTheme(view, 'auto');
}

/** Chooses a theme as the options page does, and waits until it is painted. */
export async function setTheme(view: Frame, theme: 'light' | 'dark' | 'auto'): Promise<void> {
  await view.evaluate((chosen) => {
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { local: { set(items: object): Promise<void> } } };
    };
    return chrome.storage.local.set({ appearance: { theme: chosen, text: 'medium' } });
  }, theme);
  if (theme !== 'auto') await expect(view.locator(`html[data-theme=${theme}]`)).toBeAttached();
  // Colours fade over; what is measured is where they end, once a frame was drawn and nothing runs any more.
  await view.evaluate(async () => {
    let running: Animation[];
    do {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      running = document.getAnimations().filter(({ playState }) => playState === 'running');
      await Promise.all(running.map((animation) => animation.finished.catch(() => undefined)));
    } while (running.length > 0);
  });
}

/** The sidebar stands in a closed shadow tree, where axe can't get from the page: it is run in the frame alone. */
function asPage(frame: Frame): Page {
  return Object.assign(Object.create(frame.page()) as Page, {
    evaluate: frame.evaluate.bind(frame),
    frames: () => [frame],
    mainFrame: () => frame,
  });
}
