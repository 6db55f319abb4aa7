import type { SeenEmail } from '#shared/contract/open-email.ts';
import { findVisible } from '../find-visible.ts';
import { watchReadings } from '../watch-readings.ts';
import type { Scope } from '../watch-selector.ts';
import type { PageEnvironment } from '../webmail-adapter.ts';
import { checkAgainstLast } from './check-against-last.ts';
import { describeGmailShape } from './describe-gmail-shape.ts';
import { readThread } from './read-thread.ts';
import type { GmailSelectors } from './selectors.ts';

const ATTRIBUTES = ['class', 'style', 'hidden', 'role', 'aria-hidden', 'aria-expanded', 'aria-label'].concat([
  'email',
  'title',
  'jslog',
]);

/** Tells what is open in Gmail, each change once (see WebmailAdapter.watchOpenEmail). */
export function watchOpenEmail(
  callback: (email: SeenEmail) => void,
  environment: PageEnvironment,
  selectors: GmailSelectors,
): void {
  const { window } = environment;
  watchReadings(
    {
      webmail: 'gmail',
      read: (last) => checkAgainstLast(readThread(window, selectors), last?.thread),
      findScope: (account) => findScope(window.document, account, selectors),
      describeShape: () => describeGmailShape(window, selectors),
    },
    callback,
    environment,
  );
}

/** The stack of views once it is there and the account known; until then the whole page, its title included. */
function findScope(document: Document, account: string | null, selectors: GmailSelectors): Scope {
  const { threadHexAttributes, threadPermAttributes, messageHexAttributes, messagePermAttributes } = selectors;
  const ids = [...threadHexAttributes, ...threadPermAttributes, ...messageHexAttributes, ...messagePermAttributes];
  const view = findVisible(document, selectors.view)[0];
  const stack = view?.closest(selectors.viewStack.join(',')) ?? view?.parentElement ?? document.body;
  const isEnough =
    account !== null && findVisible(document, selectors.subject).every((subject) => stack.contains(subject));
  return {
    root: isEnough && stack !== document.body ? stack : document.documentElement,
    attributeFilter: [...ATTRIBUTES, ...ids],
  };
}
