import type { Page } from 'playwright-core';
import type { Gallery, SceneOptions } from './start-gallery.ts';

interface Shown {
  gallery: { press: string[]; until: string };
}

/** Opens a scene as a person would have it in front: drawn, and what the scene says pressed. */
export async function openScene(page: Page, gallery: Gallery, scene: string, options: SceneOptions): Promise<void> {
  await page.goto(gallery.urlOf(scene, options));
  await waitUntilStill(page);
  const { press, until } = await page.evaluate(() => {
    const { gallery: shown } = window as unknown as Shown;
    return { press: shown.press, until: shown.until };
  });
  for (const selector of press) {
    await page.locator(selector).first().click();
    await waitUntilStill(page);
  }
  if (press.length === 0) return;
  await page.locator(until).first().waitFor();
  // What the pointer stands on looks different, and says more.
  await page.mouse.move(0, 0);
  await waitUntilStill(page);
}

/** Waits until the view is drawn, nothing moves, pictures and fonts are there, and the browser has nothing left to do. */
export async function waitUntilStill(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      document.getElementById('root')?.childElementCount !== 0 &&
      document.fonts.status === 'loaded' &&
      [...document.images].every(({ complete }) => complete) &&
      document.getAnimations().every(({ playState }) => playState !== 'running'),
  );
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  await waitUntilDrawn(page);
  // Only now is it known which fonts the text needs.
  await page.evaluate(async () => void (await document.fonts.ready));
  await waitUntilDrawn(page);
}

const waitUntilDrawn = (page: Page): Promise<unknown> =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
