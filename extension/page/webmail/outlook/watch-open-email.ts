import type { SeenEmail } from '#shared/contract/open-email.ts';
import { findVisible } from '../find-visible.ts';
import { watchReadings } from '../watch-readings.ts';
import type { Scope } from '../watch-selector.ts';
import type { PageEnvironment } from '../webmail-adapter.ts';
import { checkAgainstLast } from './check-against-last.ts';
import { describeOutlookShape } from './describe-outlook-shape.ts';
import { readThread } from './read-thread.ts';
import type { OutlookSelectors } from './selectors.ts';

const ATTRIBUTES = ['class', 'style', 'hidden', 'role', 'id', 'title', 'aria-hidden', 'aria-label', 'aria-selected'];

/** Tells what is open in Outlook, each change once (see WebmailAdapter.watchOpenEmail). */
export function watchOpenEmail(
  callback: (email: SeenEmail) => void,
  environment: PageEnvironment,
  selectors: OutlookSelectors,
): void {
  const { window } = environment;
  watchReadings(
    {
      webmail: 'outlook',
      read: (last) => checkAgainstLast(readThread(window, selectors), last),
      findScope: (account) => findScope(window.document, account, selectors),
      describeShape: () => describeOutlookShape(window, selectors),
    },
    callback,
    environment,
  );
}

/** The box around list and pane once the account is known; until then, and where one of them is missing, the whole page. */
function findScope(document: Document, account: string | null, selectors: OutlookSelectors): Scope {
  const attributeFilter = [...ATTRIBUTES, ...selectors.rowIdAttributes];
  const pane = findVisible(document, selectors.pane)[0];
  const list = findVisible(document, selectors.list)[0];
  const isEnough = account !== null && pane !== undefined && list !== undefined;
  const root = isEnough ? findCommonBox(list, pane) : undefined;
  return { root: root ?? document.documentElement, attributeFilter };
}

function findCommonBox(inside: Element, other: Element): Element | undefined {
  for (let box: Element | null = inside; box !== null; box = box.parentElement) {
    if (box.contains(other)) return box;
  }
  return undefined;
}
