import type { SeenEmail, Webmail } from '#shared/contract/open-email.ts';
import type { SelectorLists, SelectorUpdate } from '#shared/contract/selector-update.ts';
import type { LossKind } from '#shared/contract/webmail-loss.ts';
import type { PageEnvironment, WebmailAdapter } from '../webmail/webmail-adapter.ts';

/** What an adapter told last. */
export type Seen = { email: SeenEmail; losses: PageLosses };

/** What the page lacks, under the selectors with which it was looked at. */
export type PageLosses = { webmail: Webmail; selectors: string; kinds: LossKind[] };

type Options = PageEnvironment & {
  adapter: WebmailAdapter;
  onSeen(seen: Seen): void;
  onTheme(dark: boolean): void;
};

/** The adapter at work, which can be given newer selectors while it runs. */
export type AdapterWatch = {
  /** Reads the page by these from now on; null goes back to the built-in ones. */
  useSelectors(update: SelectorUpdate | null): void;
};

/** Watches the page through its adapter. */
export function watchAdapter({ adapter: builtIn, window, signal, onSeen, onTheme }: Options): AdapterWatch {
  let adapter = builtIn;
  let inUse: SelectorLists | undefined;
  let running = new AbortController();

  function start(): void {
    running.abort();
    running = new AbortController();
    const environment = { window, signal: AbortSignal.any([signal, running.signal]) };
    const own = adapter;
    own.watchTheme(({ dark }) => onTheme(dark), environment);
    own.watchOpenEmail((email) => onSeen({ email, losses: findLosses(own, email) }), environment);
  }

  function findLosses(own: WebmailAdapter, email: SeenEmail): PageLosses {
    const { webmail, selectorsDate: selectors } = own;
    if (email.state === 'unreadable') return { webmail, selectors, kinds: [email.reason] };
    return { webmail, selectors, kinds: email.state === 'open' ? own.findLostSignals(email, window.document) : [] };
  }

  start();
  return {
    useSelectors(update) {
      const lists = update?.[builtIn.webmail];
      if (JSON.stringify(lists) === JSON.stringify(inUse)) return;
      inUse = lists;
      adapter = lists === undefined ? builtIn : builtIn.withSelectors(lists, update?.date ?? '', window.document);
      start();
    },
  };
}
