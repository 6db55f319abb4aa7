import { spawnSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../chromium.ts';

/**
 * Builds the gallery and photographs scenes: `node shoot.ts OUT [scene,…|all] [width,…] [light,dark] [height]`.
 * For looking at, not part of any test run.
 */
const [outDir = '', wanted = 'all', widths = '340', themes = 'light', height = '720'] = process.argv.slice(2);
if (outDir === '') throw new Error('Say where the pictures go.');
const siteDir = join(outDir, 'site');
await mkdir(siteDir, { recursive: true });
const built = spawnSync(
  join(import.meta.dirname, '../../../node_modules/.bin/vite'),
  [
    'build',
    '--config',
    join(import.meta.dirname, 'vite.config.ts'),
    '--outDir',
    siteDir,
    '--emptyOutDir',
    '--minify',
    'false',
    '--logLevel',
    'warn',
  ],
  { stdio: 'inherit' },
);
if (built.status !== 0) throw new Error('The gallery was not built.');

const contentTypes: Record<string, string> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };
const server = createServer(async (request, response) => {
  const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
  const name = path === '/' ? 'index.html' : path.slice(1);
  try {
    const body = await readFile(join(siteDir, name));
    response
      .writeHead(200, { 'content-type': contentTypes[name.split('.').pop() ?? ''] ?? 'application/octet-stream' })
      .end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;

const browser = await chromium.launch({ executablePath: await findChromium(), args: ['--no-sandbox'] });
const page = await browser.newPage({ deviceScaleFactor: 2, reducedMotion: 'reduce' });
page.on('pageerror', (error) => console.error(`error: ${error.message}`));
page.on('console', (line) => line.type() === 'error' && console.error(`console: ${line.text()}`));
await page.goto(`http://127.0.0.1:${port}/`);
const all = await page.evaluate(() => (window as unknown as { sceneNames: string[] }).sceneNames);

for (const scene of wanted === 'all' ? all : wanted.split(',')) {
  for (const theme of themes.split(',')) {
    for (const width of widths.split(',').map(Number)) {
      await page.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce' });
      await page.setViewportSize({ width: scene === 'collapsed' ? 40 : width, height: Number(height) });
      const section = /^options-(team|devices|slack|appearance)/.exec(scene)?.[1] ?? '';
      await page.goto(`http://127.0.0.1:${port}/?scene=${scene}${theme === 'dark' ? '&dark=1' : ''}#${section}`);
      await page.waitForFunction(() => document.getElementById('root')?.childElementCount !== 0);
      await page.waitForTimeout(250);
      if (scene === 'contact-open') await page.locator('section[aria-label="Contact"] button[aria-expanded]').click();
      if (scene.startsWith('inbox')) await page.getByRole('tab').nth(1).click();
      if (scene === 'mail') await page.getByRole('button', { name: /e-mails/ }).click();
      await page.waitForTimeout(50);
      await page.screenshot({ path: join(outDir, `${scene}-${theme}-${width}.png`) });
    }
  }
}
await browser.close();
server.close();
