import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../chromium.ts';
import { openScene } from './open-scene.ts';
import { startGallery } from './start-gallery.ts';

/**
 * Builds the gallery and photographs scenes:
 * `node shoot.ts OUT [scene,…|all] [width,…] [light,dark] [height] [en|de] [ltr|rtl]`.
 * For looking at, not part of any test run.
 */
const [outDir = '', wanted = 'all', widths = '340', themes = 'light', height = '720', language = 'en', dir = 'ltr'] =
  process.argv.slice(2);
if (outDir === '') throw new Error('Say where the pictures go.');
await mkdir(outDir, { recursive: true });
const gallery = await startGallery();
const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
const page = await browser.newPage({ deviceScaleFactor: 2, reducedMotion: 'reduce' });
page.on('pageerror', (error) => console.error(`error: ${error.message}`));
page.on('console', (line) => line.type() === 'error' && console.error(`console: ${line.text()}`));
await page.goto(gallery.urlOf(''));
const all = await page.evaluate(() => (window as unknown as { sceneNames: string[] }).sceneNames);

for (const scene of wanted === 'all' ? all : wanted.split(',')) {
  for (const theme of themes.split(',')) {
    for (const width of widths.split(',').map(Number)) {
      await page.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
      await page.setViewportSize({ width: scene === 'collapsed' ? 40 : width, height: Number(height) });
      await openScene(page, gallery, scene, {
        dark: theme === 'dark',
        language: language === 'de' ? 'de' : 'en',
        rightToLeft: dir === 'rtl',
      });
      await page.screenshot({ path: join(outDir, `${scene}-${theme}-${width}-${language}-${dir}.png`) });
    }
  }
}
await browser.close();
await gallery.close();
