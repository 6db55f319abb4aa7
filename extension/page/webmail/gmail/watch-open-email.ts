import type { SeenEmail } from '#shared/contract/open-email.ts';
import { findVisible } from '../find-visible.ts';
import { watchReadings } from '../watch-readings.ts';
import type { Scope } from '../watch-selector.ts';
import type { PageEnvironment } from '../webmail-adapter.ts';
import { checkAgainstLast } from './check-against-last.ts';
import { describeGmailShape } from './describe-gmail-shape.ts';
import { readThread } from './read-thread.ts';
import {
  MESSAGE_HEX_ATTRIBUTE,
  MESSAGE_PERM_ATTRIBUTE,
  SUBJECT,
  THREAD_HEX_ATTRIBUTE,
  THREAD_PERM_ATTRIBUTE,
  VIEW,
  VIEW_STACK,
} from './selectors.ts';

const ATTRIBUTES = ['class', 'style', 'hidden', 'role', 'aria-hidden', 'aria-expanded', 'aria-label'].concat(
  ['email', 'title', 'jslog', THREAD_HEX_ATTRIBUTE, THREAD_PERM_ATTRIBUTE],
  [MESSAGE_HEX_ATTRIBUTE, MESSAGE_PERM_ATTRIBUTE],
);

/** Tells what is open in Gmail, each change once (see WebmailAdapter.watchOpenEmail). */
export function watchOpenEmail(callback: (email: SeenEmail) => void, environment: PageEnvironment): void {
  const { window } = environment;
  watchReadings(
    {
      webmail: 'gmail',
      read: (last) => checkAgainstLast(readThread(window), last?.thread),
      findScope: (account) => findScope(window.document, account),
      describeShape: () => describeGmailShape(window),
    },
    callback,
    environment,
  );
}

/** The stack of views once it is there and the account known; until then the whole page, its title included. */
function findScope(document: Document, account: string | null): Scope {
  const view = findVisible(document, VIEW)[0];
  const stack = view?.closest(VIEW_STACK.join(',')) ?? view?.parentElement ?? document.body;
  const isEnough = account !== null && findVisible(document, SUBJECT).every((subject) => stack.contains(subject));
  return { root: isEnough && stack !== document.body ? stack : document.documentElement, attributeFilter: ATTRIBUTES };
}
