import type { SeenEmail, Webmail } from '#shared/contract/open-email.ts';
import type { LastThread, Reading } from './reading.ts';
import { watchScope, type Scope } from './watch-selector.ts';
import type { PageEnvironment } from './webmail-adapter.ts';

/** How one webmail's page is read. */
export type ReadingSource = {
  webmail: Webmail;
  /** Reads what is open now; doubts what can't be true beside the thread told last. */
  read(last: LastThread | undefined): Reading;
  /** What to look at, given the account told last. */
  findScope(account: string | null): Scope;
  describeShape(): string;
};

/** How long the page must be still before what it shows is taken as its last word. */
const STILL_MS = {
  /** A mail is on screen that can't be read. */
  showsMail: 1500,
  /** Nothing has come yet, or still the mail of before: a slow network looks the same. */
  showsNothingNew: 5000,
};

/** A page on its way from thread to thread is told so only after this: what is shown beside it need not flash. */
const LOADING_AFTER_MS = 100;

/** Nothing is settled later than this many times its time of stillness, however restless the page. */
const RESTLESS_FACTOR = 4;

/** Tells what is open, each change once (see WebmailAdapter.watchOpenEmail), from readings that may need to settle. */
export function watchReadings(
  source: ReadingSource,
  callback: (email: SeenEmail) => void,
  environment: PageEnvironment,
): void {
  const { window, signal } = environment;
  let lastTold: SeenEmail | undefined;
  let lastText = '';
  /** The address and reason for which the page was last given up. */
  let givenUp = '';
  let last: LastThread | undefined;
  let unsettled = { name: '', since: 0 };
  let stillTimer: number | undefined;
  let loadingTimer: number | undefined;

  function tell(email: SeenEmail, content?: string): void {
    stopLoading();
    if (email.state === 'open') last = { thread: email, content };
    const text = JSON.stringify(email);
    if (text === lastText) return;
    lastText = text;
    lastTold = email;
    callback(email);
  }

  function tellLoading(reading: Reading): void {
    const account = accountOf(reading);
    const loading: SeenEmail = { state: 'loading', webmail: source.webmail, account };
    loadingTimer ??= window.setTimeout(() => tell(loading), LOADING_AFTER_MS);
  }

  function stopLoading(): void {
    window.clearTimeout(loadingTimer);
    loadingTimer = undefined;
  }

  function look(): void {
    window.clearTimeout(stillTimer);
    const reading = source.read(last);
    if (reading.is === 'certain') {
      givenUp = '';
      unsettled = { name: '', since: 0 };
      tell(reading.email, reading.content);
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
    const reading = source.read(last);
    if (reading.is === 'certain' || nameReading(reading, window.location.href) !== expected) return look();
    if (reading.is === 'tentative') return tell(reading.email, reading.content);
    givenUp = expected;
    const { account, reason } = reading;
    tell({ state: 'unreadable', webmail: source.webmail, account, reason, shape: source.describeShape() });
  }

  function isAlreadyTold(reading: Reading): boolean {
    if (reading.is !== 'tentative' || lastTold === undefined) return false;
    return nameEmail(reading.email) === nameEmail(lastTold);
  }

  function stillMs(reading: Reading): number {
    if (reading.is === 'tentative') return reading.stillMs;
    if (reading.is === 'certain' || !reading.showsMail) return STILL_MS.showsNothingNew;
    const isStillThread = reading.pageThreadId !== null && reading.pageThreadId === last?.thread.thread.id;
    return isStillThread ? STILL_MS.showsNothingNew : STILL_MS.showsMail;
  }

  watchScope(() => source.findScope(lastTold?.account ?? null), look, environment);
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
  const what = reading.is === 'tentative' ? nameEmail(reading.email) : `${reading.reason} ${reading.account}`;
  return `${reading.is} ${what} ${href}`;
}

function nameEmail(email: SeenEmail): string {
  return `${email.state} ${email.account} ${email.state === 'open' ? email.thread.id : ''}`;
}

function accountOf(reading: Reading): string | null {
  return reading.is === 'unsettled' ? reading.account : reading.email.account;
}
