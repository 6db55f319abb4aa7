import type { InsertOutcome } from '../../messaging/protocol.ts';
import type { SelectorLists } from '#shared/contract/selector-update.ts';
import type { SeenEmail, SeenThread, Webmail } from '#shared/contract/open-email.ts';
import type { LostSignal } from '#shared/contract/webmail-loss.ts';

/** The page an adapter looks at, and when to stop looking. */
export type PageEnvironment = { window: PageWindow; signal: AbortSignal };

/** A window with the constructors that live on it. */
export type PageWindow = Window & typeof globalThis;

/** Everything that the rest of the product knows of one webmail's page. Adapters detect, and never guess. */
export interface WebmailAdapter {
  readonly webmail: Webmail;
  /** Whether this address is one beside which a sidebar belongs: no print view, no window with only a new mail in it. */
  isMailPage(window: PageWindow): boolean;
  /**
   * Calls back with what is open: once soon after the call, then once for each change, in the page's order.
   * A thread is told only while address and page agree on it.
   */
  watchOpenEmail(callback: (email: SeenEmail) => void, environment: PageEnvironment): void;
  /** Calls back with the page's brightness: once soon after the call, then once for each change. */
  watchTheme(callback: (theme: { dark: boolean }) => void, environment: PageEnvironment): void;
  /** The outermost boxes of the page's own layout that are on screen: what has to end before the sidebar begins. */
  findLayoutBoxes(document: Document): HTMLElement[];
  /** Gives the keyboard back to the open mail, or else to the list. */
  focusMail(document: Document): void;
  /**
   * Puts plain text at the caret of the mail that is being written in the page; null only asks whether it could. It
   * never sends, and never touches subject or recipients. To be called for a person's own click only.
   */
  insertText(text: string | null, document: Document): InsertOutcome;
  /**
   * Opens a thread by its address (`OpenThread.url`): inside the page where that is this very webmail and account,
   * otherwise by leaving the page. An address of another site is ignored.
   */
  openThread(url: string, window: PageWindow): void;
  /**
   * The same adapter with newer selectors by purpose, which a release key has signed. A purpose that it does not know,
   * and a selector that the browser can't read, change nothing.
   */
  withSelectors(update: SelectorLists, date: string, document: Document): WebmailAdapter;
  /** The day on which the page looked as the selectors in use expect it. */
  readonly selectorsDate: string;
  /** The canary: signals that the page lacks although the thread could be read. */
  findLostSignals(email: SeenThread, document: Document): LostSignal[];
  /** The page's skeleton for a report: tag and attribute names, no text, no addresses, no attribute values. */
  describeShape(window: PageWindow): string;
}
