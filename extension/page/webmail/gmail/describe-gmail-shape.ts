import { readWebmailUrl } from '#shared/email/webmail-url.ts';
import { describeShape } from '../describe-shape.ts';
import type { PageWindow } from '../webmail-adapter.ts';
import { SELECTORS_DATE, type GmailSelectors } from './selectors.ts';

/** A report on Gmail's page without any mail text (see `describeShape`). */
export function describeGmailShape(window: PageWindow, selectors: GmailSelectors): string {
  const { view, previewPane, subject, message, sender, recipient, date, body, account } = selectors;
  const { document } = window;
  const { kind, isPopout } = readWebmailUrl(window.location.href);
  const root = document.querySelector(view.join(',')) ?? document.body ?? document.documentElement;
  return describeShape(root, {
    facts: [
      `Gmail, selectors of ${SELECTORS_DATE}`,
      `address: ${kind}${isPopout ? ', own window' : ''}`,
      `language: ${/^[a-zA-Z-]{2,12}$/.test(document.documentElement.lang) ? document.documentElement.lang : '?'}`,
    ],
    selectors: { view, previewPane, subject, message, sender, recipient, date, body, account },
    opaque: body.join(','),
  });
}
