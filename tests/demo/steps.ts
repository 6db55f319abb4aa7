import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

export const screenshotFolder = join(import.meta.dirname, '../../.artifacts/demo');

/** Runs the walk's steps one after the other, prints each with its time and keeps a screenshot of what it led to. */
export function createSteps() {
  let number = 0;
  return {
    /** `work` returns the page to picture, or undefined for none. Throws what `work` throws, after saying so. */
    async step(title: string, work: () => Promise<Page | undefined>): Promise<void> {
      number += 1;
      const started = performance.now();
      try {
        const page = await work();
        console.log(`  ok ${String(number).padStart(2)}  ${title} (${Math.round(performance.now() - started)} ms)`);
        if (page !== undefined) await picture(page, number, title);
      } catch (error) {
        console.log(`FAILED ${String(number).padStart(2)}  ${title}`);
        throw error;
      }
    },
  };
}

async function picture(page: Page, number: number, title: string): Promise<void> {
  await mkdir(screenshotFolder, { recursive: true });
  await page.bringToFront();
  // A page that was behind another paints again only now.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const name = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 60);
  await page.screenshot({ path: join(screenshotFolder, `${String(number).padStart(2, '0')}-${name}.png`) });
}
