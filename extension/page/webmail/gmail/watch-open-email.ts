import type { OpenEmail, OpenThread } from '#shared/contract/open-email.ts';
import { findVisible } from '../find-visible.ts';
import { watchScope, type Scope } from '../watch-selector.ts';
import type { PageEnvironment } from '../webmail-adapter.ts';
import { checkAgainstLast } from './check-against-last.ts';
import { describeGmailShape } from './describe-gmail-shape.ts';
import { readThread, type Reading } from './read-thread.ts';
import {
  MESSAGE_HEX_ATTRIBUTE,
  MESSAGE_PERM_ATTRIBUTE,
  SUBJECT,
  THREAD_HEX_ATTRIBUTE,
  THREAD_PERM_ATTRIBUTE,
  VIEW,
  VIEW_STACK,
} from './selectors.ts';

/** How long the page must be still before what it shows is taken as its last word. */
const STILL_MS = {
  /** One signal names the thread and nothing speaks against it. */
  tentative: 500,
  /** A mail is on screen that can't be read. */
  showsMail: 1500,
  /** Nothing has come yet, or still the mail of before: a slow network looks the same. */
  showsNothingNew: 5000,
};

/** A page on its way from thread to thread is told so only after this: what is shown beside it need not flash. */
const LOADING_AFTER_MS = 100;

/** Nothing is settled later than this many times its time of stillness, however restless the page. */
const RESTLESS_FACTOR = 4;

const ATTRIBUTES = ['class', 'style', 'hidden', 'role', 'aria-hidden', 'aria-expanded', 'aria-label'].concat(
  ['email', 'title', 'jslog', THREAD_HEX_ATTRIBUTE, THREAD_PERM_ATTRIBUTE],
  [MESSAGE_HEX_ATTRIBUTE, MESSAGE_PERM_ATTRIBUTE],
);

/** Tells what is open in Gmail, each change once (see WebmailAdapter.watchOpenEmail). */
export function watchOpenEmail(callback: (email: OpenEmail) => void, environment: PageEnvironment): void {
  const { window, signal } = environment;
  let lastTold: OpenEmail | undefined;
  let lastText = '';
  /** The address and reason for which the page was last given up. */
  let givenUp = '';
  let lastThread: OpenThread | undefined;
  let unsettled = { name: '', since: 0 };
  let stillTimer: number | undefined;
  let loadingTimer: number | undefined;

  function tell(email: OpenEmail): void {
    stopLoading();
    const text = JSON.stringify(email);
    if (text === lastText) return;
    lastText = text;
    lastTold = email;
    if (email.state === 'open') lastThread = email;
    callback(email);
  }

  function tellLoading(reading: Reading): void {
    const account = accountOf(reading);
    loadingTimer ??= window.setTimeout(() => tell({ state: 'loading', webmail: 'gmail', account }), LOADING_AFTER_MS);
  }

  function stopLoading(): void {
    window.clearTimeout(loadingTimer);
    loadingTimer = undefined;
  }

  const read = (): Reading => checkAgainstLast(readThread(window), lastThread);

  function look(): void {
    window.clearTimeout(stillTimer);
    const reading = read();
    if (reading.is === 'certain') {
      givenUp = '';
      unsettled = { name: '', since: 0 };
      tell(reading.email);
      return;
    }
    const what = nameReading(reading, window.location.href);
    if (givenUp === what) return;
    if (isAlreadyTold(reading)) stopLoading();
    else tellLoading(reading);
    if (unsettled.name !== what) unsettled = { name: what, since: performance.now() };
    const atMost = unsettled.since + stillMs(reading) * RESTLESS_FACTOR - performance.now();
    stillTimer = window.setTimeout(() => settle(what), Math.max(0, Math.min(stillMs(reading), atMost)));
  }

  /** The page has been still: what it says now is its last word, unless it says something else than when it fell still. */
  function settle(expected: string): void {
    if (signal.aborted) return;
    const reading = read();
    if (reading.is === 'certain' || nameReading(reading, window.location.href) !== expected) return look();
    if (reading.is === 'tentative') return tell(reading.email);
    givenUp = expected;
    const { account, reason } = reading;
    tell({ state: 'unreadable', webmail: 'gmail', account, reason, shape: describeGmailShape(window) });
  }

  function isAlreadyTold(reading: Reading): boolean {
    if (reading.is !== 'tentative' || lastTold?.state !== 'open') return false;
    return lastTold.thread.id === reading.email.thread.id && lastTold.account === reading.email.account;
  }

  function stillMs(reading: Reading): number {
    if (reading.is === 'tentative') return STILL_MS.tentative;
    if (reading.is === 'certain' || !reading.showsMail) return STILL_MS.showsNothingNew;
    const isStillThread = reading.pageThreadId !== null && reading.pageThreadId === lastThread?.thread.id;
    return isStillThread ? STILL_MS.showsNothingNew : STILL_MS.showsMail;
  }

  watchScope(() => findScope(window.document, lastTold?.account ?? null), look, environment);
  signal.addEventListener(
    'abort',
    () => {
      stopLoading();
      window.clearTimeout(stillTimer);
    },
    { once: true },
  );
}

/** What identifies a reading while the page settles. */
function nameReading(reading: Exclude<Reading, { is: 'certain' }>, href: string): string {
  const what = reading.is === 'tentative' ? reading.email.thread.id : `${reading.reason} ${reading.account}`;
  return `${reading.is} ${what} ${href}`;
}

function accountOf(reading: Reading): string | null {
  return reading.is === 'unsettled' ? reading.account : reading.email.account;
}

/** The stack of views once it is there and the account known; until then the whole page, its title included. */
function findScope(document: Document, account: string | null): Scope {
  const view = findVisible(document, VIEW)[0];
  const stack = view?.closest(VIEW_STACK.join(',')) ?? view?.parentElement ?? document.body;
  const isEnough = account !== null && findVisible(document, SUBJECT).every((subject) => stack.contains(subject));
  return { root: isEnough && stack !== document.body ? stack : document.documentElement, attributeFilter: ATTRIBUTES };
}
