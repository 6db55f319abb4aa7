import { readWebmailUrl } from '#shared/email/webmail-url.ts';
import { describeShape } from '../describe-shape.ts';
import type { PageWindow } from '../webmail-adapter.ts';
import { SELECTORS_DATE, type OutlookSelectors } from './selectors.ts';

/** A report on Outlook's page without any mail text (see `describeShape`). */
export function describeOutlookShape(window: PageWindow, selectors: OutlookSelectors): string {
  const { document } = window;
  const { kind, isPopout } = readWebmailUrl(window.location.href);
  const { pane, open, subject, list, row, message, body, recipients, sender, account, mailboxRoot, folder } = selectors;
  return describeShape(document.body ?? document.documentElement, {
    facts: [
      `Outlook, selectors of ${SELECTORS_DATE}`,
      `address: ${kind}${isPopout ? ', own window' : ''}`,
      `language: ${/^[a-zA-Z-]{2,12}$/.test(document.documentElement.lang) ? document.documentElement.lang : '?'}`,
    ],
    selectors: { pane, open, subject, list, row, message, body, recipients, sender, account, mailboxRoot, folder },
    opaque: body.join(','),
  });
}
