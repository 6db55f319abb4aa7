import { normaliseAddress } from '#shared/email/address.ts';
import type { OutlookSelectors } from './selectors.ts';

/** What the page says about whose mailbox it shows. */
export type PageAccount = {
  /** Null where the page names none, or several. */
  address: string | null;
  /** The page names several accounts: which one the open mail belongs to is not to be guessed. */
  isAmbiguous: boolean;
};

const ANY_ADDRESS = /[^\s()（）<>,;:"'“”«»]+@[^\s()（）<>,;:"'“”«»]+/g;
const ROOT_ATTRIBUTES = ['data-folder-name', 'title', 'aria-label'];

/**
 * The account that this page belongs to: the header's button, the mailboxes' roots and the folder tree's roots are
 * asked, and all that name an address must name the same.
 */
export function readAccount(document: Document, selectors: OutlookSelectors): PageAccount {
  const addresses = new Set([...readHeader(document, selectors), ...readRoots(document, selectors)]);
  const [only, ...others] = addresses;
  return { address: others.length === 0 ? (only ?? null) : null, isAmbiguous: others.length > 0 };
}

/** Whether the header calls the signed-in person by this name. */
export function isOwnName(document: Document, selectors: OutlookSelectors, name: string): boolean {
  if (name === '') return false;
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const whole = new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped}(?![\p{L}\p{N}])`, 'u');
  return findLabels(document, selectors).some((label) => whole.test(label.replaceAll(ANY_ADDRESS, '')));
}

function findLabels(document: Document, selectors: OutlookSelectors): string[] {
  return [...document.querySelectorAll(selectors.account.join(','))]
    .filter((element) => isOutside(element, selectors) && element.checkVisibility())
    .map((element) => element.getAttribute('aria-label') ?? element.getAttribute('title') ?? '');
}

function* readHeader(document: Document, selectors: OutlookSelectors): Generator<string> {
  for (const label of findLabels(document, selectors)) {
    // The address ends the label; a display name before it can look like one.
    const address = normaliseAddress(label.match(ANY_ADDRESS)?.at(-1) ?? '');
    if (address !== undefined) yield address;
  }
}

function* readRoots(document: Document, selectors: OutlookSelectors): Generator<string> {
  const roots = document.querySelectorAll(selectors.mailboxRoot.join(','));
  const folders = [...document.querySelectorAll(selectors.folder.join(','))].filter(isTreeRoot);
  for (const root of [...roots, ...folders]) {
    if (!isOutside(root, selectors) || !root.checkVisibility()) continue;
    for (const name of ROOT_ATTRIBUTES) {
      const address = normaliseAddress(root.getAttribute(name) ?? '');
      if (address !== undefined) yield address;
    }
  }
}

/** A folder within another can be called like an address. */
function isTreeRoot(item: Element): boolean {
  const level = item.getAttribute('aria-level');
  const isNested = (item.parentElement?.closest('[role="treeitem"]') ?? null) !== null;
  return !isNested && (level === null || level === '1');
}

/** An account is never read from where mail is shown or listed. */
function isOutside(element: Element, { pane, open, list, body }: OutlookSelectors): boolean {
  return element.closest([...pane, ...open, ...list, ...body].join(',')) === null;
}
