import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import type { Frame, Page } from 'puppeteer-core';
import { buildExtension } from '#tests/support/extension.ts';
import { launchFirefox } from '#tests/support/firefox.ts';
import type { GmailAccount } from '#tests/support/gmail/page-options.ts';
import { toToken } from '#tests/support/gmail/render-thread.ts';
import type { MailThread } from '#tests/support/mail-data.ts';
import type { HttpPerson } from '#tests/support/team-over-http.ts';
import { serveGmailOverTls } from './gmail-over-tls.ts';
import { leadHosts } from './lead-hosts.ts';

/** Firefox ends an extension's background page after that much idleness; 30 s if not told otherwise. */
export const idleMs = 3_000;

/** As the manifest names the extension. */
const firefoxId = 'sidethread@sidethread.app';

export type FirefoxDesk = Awaited<ReturnType<typeof startFirefoxDesk>>;

/** A Firefox with the extension and with Gmail's stand-in at its real address; nothing else outside this machine. */
export async function startFirefoxDesk(options: { account: GmailAccount }) {
  const extensionDir = await buildExtension('firefox');
  const gmail = await serveGmailOverTls({ accounts: [options.account] });
  const proxy = await leadHosts({ 'mail.google.com:443': gmail.port });
  // Firefox gives an extension another address in each profile, unless the profile says which.
  const address = randomUUID();
  const browser = await launchFirefox({
    'extensions.webextensions.uuids': JSON.stringify({ [firefoxId]: address }),
    'network.proxy.type': 1,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxy.port,
    'extensions.background.idle.timeout': idleMs,
  });
  await browser.installExtension(extensionDir);

  const own = (name: string): string => `moz-extension://${address}/${name}`;

  /** One of the extension's own pages, in a tab. */
  async function openOwn(name: string): Promise<Page> {
    const page = await browser.newPage();
    void page.goto(own(name)).catch(() => undefined);
    await whenLoaded(page, own(name));
    return page;
  }

  return {
    browser,
    openOwn,
    async signIn(serverUrl: string, person: Pick<HttpPerson, 'email' | 'password'>): Promise<Page> {
      const popup = await openOwn('popup.html');
      await type(popup, 'input[inputmode=url]', serverUrl);
      await press(popup, 'Sign in');
      // The page that opens after installing may come in between.
      const target = await browser.waitForTarget((each) => each.url().startsWith(serverUrl));
      const window = await target.page();
      if (window === null) throw new Error('Firefox opened no window to sign in.');
      await whenLoaded(window, serverUrl);
      await type(window, 'input[type=email]', person.email);
      await type(window, 'input[type=password]', person.password);
      await press(window, 'Sign in');
      await press(window, 'Allow');
      await popup.waitForSelector(button('Sign out'));
      return popup;
    },
    /** A thread in a new tab, with its sidebar. */
    async openThread(thread: MailThread): Promise<{ page: Page; sidebar: Frame }> {
      const page = await browser.newPage();
      await page.goto(`https://mail.google.com/mail/u/0/#inbox/${toToken(thread)}`);
      await expect.poll(() => page.frames().length).toBe(2);
      const sidebar = page.frames()[1];
      if (sidebar === undefined) throw new Error('The sidebar has gone again.');
      await whenLoaded(sidebar, own('sidebar.html'));
      return { page, sidebar };
    },
    async close() {
      await browser.close();
      proxy.close();
      await gmail.close();
    },
  };
}

/** The driver hears neither of the loading nor of the address of an extension's page, so the page itself is asked. */
async function whenLoaded(place: Page | Frame, url: string): Promise<void> {
  const read = () => place.evaluate(() => (document.readyState === 'complete' ? document.URL : '')).catch(() => '');
  await expect.poll(read).toContain(url);
}

const button = (name: string): string => `::-p-aria([name="${name}"][role="button"])`;

/** Presses a button once it is there. (A locator of the driver's waits for frames that a tab in the back never draws.) */
export async function press(place: Page | Frame, name: string): Promise<void> {
  const found = await place.waitForSelector(button(name));
  await found?.click();
}

/** Writes into a field once it is there. */
export async function type(place: Page | Frame, selector: string, text: string): Promise<void> {
  const found = await place.waitForSelector(selector);
  await found?.type(text);
}
