import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeenEmail, type Webmail } from '#shared/contract/open-email.ts';
import { bundleForPage } from '#tests/support/bundle-for-page.ts';
import { launchChromium } from '#tests/support/chromium.ts';

// The saved page's own scripts stay dead, and nothing is fetched; ours is run by the browser's debugger.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
const TIMEOUT_MS = 30_000;

/** Serves `html` at `url` inside Chromium and returns the first settled word of the webmail's shipped adapter. */
export async function readSavedPage(webmail: Webmail, html: string, url: string): Promise<SeenEmail> {
  const adapter = await bundleForPage(`extension/page/webmail/${webmail}/index.ts`, 'sidethreadAdapter');
  const userDataDir = await mkdtemp(join(tmpdir(), 'sidethread-inspect-'));
  const context = await launchChromium({ userDataDir });
  try {
    await context.route('**/*', (route) =>
      route.request().isNavigationRequest()
        ? route.fulfill({
            contentType: 'text/html; charset=utf-8',
            headers: { 'content-security-policy': POLICY },
            body: html,
          })
        : route.abort(),
    );
    const page = await context.newPage();
    await page.goto(url, { waitUntil: 'load' });
    const settled = await page.evaluate(`${adapter};${waitFor(`${webmail}Adapter`)}`);
    return SeenEmail.parse(settled);
  } finally {
    await context.close();
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

const waitFor = (name: string): string => `new Promise((resolve, reject) => {
  const ending = new AbortController();
  setTimeout(() => reject(new Error('The adapter came to no end.')), ${TIMEOUT_MS});
  sidethreadAdapter.${name}.watchOpenEmail((email) => {
    if (email.state === 'loading') return;
    ending.abort();
    resolve(email);
  }, { window, signal: ending.signal });
})`;
