import type { SeenThread } from '#shared/contract/open-email.ts';
import type { LostSignal } from '#shared/contract/webmail-loss.ts';
import { findVisible } from '../find-visible.ts';
import { nameLost } from '../name-lost.ts';
import { readRows } from './read-signals.ts';
import type { OutlookSelectors } from './selectors.ts';

/** The canary: which of Outlook's signals are missing although the open thread could be told from the others. */
export function findLostSignals(email: SeenThread, document: Document, selectors: OutlookSelectors): LostSignal[] {
  const rows = readRows(document, selectors);
  const isListShown = findVisible(document, selectors.list).some((list) => (list.textContent ?? '').trim() !== '');
  const [first = ''] = selectors.pane;
  const isOwnWindow = email.thread.kind === 'outlook-item' && !isListShown;
  return nameLost(email, {
    // A window of its own, and a page whose list gave way to the mail, have no rows.
    hasAttributes: !isListShown || rows.some(({ id }) => id !== null),
    hasRoles: isOwnWindow || findVisible(document, [first]).length > 0,
  });
}
