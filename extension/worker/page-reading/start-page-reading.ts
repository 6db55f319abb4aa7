import browser from 'webextension-polyfill';
import { releaseKey } from '#shared/release-key.ts';
import { sendOverlayCommand } from '../../messaging/overlay-commands.ts';
import type { Core } from '../core.ts';
import { keepUnder } from './kept.ts';
import { createLossCounter, type LossCounter } from './loss-counter.ts';
import { createSelectorStore, type SelectorStore } from './selector-store.ts';

/** What keeps reading the webmails' pages working while they change. */
export interface PageReading {
  readonly selectors: Pick<SelectorStore, 'find'>;
  readonly losses: Pick<LossCounter, 'count'>;
}

/** Takes signed selectors from the team's server and tells it, in numbers only, what pages lost. */
export function startPageReading(core: Core): PageReading {
  const selectors = createSelectorStore({
    kept: keepUnder('selector-update'),
    publicKey: releaseKey,
    now: core.now,
    ask: () => core.call((api) => api.webmail.selectors.query()),
    onChange: (update) => {
      for (const { tabId } of core.tabs.all()) void sendOverlayCommand(tabId, { kind: 'selectors', selectors: update });
    },
  });
  const losses = createLossCounter({
    kept: keepUnder('webmail-losses'),
    now: core.now,
    report: (input) => core.call((api) => api.webmail.reportLosses.mutate(input)),
  });
  let scope: string | undefined;

  async function work(): Promise<void> {
    await Promise.all([core.ready, selectors.ready, losses.ready]);
    const next = core.session.findScope();
    // What was counted for one team is nothing to another.
    if (scope !== undefined && next !== scope) await losses.forget();
    scope = next;
    if (next === undefined) return;
    await selectors.refresh();
    await losses.flush();
  }
  const begin = (): void => void work().catch((error: unknown) => console.error('Sidethread could not keep', error));

  core.changes.watch((change) => {
    if (change.kind === 'session') begin();
  });
  browser.alarms.onAlarm.addListener(begin);
  begin();
  return {
    selectors,
    losses: {
      async count(...loss) {
        await losses.count(...loss);
        await selectors.ready;
        await selectors.refresh('lost');
      },
    },
  };
}
