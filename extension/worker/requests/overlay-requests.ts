import { t } from '#extension/language/t.ts';
import { RequestRefused, type Handlers } from '../../messaging/answer-request.ts';
import { insertTextInTab, sendOverlayCommand } from '../../messaging/overlay-commands.ts';
import { webmailOrigins, type ViewSender } from '../../messaging/sender.ts';
import type { Core } from '../core.ts';
import type { TabState } from '../tabs/tab-states.ts';
import { openInWebmail } from '../tabs/open-in-webmail.ts';
import { openWelcomedWebmail } from '../tabs/welcome.ts';
import type { TabTracker } from '../tabs/track-tabs.ts';

type Names =
  | 'view.pair'
  | 'account.list'
  | 'account.choose'
  | 'welcome.open-webmail'
  | 'site.set'
  | 'overlay.set'
  | 'overlay.focus-mail'
  | 'overlay.insert-text'
  | 'overlay.navigate'
  | 'report.page-shape';

/** What the sidebar asks about the panel and the tab that it stands in. */
export function overlayRequests(core: Core, tracker: TabTracker): Pick<Handlers, Names> {
  return {
    'view.pair': async ({ nonce }, sender) => {
      if (!(await tracker.pair(sender, nonce)) || sender.tabId === null) {
        throw new RequestRefused({ code: 'not-allowed', message: t('failure.otherTab') });
      }
      return { tabId: sender.tabId };
    },
    'account.list': async () => core.choices.list(),
    'account.choose': async ({ account, choice }, sender) => {
      const known =
        sender.surface === 'sidebar' ? [getTab(core, sender).account] : core.choices.list().map((each) => each.account);
      if (!known.some((each) => each?.toLowerCase() === account.toLowerCase())) {
        throw new RequestRefused({ code: 'conflict', message: t('failure.otherAccount') });
      }
      await tracker.choose(account, choice);
      return null;
    },
    'welcome.open-webmail': async ({ url }) => {
      await openWelcomedWebmail(url);
      return null;
    },
    'site.set': async ({ origin, on }) => {
      await tracker.setSite(origin, on);
      return null;
    },
    'overlay.set': async (settings, sender) => {
      const { tabId, account, origin, overlay } = getTab(core, sender);
      const next = { ...overlay, ...settings };
      await sendOverlayCommand(tabId, { kind: 'set', settings });
      await core.tabs.update(tabId, { overlay: next });
      // Where nobody has decided yet the panel is closed of itself, which says nothing about other tabs.
      if (core.choices.find(account, origin) === 'on') await core.overlay.save(next);
      return null;
    },
    'overlay.focus-mail': async (_input, sender) => {
      await sendOverlayCommand(getTab(core, sender).tabId, { kind: 'focus-mail' });
      return null;
    },
    'overlay.insert-text': async ({ text }, sender) => {
      const outcome = await insertTextInTab(getTab(core, sender).tabId, text);
      if (outcome !== undefined) return { outcome };
      throw new RequestRefused({ code: 'not-found', message: t('failure.noWebmail') });
    },
    'overlay.navigate': async ({ url }, sender) => {
      if (!webmailOrigins.has(new URL(url).origin)) {
        throw new RequestRefused({ code: 'not-allowed', message: t('failure.notWebmail') });
      }
      await navigate(core, url, sender);
      return null;
    },
    'report.page-shape': async (_input, sender) => {
      const { email } = getTab(core, sender);
      if (email?.state === 'unreadable') return { shape: email.shape };
      throw new RequestRefused({ code: 'not-found', message: t('failure.nothingToReport') });
    },
  };
}

/** The tab that a paired sidebar stands in. */
export function getTab(core: Core, sender: ViewSender): TabState {
  const state = sender.tabId === null ? undefined : core.tabs.find(sender.tabId);
  if (state !== undefined) return state;
  throw new RequestRefused({ code: 'not-found', message: t('failure.noWebmail') });
}

/** In the sidebar's own tab where that is the link's webmail; otherwise in the tab that is best for the address. */
async function navigate(core: Core, url: string, sender: ViewSender): Promise<void> {
  const own = sender.surface === 'sidebar' ? getTab(core, sender) : undefined;
  if (own?.origin === new URL(url).origin) await sendOverlayCommand(own.tabId, { kind: 'navigate', url });
  else await openInWebmail(core.tabs, core.mailboxes, url);
}
