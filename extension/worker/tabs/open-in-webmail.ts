import browser from 'webextension-polyfill';
import { sendOverlayCommand } from '../../messaging/overlay-commands.ts';
import type { MailboxAccounts } from './mailbox-accounts.ts';
import type { TabState, TabStates } from './tab-states.ts';

/** Where a webmail's address names the account that it is for. */
const accountParameters = ['authuser', 'login_hint'];

/**
 * Opens a thread: in a tab of its webmail that shows the address's account, which comes to the front, or else in a new
 * one. Outlook's addresses name no account, but a mailbox, which may be known; an address of no known account may open
 * in any tab of its webmail. A tab that has left the webmail does not answer, and is passed over.
 */
export async function openInWebmail(tabs: TabStates, mailboxes: MailboxAccounts, url: string): Promise<void> {
  const wanted = accountIn(url) ?? mailboxes.findByUrl(url);
  const isWanted = ({ account, origin }: TabState): boolean =>
    origin === new URL(url).origin && (wanted === undefined || account?.toLowerCase() === wanted);
  for (const { tabId } of tabs.all().filter(isWanted)) {
    if (!(await sendOverlayCommand(tabId, { kind: 'navigate', url }))) continue;
    await bringToFront(tabId);
    return;
  }
  await browser.tabs.create({ url });
}

function accountIn(url: string): string | undefined {
  const { searchParams } = new URL(url);
  const named = accountParameters.map((name) => searchParams.get(name)).find((value) => value !== null && value !== '');
  return named?.toLowerCase();
}

/** A tab may close in this very moment. */
async function bringToFront(tabId: number): Promise<void> {
  const tab = await browser.tabs.update(tabId, { active: true }).catch(() => undefined);
  if (tab?.windowId !== undefined) await browser.windows.update(tab.windowId, { focused: true }).catch(() => undefined);
}
