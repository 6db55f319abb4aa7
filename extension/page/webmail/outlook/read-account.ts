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
 * asked. Where all that name an address name the same, it is that. A shared mailbox has a root of its own beside the
 * signed-in person's: then the folder that is open says whose mail this is, and where it does not, nothing is guessed.
 * Where the shared one is called by a name alone, only what an own folder lists is one's own: a search and a favourite
 * may show mail of either.
 */
export function readAccount(document: Document, selectors: OutlookSelectors): PageAccount {
  const header = new Set(readHeader(document, selectors));
  const roots = findRoots(document, selectors);
  const addresses = new Set([...header, ...roots.flatMap((root) => addressOf(root) ?? [])]);
  const [only, ...others] = addresses;
  const openRoot = findOpenRoot(document, selectors, roots);
  if (others.length === 0) {
    const isBesideOthers = only !== undefined && hasNamelessMailbox(document, roots, selectors);
    const isOwn = openRoot !== undefined && addressOf(openRoot) !== undefined;
    const isElsewhere = openRoot !== undefined && isNamelessRoot(openRoot, roots, selectors);
    const isAmbiguous = only !== undefined && (isElsewhere || (isBesideOthers && !isOwn));
    return { address: isAmbiguous ? null : (only ?? null), isAmbiguous };
  }
  const open = header.size === 1 ? openRoot : undefined;
  const address = open === undefined ? undefined : addressOf(open);
  return { address: address ?? null, isAmbiguous: address === undefined };
}

/** The root under which the one open folder stands: the last that comes before it, or around it. */
function findOpenRoot(document: Document, selectors: OutlookSelectors, roots: readonly Element[]): Element | undefined {
  const selected = [...document.querySelectorAll(selectors.selectedFolder.join(','))].filter((folder) =>
    isShown(folder, selectors),
  );
  const [folder, ...others] = selected;
  if (folder === undefined || others.length > 0) return undefined;
  return roots.findLast((root) => root === folder || isBefore(root, folder));
}

/**
 * Whether a mailbox without an address stands beside the one with: one of its folders is called as one of that one's,
 * as every mailbox has an inbox, whatever the language calls it. Groups and the like have none.
 */
function hasNamelessMailbox(document: Document, roots: readonly Element[], selectors: OutlookSelectors): boolean {
  const folders = [...document.querySelectorAll(selectors.folder.join(','))];
  const namesUnder = (root: Element): string[] =>
    folders
      .filter((folder) => !roots.includes(folder) && isShown(folder, selectors))
      .filter((folder) => roots.findLast((each) => isBefore(each, folder)) === root)
      .map((folder) => nameOf(folder));
  const own = new Set(roots.filter((root) => addressOf(root) !== undefined).flatMap(namesUnder));
  return roots.some(
    (root) => isNamelessRoot(root, roots, selectors) && namesUnder(root).some((name) => name !== '' && own.has(name)),
  );
}

function nameOf(folder: Element): string {
  return (folder.getAttribute('data-folder-name') ?? folder.getAttribute('title') ?? folder.textContent).trim();
}

function isBefore(first: Element, second: Element): boolean {
  return (second.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_PRECEDING) !== 0;
}

/** Whether a root without an address comes after one with: it is no list of favourites. */
function isNamelessRoot(root: Element, roots: readonly Element[], { selectedFolder }: OutlookSelectors): boolean {
  const before = roots.slice(0, roots.indexOf(root));
  const isFolder = root.matches(selectedFolder.join(','));
  return !isFolder && addressOf(root) === undefined && before.some((other) => addressOf(other) !== undefined);
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

/** In the order of the page, those without an address too. */
function findRoots(document: Document, selectors: OutlookSelectors): Element[] {
  const isMailbox = (element: Element): boolean => element.matches(selectors.mailboxRoot.join(','));
  return [...document.querySelectorAll([...selectors.mailboxRoot, ...selectors.folder].join(','))].filter(
    (element) => (isMailbox(element) || isTreeRoot(element)) && isShown(element, selectors),
  );
}

function addressOf(root: Element): string | undefined {
  return ROOT_ATTRIBUTES.map((name) => normaliseAddress(root.getAttribute(name) ?? '')).find(
    (address) => address !== undefined,
  );
}

function isShown(element: Element, selectors: OutlookSelectors): boolean {
  return isOutside(element, selectors) && element.checkVisibility();
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
