import browser from 'webextension-polyfill';
import { readStored } from '../stored.ts';
import type { AccountChoices } from './account-choices.ts';

/** Kept once the page was opened: an extension may be installed again over what it kept. */
const welcomedKey = 'welcomed';
/** Tab that was opened from the page, in storage that ends with the browser. */
const tabKey = 'welcome-tab';

/** Opens the page that leads a person in, once, after the extension was installed. */
export function welcomeOnInstall(pageUrl: string): void {
  const open = async (): Promise<void> => {
    const isKnown = (await readStored<boolean>(welcomedKey)) === true;
    if (!isKnown) await browser.tabs.create({ url: pageUrl });
    await browser.storage.local.set({ [welcomedKey]: true });
  };
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void open();
  });
}

/** Opens a webmail on a person's word that its account may be used. */
export async function openWelcomedWebmail(url: string): Promise<void> {
  const { id } = await browser.tabs.create({ url });
  if (id !== undefined) await browser.storage.session.set({ [tabKey]: { tabId: id, origin: new URL(url).origin } });
}

interface Page {
  tabId: number;
  origin: string;
  account: string | null;
}

/** Switches the first account on that a tab opened by `openWelcomedWebmail` shows, unless its user decided before. */
export async function acceptWelcomed(choices: AccountChoices, { tabId, origin, account }: Page): Promise<void> {
  if (account === null || choices.find(account, origin) !== 'unasked') return;
  const stored = await browser.storage.session.get(tabKey);
  const welcomed = stored[tabKey] as { tabId: number; origin: string } | undefined;
  if (welcomed?.tabId !== tabId || welcomed.origin !== origin) return;
  await browser.storage.session.remove(tabKey);
  await choices.save(account, 'on');
}
