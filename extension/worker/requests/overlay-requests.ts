import browser from 'webextension-polyfill';
import { RequestRefused, type Handlers } from '../../messaging/answer-request.ts';
import { sendOverlayCommand } from '../../messaging/overlay-commands.ts';
import { webmailOrigins, type ViewSender } from '../../messaging/sender.ts';
import type { Core } from '../core.ts';
import type { TabState } from '../tabs/tab-states.ts';
import type { TabTracker } from '../tabs/track-tabs.ts';

type Names =
  | 'view.pair'
  | 'account.list'
  | 'account.choose'
  | 'overlay.set'
  | 'overlay.focus-mail'
  | 'overlay.navigate'
  | 'report.page-shape';

/** What the sidebar asks about the panel and the tab that it stands in. */
export function overlayRequests(core: Core, tracker: TabTracker): Pick<Handlers, Names> {
  return {
    'view.pair': async ({ nonce }, sender) => {
      if (!(await tracker.pair(sender, nonce)) || sender.tabId === null) {
        throw new RequestRefused({ code: 'not-allowed', message: 'This frame does not belong to this tab.' });
      }
      return { tabId: sender.tabId };
    },
    'account.list': async () => core.choices.list(),
    'account.choose': async ({ account, choice }, sender) => {
      const known =
        sender.surface === 'sidebar' ? [getTab(core, sender).account] : core.choices.list().map((each) => each.account);
      if (!known.some((each) => each?.toLowerCase() === account.toLowerCase())) {
        throw new RequestRefused({ code: 'conflict', message: 'The page shows another account now. Try again.' });
      }
      await tracker.choose(account, choice);
      return null;
    },
    'overlay.set': async (settings, sender) => {
      const { tabId, account, overlay } = getTab(core, sender);
      const next = { ...overlay, ...settings };
      await sendOverlayCommand(tabId, { kind: 'set', settings });
      await core.tabs.update(tabId, { overlay: next });
      // Where nobody has decided yet the panel is closed of itself, which says nothing about other tabs.
      if (core.choices.find(account) === 'on') await core.overlay.save(next);
      return null;
    },
    'overlay.focus-mail': async (_input, sender) => {
      await sendOverlayCommand(getTab(core, sender).tabId, { kind: 'focus-mail' });
      return null;
    },
    'overlay.navigate': async ({ url }, sender) => {
      if (!webmailOrigins.has(new URL(url).origin)) {
        throw new RequestRefused({ code: 'not-allowed', message: 'This link does not lead to your webmail.' });
      }
      await navigate(core, url, sender);
      return null;
    },
    'report.page-shape': async (_input, sender) => {
      const { email } = getTab(core, sender);
      if (email?.state === 'unreadable') return { shape: email.shape };
      throw new RequestRefused({ code: 'not-found', message: 'This page can be read, so there is nothing to report.' });
    },
  };
}

/** The tab that a paired sidebar stands in. */
export function getTab(core: Core, sender: ViewSender): TabState {
  const state = sender.tabId === null ? undefined : core.tabs.find(sender.tabId);
  if (state !== undefined) return state;
  throw new RequestRefused({ code: 'not-found', message: 'This tab shows no webmail any more. Reload it.' });
}

/**
 * In the sidebar's own tab where that is the link's webmail; otherwise in a tab of that webmail that is open, best one
 * of the address's account, or else in a new one. A tab that has left the webmail does not answer, and is passed over.
 */
async function navigate(core: Core, url: string, sender: ViewSender): Promise<void> {
  const { origin } = new URL(url);
  const own = sender.surface === 'sidebar' ? getTab(core, sender) : undefined;
  if (own?.origin === origin) {
    await sendOverlayCommand(own.tabId, { kind: 'navigate', url });
    return;
  }
  const wanted = new URL(url).searchParams.get('authuser')?.toLowerCase();
  const isWanted = ({ account }: TabState): boolean => account !== null && account.toLowerCase() === wanted;
  const tabs = core.tabs
    .all()
    .filter((tab) => tab.origin === origin)
    .toSorted((a, b) => Number(isWanted(b)) - Number(isWanted(a)));
  for (const { tabId } of tabs) {
    if (!(await sendOverlayCommand(tabId, { kind: 'navigate', url }))) continue;
    await browser.tabs.update(tabId, { active: true }).catch(() => undefined);
    return;
  }
  await browser.tabs.create({ url });
}
