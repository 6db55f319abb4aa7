import type { SeenThread } from '#shared/contract/open-email.ts';
import type { LostSignal } from '#shared/contract/webmail-loss.ts';
import { findVisible, readAttribute } from '../find-visible.ts';
import { nameLost } from '../name-lost.ts';
import type { GmailSelectors } from './selectors.ts';

/** The canary: which of Gmail's signals are missing although the open thread could be told from the others. */
export function findLostSignals(email: SeenThread, document: Document, selectors: GmailSelectors): LostSignal[] {
  const [first = ''] = selectors.view;
  const ids = [...selectors.threadHexAttributes, ...selectors.threadPermAttributes];
  return nameLost(email, {
    hasAttributes: findVisible(document, selectors.subject).some((heading) => readAttribute(heading, ids) !== null),
    hasRoles: findVisible(document, [first]).length > 0,
  });
}
