import { readWebmailUrl } from '#shared/email/webmail-url.ts';
import { findVisible } from '../find-visible.ts';
import { mergeSelectors } from '../merge-selectors.ts';
import { focusFirst } from '../focus-first.ts';
import { watchTheme } from '../watch-theme.ts';
import type { WebmailAdapter } from '../webmail-adapter.ts';
import { insertIntoCompose } from './compose.ts';
import { describeGmailShape } from './describe-gmail-shape.ts';
import { readAccount } from './read-account.ts';
import { gmailSelectors, SELECTORS_DATE, type GmailSelectors } from './selectors.ts';
import { findLostSignals } from './find-lost-signals.ts';
import { watchOpenEmail } from './watch-open-email.ts';

/** Pages of the same origin with nothing beside which a sidebar makes sense: print, original, attachments, new mail. */
const OTHER_VIEWS = new Set(['pt', 'om', 'att', 'lg', 'cm', 'domains', 'snatt', 'audio']);

/** Gmail's page, as mail.google.com serves it. */
export function createGmailAdapter(
  selectors: GmailSelectors = gmailSelectors,
  selectorsDate: string = SELECTORS_DATE,
): WebmailAdapter {
  return {
    webmail: 'gmail',
    isMailPage({ location, document }) {
      const view = new URLSearchParams(location.search).get('view') ?? '';
      const isMail = location.hostname === 'mail.google.com' && location.pathname.startsWith('/mail/');
      return isMail && !OTHER_VIEWS.has(view) && document.querySelector(selectors.composeWindow.join(',')) === null;
    },
    watchOpenEmail: (callback, environment) => watchOpenEmail(callback, environment, selectors),
    watchTheme: (callback, environment) => watchTheme(callback, selectors.surface, environment),
    findLayoutBoxes: (document) => findVisible(document, selectors.layout),
    focusMail: (document) => focusFirst(document, selectors.focus),
    insertText: (text, document) => insertIntoCompose(text, document, selectors),
    openThread(url, window) {
      const target = URL.canParse(url) ? new URL(url) : undefined;
      if (target?.origin !== window.location.origin || !target.pathname.startsWith('/mail/')) return;
      const isOwnWindow = readWebmailUrl(window.location.href).isPopout;
      const account = readAccount(window.document, null, selectors);
      const isSameAccount = account !== null && target.searchParams.get('authuser')?.toLowerCase() === account;
      if (isSameAccount && !isOwnWindow) window.location.hash = target.hash;
      else window.location.assign(target);
    },
    describeShape: (window) => describeGmailShape(window, selectors),
    withSelectors: (update, date, document) => createGmailAdapter(mergeSelectors(selectors, update, document), date),
    selectorsDate,
    findLostSignals: (email, document) => findLostSignals(email, document, selectors),
  };
}

export const gmailAdapter = createGmailAdapter();
