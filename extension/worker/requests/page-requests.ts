import { t } from '#extension/language/t.ts';
import type { Handlers } from '../../messaging/answer-request.ts';
import type { Core } from '../core.ts';
import type { PageReading } from '../page-reading/start-page-reading.ts';
import type { TabTracker } from '../tabs/track-tabs.ts';

type Names = 'page.hello' | 'page.email' | 'page.losses' | 'page.theme' | 'page.layout';

/** What content scripts tell. They are told nothing of mail, people or discussions. */
export function pageRequests(core: Core, tracker: TabTracker, reading: PageReading): Pick<Handlers, Names> {
  return {
    'page.hello': async ({ account }, sender) => ({
      ...(await tracker.hello(sender, account)),
      texts: { width: t('overlay.width'), updated: t('failure.gone'), dismiss: t('action.dismiss') },
      selectors: reading.selectors.find(),
    }),
    'page.email': async (email, sender) => {
      await tracker.showEmail(sender, email);
      return null;
    },
    'page.losses': async ({ webmail, selectors, kinds }, { tabId }) => {
      const state = core.tabs.find(tabId);
      if (state !== undefined && core.choices.find(state.account, state.origin) === 'on')
        await reading.losses.count(webmail, selectors, kinds);
      return null;
    },
    'page.theme': async ({ dark }, { tabId }) => {
      await core.tabs.update(tabId, { dark });
      return null;
    },
    'page.layout': async (overlay, { tabId }) => {
      await core.tabs.update(tabId, { overlay });
      // Where nobody has decided yet the panel is closed of itself, which says nothing about other tabs.
      const state = core.tabs.find(tabId);
      if (state !== undefined && core.choices.find(state.account, state.origin) === 'on')
        await core.overlay.save(overlay);
      return null;
    },
  };
}
