import type { TextKey } from '#extension/language/messages.ts';
import type { UnreadableReason } from '#shared/contract/open-email.ts';

/** Why a page can't be read, each as the key of its sentence. */
export const unreadableReasons: Record<UnreadableReason, TextKey> = {
  'address-and-page-disagree': 'unreadable.addressAndPageDisagree',
  'page-disagrees-with-itself': 'unreadable.pageDisagreesWithItself',
  'thread-not-named': 'unreadable.threadNotNamed',
  'markup-changed': 'unreadable.markupChanged',
  'account-unknown': 'unreadable.accountUnknown',
  'several-mailboxes': 'unreadable.severalMailboxes',
};

/** What helps then. */
export const unreadableRemedy = (reason: UnreadableReason): TextKey =>
  reason === 'several-mailboxes' ? 'unreadable.openFolder' : 'unreadable.reload';
