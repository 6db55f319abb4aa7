import type { BrowserContext, Page } from 'playwright-core';
import type { SeenEmail, Webmail } from '#shared/contract/open-email.ts';
import { bundleForPage } from './bundle-for-page.ts';

/** What the shipped adapter says about a page, from its load on. */
export type WatchedPage = {
  page: Page;
  /** Everything told since the page was loaded, in order. */
  told(): Promise<SeenEmail[]>;
  /** Whether the page is dark, each time that was told. */
  themes(): Promise<boolean[]>;
  /** Waits until the newest word of the adapter is of this state (and, where given, of this thread), and returns it. */
  waitFor<State extends SeenEmail['state']>(
    state: State,
    threadId?: string,
  ): Promise<Extract<SeenEmail, { state: State }>>;
};

/** Opens a page in which the adapter runs, as the content script would run it. */
export async function openWatchedPage(context: BrowserContext, webmail: Webmail = 'gmail'): Promise<WatchedPage> {
  const adapter = await bundleForPage(`extension/page/webmail/${webmail}/index.ts`, 'sidethreadAdapter');
  const page = await context.newPage();
  await page.addInitScript(`${adapter};${start(`${webmail}Adapter`)}`);
  const told = (): Promise<SeenEmail[]> => page.evaluate('window.sidethreadTold');
  return {
    page,
    told,
    themes: () => page.evaluate('window.sidethreadThemes'),
    async waitFor(state, threadId) {
      await page.waitForFunction(
        ([wanted, id]) => {
          const newest = (window as unknown as { sidethreadTold?: SeenEmail[] }).sidethreadTold?.at(-1);
          return newest?.state === wanted && (id === null || (newest.state === 'open' && newest.thread.id === id));
        },
        [state, threadId ?? null] as const,
      );
      const newest = (await told()).findLast(
        (email): email is Extract<SeenEmail, { state: typeof state }> => email.state === state,
      );
      if (newest === undefined) throw new Error(`The page fell out of the state ${state} at once.`);
      return newest;
    },
  };
}

const start = (name: string): string => `
window.sidethreadTold = [];
window.sidethreadThemes = [];
if (window.top === window) document.addEventListener('DOMContentLoaded', () => {
  const environment = { window, signal: new AbortController().signal };
  sidethreadAdapter.${name}.watchOpenEmail((email) => window.sidethreadTold.push(email), environment);
  sidethreadAdapter.${name}.watchTheme(({ dark }) => window.sidethreadThemes.push(dark), environment);
});`;
