import type { BrowserContext, Frame, Page } from 'playwright-core';
import { launchChromium } from '#tests/support/chromium.ts';
import { buildExtension, findSidebar } from '#tests/support/extension.ts';
import { serveGmail, type GmailStandIn } from '#tests/support/gmail/serve-gmail.ts';
import { owner } from '#tests/support/larkfield.ts';
import { listThreads, mara, type MailThread } from '#tests/support/mail-data.ts';
import { composerIn, signInFromPopup, useWithThisAccount } from '#tests/support/sidebar.ts';

/** A browser on the served webmail. */
export interface MailBrowser {
  readonly context: BrowserContext;
  readonly gmail: GmailStandIn;
  readonly threads: readonly MailThread[];
  /** A page on the first thread of a webmail with about so many elements. */
  open(nodeCount: number): Promise<Page>;
  close(): Promise<void>;
}

export interface MailBrowserOptions {
  /** Folder of the extension to load; none when left out. */
  readonly extensionDir?: string;
  /** What the mailbox holds; the invented company's mail when left out. */
  readonly threads?: readonly MailThread[];
}

export async function startMailBrowser(options: MailBrowserOptions = {}): Promise<MailBrowser> {
  const { extensionDir, threads = listThreads(mara.address) } = options;
  const context = await launchChromium(extensionDir === undefined ? {} : { extensionDir });
  const account = { name: mara.name, address: mara.address, threads };
  const gmail = await serveGmail(context, { accounts: [account] });
  const [first] = account.threads;
  if (first === undefined) throw new Error('The mailbox is empty.');
  return {
    context,
    gmail,
    threads: account.threads,
    open: async (nodeCount) => {
      gmail.change({ nodeCount });
      const page = await context.newPage();
      await page.goto(gmail.urlOf(first));
      return page;
    },
    close: () => context.close(),
  };
}

/** The same with our extension, signed in at the server and switched on for the account. */
export async function startMailBrowserWithUs(
  serverUrl: string,
  options: Omit<MailBrowserOptions, 'extensionDir'> = {},
): Promise<MailBrowser> {
  const browser = await startMailBrowser({ ...options, extensionDir: await buildExtension() });
  const popup = await signInFromPopup(browser.context, serverUrl, owner);
  const page = await browser.open(500);
  const sidebar = await findSidebar(page);
  await useWithThisAccount(sidebar);
  await waitForThread(sidebar);
  await page.close();
  await popup.close();
  return browser;
}

/** Waits until the sidebar shows a thread. */
export async function waitForThread(sidebar: Frame): Promise<void> {
  await composerIn(sidebar).waitFor();
}
