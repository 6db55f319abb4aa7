import type { SeenEmail, Webmail } from '#shared/contract/open-email.ts';
import type { SelectorUpdate } from '#shared/contract/selector-update.ts';
import type { LossKind } from '#shared/contract/webmail-loss.ts';

/** Where an account stands: nobody asked yet, switched on, or declined by its user. */
export type AccountChoice = 'unasked' | 'on' | 'off';

/** What one page is missing, with the date of the selectors in use. */
export interface PageLosses {
  webmail: Webmail;
  selectors: string;
  kinds: LossKind[];
}

export interface OverlaySettings {
  width: number;
  collapsed: boolean;
}

/** What the overlay says itself, in the chosen language: a content script can't read the choice. */
export interface OverlayTexts {
  /** Label of the strip by which the sidebar is made wider. */
  width: string;
  /** What remains to be said once the extension was updated under the page, and the label that takes it away. */
  updated: string;
  dismiss: string;
}

/** What pages and the frames beside them ask. */
export interface PageRequests {
  /** A content script has started. The nonce pairs this tab's one frame with it, once. */
  'page.hello': {
    from: 'page';
    input: { url: string; account: string | null };
    output: {
      choice: AccountChoice;
      nonce: string;
      settings: OverlaySettings;
      texts: OverlayTexts;
      selectors: SelectorUpdate | null;
    };
  };
  'page.email': { from: 'page'; input: SeenEmail; output: null };
  /** What the canary or the adapter misses on a page: counted without saying whose. */
  'page.losses': { from: 'page'; input: PageLosses; output: null };
  'page.theme': { from: 'page'; input: { dark: boolean }; output: null };
  'page.layout': { from: 'page'; input: OverlaySettings; output: null };

  /** A frame shows its nonce and learns that it stands in a tab's overlay; refused otherwise. */
  'view.pair': { from: 'view'; input: { nonce: string }; output: { tabId: number } };
  /** Every webmail account that this browser's user has decided on. */
  'account.list': { from: 'view'; input: null; output: { account: string; choice: 'on' | 'off' }[] };
  /** A sidebar decides on its tab's account, the options page on one that was decided before. */
  'account.choose': { from: 'view'; input: { account: string; choice: 'on' | 'off' }; output: null };
  /** Opens a webmail, with the word that the account which shows there may be used. */
  'welcome.open-webmail': { from: 'view'; input: { url: string }; output: null };
  /** Switches Sidethread on or off on a whole webmail, by its origin. */
  'site.set': { from: 'view'; input: { origin: string; on: boolean }; output: null };
  'overlay.set': { from: 'view'; input: Partial<OverlaySettings>; output: null };
  /** Puts plain text into the mail that is being written in the page; null only asks whether it could. */
  'overlay.insert-text': { from: 'view'; input: { text: string | null }; output: { outcome: InsertOutcome } };
  'overlay.focus-mail': { from: 'view'; input: null; output: null };
  /** Opens a thread in this tab's webmail (or a new tab when there is none). */
  'overlay.navigate': { from: 'view'; input: { url: string }; output: null };
}

/**
 * What came of putting text into a mail that is written in the page. `several-boxes`: more than one is open and none has
 * the caret. `refused`: the page let nothing in.
 */
export type InsertOutcome = 'done' | 'no-box' | 'several-boxes' | 'refused' | 'not-offered';

/** From the worker to a tab's content script. */
export type OverlayCommand =
  | { kind: 'set'; settings: Partial<OverlaySettings> }
  | { kind: 'focus-mail' }
  /** `text` null: only asks whether it could. The only command that is answered. */
  | { kind: 'insert-text'; text: string | null }
  /** Asks nothing but whether a page of ours is there at all. */
  | { kind: 'here' }
  | { kind: 'navigate'; url: string }
  | { kind: 'selectors'; selectors: SelectorUpdate | null }
  | { kind: 'choice'; choice: AccountChoice };
