import { readWebmailUrl } from '#shared/email/webmail-url.ts';
import { describeShape } from '../describe-shape.ts';
import type { PageWindow } from '../webmail-adapter.ts';
import {
  ACCOUNT,
  BODY,
  DATE,
  MESSAGE,
  PREVIEW_PANE,
  RECIPIENT,
  SELECTORS_DATE,
  SENDER,
  SUBJECT,
  VIEW,
} from './selectors.ts';

/** A report on Gmail's page without any mail text (see `describeShape`). */
export function describeGmailShape(window: PageWindow): string {
  const { document } = window;
  const { kind, isPopout } = readWebmailUrl(window.location.href);
  const root = document.querySelector(VIEW.join(',')) ?? document.body ?? document.documentElement;
  return describeShape(root, {
    facts: [
      `Gmail, selectors of ${SELECTORS_DATE}`,
      `address: ${kind}${isPopout ? ', own window' : ''}`,
      `language: ${/^[a-zA-Z-]{2,12}$/.test(document.documentElement.lang) ? document.documentElement.lang : '?'}`,
    ],
    selectors: { VIEW, PREVIEW_PANE, SUBJECT, MESSAGE, SENDER, RECIPIENT, DATE, BODY, ACCOUNT },
    opaque: BODY.join(','),
  });
}
