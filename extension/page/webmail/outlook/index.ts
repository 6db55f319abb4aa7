import { readWebmailUrl } from '#shared/email/webmail-url.ts';
import { findVisible } from '../find-visible.ts';
import { focusFirst } from '../focus-first.ts';
import { mergeSelectors } from '../merge-selectors.ts';
import { watchTheme } from '../watch-theme.ts';
import type { WebmailAdapter } from '../webmail-adapter.ts';
import { describeOutlookShape } from './describe-outlook-shape.ts';
import { outlookSelectors, SELECTORS_DATE, type OutlookSelectors } from './selectors.ts';
import { findLostSignals } from './find-lost-signals.ts';
import { watchOpenEmail } from './watch-open-email.ts';

/** Below `/mail/`, pages with nothing beside which a sidebar makes sense: a window with only a new mail, settings, print. */
const OTHER_PAGES = /^\/mail\/(?:\d{1,3}\/)?(?:deeplink\/(?!read(?:\/|$))|options(?:\/|$)|print(?:\/|$))/;
const MAIL_PAGE = /^\/mail(?:\/|$)/;

/** Outlook's page, as outlook.office.com, outlook.office365.com, outlook.live.com and outlook.cloud.microsoft serve it. */
export function createOutlookAdapter(
  selectors: OutlookSelectors = outlookSelectors,
  selectorsDate: string = SELECTORS_DATE,
): WebmailAdapter {
  return {
    webmail: 'outlook',
    isMailPage({ location }) {
      const isOutlook = readWebmailUrl(location.href).webmail === 'outlook';
      return isOutlook && MAIL_PAGE.test(location.pathname) && !OTHER_PAGES.test(location.pathname);
    },
    watchOpenEmail: (callback, environment) => watchOpenEmail(callback, environment, selectors),
    watchTheme: (callback, environment) => watchTheme(callback, selectors.surface, environment),
    findLayoutBoxes: (document) => findLayoutBoxes(document, selectors),
    // Nothing certain is known of its boxes for writing.
    insertText: () => 'not-offered',
    focusMail: (document) => focusFirst(document, selectors.focus),
    openThread(url, window) {
      const target = URL.canParse(url) ? new URL(url) : undefined;
      if (target?.origin !== window.location.origin || !target.pathname.startsWith('/mail/')) return;
      const here = readWebmailUrl(window.location.href);
      const there = readWebmailUrl(url);
      const isOpen = here.kind === there.kind && here.id === there.id && here.id !== null;
      if (!isOpen) window.location.assign(keepAccount(target, here.accountIndex));
    },
    describeShape: (window) => describeOutlookShape(window, selectors),
    withSelectors: (update, date, document) => createOutlookAdapter(mergeSelectors(selectors, update, document), date),
    selectorsDate,
    findLostSignals: (email, document) => findLostSignals(email, document, selectors),
  };
}

export const outlookAdapter = createOutlookAdapter();

/** The boxes named, and whatever stands in the body around list and pane: their names are Outlook's own affair. */
function findLayoutBoxes(document: Document, selectors: OutlookSelectors): HTMLElement[] {
  const boxes = new Set(findVisible(document, selectors.layout));
  for (const element of findVisible(document, [...selectors.pane, ...selectors.list, ...selectors.open])) {
    const outermost = element.closest<HTMLElement>('body > *');
    if (outermost !== null) boxes.add(outermost);
  }
  return [...boxes];
}

/** A link names no number of an account, which is this browser's own: the page's is kept. */
function keepAccount(target: URL, accountIndex: number | null): URL {
  if (accountIndex === null || readWebmailUrl(target.href).accountIndex !== null) return target;
  const url = new URL(target);
  url.pathname = url.pathname.replace(/^\/mail\//, `/mail/${accountIndex}/`);
  return url;
}
