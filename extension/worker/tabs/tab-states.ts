import browser from 'webextension-polyfill';
import type { OpenEmail } from '#shared/contract/open-email.ts';
import type { OverlaySettings } from '../../messaging/protocol.ts';
import type { Changes } from '../changes.ts';
import type { ThreadFacts } from './thread-facts.ts';

/** What the worker knows of one webmail tab. It is kept in session storage, so that a killed worker finds it again. */
export interface TabState {
  tabId: number;
  /** Origin of the page, which says which webmail a link can be opened in here. */
  origin: string;
  /** The page's document, as the browser names it; after a reload everything begins anew. */
  documentKey: string;
  account: string | null;
  email: OpenEmail | null;
  /** The tab shows another page now; the browser may lead it back to this one. */
  isAway?: boolean;
  dark: boolean;
  overlay: OverlaySettings;
  /** Hashes of the open thread; null while nothing is open, nobody is signed in, or the account is not switched on. */
  facts: ThreadFacts | null;
  /** Handed to the content script once; whoever shows it first, from a frame in this tab, is the sidebar. */
  nonce: string | null;
  /** The paired frame's document. */
  paired: string | null;
}

export interface TabStates {
  readonly ready: Promise<void>;
  find(tabId: number): TabState | undefined;
  all(): TabState[];
  put(state: TabState): Promise<void>;
  update(tabId: number, change: Partial<TabState>): Promise<void>;
  remove(tabId: number): Promise<void>;
}

const prefix = 'tab:';

/** Builds the states over session storage, which only trusted contexts can read and which ends with the browser. */
export function createTabStates(changes: Changes): TabStates {
  const states = new Map<number, TabState>();

  async function load(): Promise<void> {
    const stored = await browser.storage.session.get(null);
    for (const [key, value] of Object.entries(stored)) {
      const state = value as TabState;
      if (key.startsWith(prefix) && !states.has(state.tabId)) states.set(state.tabId, state);
    }
  }

  async function put(state: TabState): Promise<void> {
    states.set(state.tabId, state);
    changes.tell({ kind: 'tab', tabId: state.tabId });
    // A state that does not fit is kept by this worker alone; the page tells it again when it changes.
    await browser.storage.session.set({ [`${prefix}${state.tabId}`]: state }).catch(() => undefined);
  }

  return {
    ready: load(),
    find: (tabId) => states.get(tabId),
    all: () => [...states.values()],
    put,
    async update(tabId, change) {
      const state = states.get(tabId);
      if (state !== undefined) await put({ ...state, ...change });
    },
    async remove(tabId) {
      states.delete(tabId);
      changes.tell({ kind: 'pages' });
      await browser.storage.session.remove(`${prefix}${tabId}`);
    },
  };
}
